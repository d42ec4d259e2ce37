/** How a page's table is sorted, as its URL says it. */
import { type Sorting, type SortLink, sortRows, type Table } from "./table.ts";
import { texts } from "./texts.ts";
import { type Extras, hrefOf, type View } from "./view.ts";

/** A page's table, and how it is sorted. */
export interface SortedTable {
  readonly table: Table;
  /** Undefined where it stands in the order that it was answered in. */
  readonly sorting: Sorting | undefined;
}

/** @returns what a URL's parameters ask for; undefined where they ask for nothing */
export function readSorting(parameters: URLSearchParams): Sorting | undefined {
  const column = parameters.get("sort");
  return column === null ? undefined : { column, descending: parameters.get("dir") !== "asc" };
}

/** @returns the table in the order asked for, or what is wrong with that */
export function sorted(
  table: Table,
  sorting: Sorting | undefined,
): SortedTable | { readonly problem: string } {
  if (sorting === undefined) return { table, sorting };
  if (!table.columns.some(({ key }) => key === sorting.column)) {
    return { problem: texts.unknownSort(sorting.column) };
  }
  // Rows of a tree stay with their parents only in the order they came in.
  const rows = sortRows(table, sorting).map((row) => ({ ...row, depth: undefined }));
  return { table: { ...table, rows }, sorting };
}

export function sortingExtras(sorting: Sorting | undefined): Extras {
  return { sort: sorting?.column, dir: sorting && !sorting.descending ? "asc" : undefined };
}

/** @returns for each column where its heading leads: to its order, the largest first, and then the other way round */
export function sortLinks(
  path: string,
  view: View,
  sorting: Sorting | undefined,
  extras: Extras = {},
): (column: string) => SortLink {
  return (column) => {
    const isThis = sorting?.column === column;
    const next = { column, descending: isThis ? !sorting.descending : true };
    return {
      href: hrefOf(path, view, { ...extras, ...sortingExtras(next) }),
      sorted: isThis ? sorting.descending ? "descending" : "ascending" : undefined,
    };
  };
}
