/** How much may be asked in a minute. */
import { type Role, roles } from "./scope.ts";

/** Infinity is without a limit. */
export interface Allowances {
  readonly usual: number;
  /** Of roles that have another. */
  readonly byRole: Readonly<Partial<Record<Role, number>>>;
}

/** @param role undefined for one who is nobody yet */
export function allowanceOf({ usual, byRole }: Allowances, role: Role | undefined): number {
  return (role === undefined ? undefined : byRole[role]) ?? usual;
}

/**
 * @param text such as `100`, `100,admin=1000,embed=off`, `off`
 * @throws Error whose message completes "NAME must be ..."
 */
export function readAllowances(text: string): Allowances {
  const [first = "", ...others] = text.split(",").map((part) => part.trim());
  const byRole = others.map((part): [Role, number] => {
    const [name = "", value = ""] = part.split("=", 2);
    const role = roles.find((known) => known === name.trim());
    if (!role) throw wrong();
    return [role, readOne(value.trim())];
  });
  return { usual: readOne(first), byRole: Object.fromEntries(byRole) };
}

function readOne(text: string): number {
  if (text === "off") return Infinity;
  if (!/^[1-9]\d{0,11}$/.test(text)) throw wrong();
  return Number(text);
}

function wrong(): Error {
  return new Error(
    `a whole number above 0, or off, and others for roles behind it, such as 100,admin=1000 (${
      roles.join(", ")
    })`,
  );
}
