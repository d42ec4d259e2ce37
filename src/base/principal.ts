/** Who calls, and what they may see. */

/** What a caller may do: docs/SECURITY.md says what each is for. */
export const roles = ["viewer", "analyst", "admin", "ingest", "embed"] as const;
export type Role = (typeof roles)[number];

/** The roles of those who sign in. */
export const userRoles = ["viewer", "analyst", "admin"] as const satisfies readonly Role[];
export type UserRole = (typeof userRoles)[number];

/** Which sales an embed is about: by field of the schema's SalesFilter, the values that may be asked for. */
export type LockedFilter = Readonly<Record<string, readonly (string | null)[]>>;

/** All that decides what a caller may see. */
export interface Scope {
  readonly role: Role;
  /** Undefined where all sales may be seen. */
  readonly filter?: LockedFilter | undefined;
}

/** One who calls. */
export interface Principal {
  /** For the audit log: `user:alice@example.com`, `token:JTI`; never a secret. */
  readonly name: string;
  readonly scope: Scope;
}

/** @returns the scope as a text for cache keys: the same for those alone who may see the same */
export function scopeText({ role, filter }: Scope): string {
  const fields = Object.entries(filter ?? {}).map((
    [field, values],
  ) => [field, values.map((value) => JSON.stringify(value)).toSorted()]);
  return JSON.stringify([role, ...fields.toSorted()]);
}
