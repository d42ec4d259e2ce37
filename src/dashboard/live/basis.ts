/** What a page's figures rest on, written into the page: so that it knows which changes are its own. */

export interface Basis {
  readonly epoch: string;
  /** Every change up to there is in the figures. */
  readonly generation: number;
  readonly tags: readonly string[];
  /** By their first day. */
  readonly months: readonly string[] | "any";
}

/** Tags with a month each, or everything. */
export type Changes = readonly string[] | "all";

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
