/** What the rows of many statements have in common. */
import type { AnswerRow } from "./answer.ts";

/** A row of a statement that has one of nulls where nothing was sold. */
export type MaybeSold<R extends { readonly revenue: string }> = R | AnswerRow & { readonly revenue: null };

/** @returns the rows that tell of something */
export function soldRows<R extends { readonly revenue: string }>(
  rows: readonly MaybeSold<R>[],
): readonly R[] {
  return rows.filter((row): row is R => row.revenue !== null);
}

/** Which of its two ranges a row is of: the one asked about, or the one compared with. */
export type Which = "current" | "previous";

/**
 * @param field whose statement it is, for the message
 * @returns the rows of both ranges
 */
export function rowsByRange<R extends { readonly which: Which }>(
  field: string,
  rows: readonly R[],
): Readonly<Record<Which, R>> {
  const current = rows.find((row) => row.which === "current");
  const previous = rows.find((row) => row.which === "previous");
  if (!current || !previous) throw new TypeError(`${field} must return a row for each range`);
  return { current, previous };
}
