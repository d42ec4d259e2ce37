/** What the sales reps page shows for a URL. */
import { type Loaded, loadPage, type Screen } from "../load.ts";
import { readSorting, sorted, type SortedTable } from "../sorting.ts";
import type { PageState } from "../state.ts";
import type { Sorting } from "../table.ts";
import type { RepsQuery } from "../operation_types.ts";
import { repsTable } from "./tables.ts";

export interface RepsScreen {
  readonly screen: Screen<RepsQuery>;
  readonly sorting: Sorting | undefined;
}

export async function loadReps(state: PageState, url: URL): Promise<RepsScreen> {
  const screen = await loadPage(state, url, (variables) => ({ operation: "reps", variables }));
  return { screen, sorting: readSorting(url.searchParams) };
}

/** @returns the reps, in the order asked for; in their own where there is no such column */
export function sortedReps(screen: Loaded<RepsQuery>, sorting: Sorting | undefined): SortedTable {
  const table = repsTable(screen);
  const result = sorted(table, sorting);
  return "problem" in result ? { table, sorting: undefined } : result;
}
