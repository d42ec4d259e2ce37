/** What a page's figures rest on, written into the page: so that it knows which changes are its own. */
import type { Basis, Changes } from "../../base/tidings.ts";

/** @returns `EPOCH GENERATION TAGS MONTHS`; the lists have commas */
export function writeBasis({ epoch, generation, tags, months }: Basis): string {
  return [epoch, generation, tags.join(","), months === "any" ? months : months.join(",")].join(" ");
}

/** @returns undefined for what is none */
export function readBasis(text: string | undefined): Basis | undefined {
  const [epoch, generation, tags, months] = text?.split(" ") ?? [];
  if (!epoch || generation === undefined || tags === undefined || months === undefined) return undefined;
  return {
    epoch,
    generation: Number(generation),
    tags: tags.split(","),
    months: months === "any" ? months : months.split(","),
  };
}

/** @param basis without it, any change may matter */
export function isTouched(basis: Basis | undefined, changes: Changes): boolean {
  if (changes === "all") return true;
  if (!basis) return changes.length > 0;
  const { tags, months } = basis;
  return changes.some((place) => {
    const [tag = "", month = ""] = place.split(" ");
    return tags.includes(tag) &&
      (month === "-infinity" || (months === "any" ? month === "infinity" : months.includes(month)));
  });
}
