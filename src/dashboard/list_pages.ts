/** Pages of a long list, put together. */
import type { ListPage } from "./list.ts";

/** @returns both, one after the other */
export function appended(shown: ListPage, more: ListPage): ListPage {
  return { ...more, rows: [...shown.rows, ...more.rows] };
}

/** @returns the same rows in the same order, as they read now: a row that moved while one reads could not be found again */
export function inPlace(shown: ListPage, { rows, total, count }: ListPage): ListPage {
  const newer = new Map(rows.map((row) => [row.key, row]));
  return { ...shown, total, count, rows: shown.rows.map((row) => newer.get(row.key) ?? row) };
}
