/** What the profitability page shows for a URL. */
import { type Loaded, loadPage, type Screen } from "../load.ts";
import { readSorting, sorted, type SortedTable, sortingExtras } from "../sorting.ts";
import type { PageState } from "../state.ts";
import type { Sorting } from "../table.ts";
import { texts } from "../texts.ts";
import { type TrendChart, trendChart } from "../trend.ts";
import type { Extras } from "../view.ts";
import type { ProfitQuery } from "../operation_types.ts";
import { type MarginGroup, marginGroups } from "./answer.ts";
import { marginTable } from "./margin_table.ts";

export interface ProfitScreen {
  readonly screen: Screen<ProfitQuery>;
  readonly group: MarginGroup;
  readonly sorting: Sorting | undefined;
}

const graphqlGroups = {
  category: "CATEGORY",
  product: "PRODUCT",
  segment: "SEGMENT",
  region: "REGION",
  rep: "SALES_REP",
} as const;

/** Categories overlap, and are shown as a tree: few of them would miss parents. */
const limits = { category: 200, product: 50, segment: 50, region: 50, rep: 100 } as const;

export async function loadProfit(
  state: PageState,
  url: URL,
  limit?: number,
): Promise<ProfitScreen> {
  const asked = url.searchParams.get("by") ?? "category";
  const group = marginGroups.find((known) => known === asked);
  const sorting = readSorting(url.searchParams);
  const screen = await loadPage(
    state,
    url,
    (variables) =>
      group === undefined ? { problem: texts.unknownGroup(asked) } : {
        operation: "profit",
        variables: { ...variables, groupBy: graphqlGroups[group], limit: limit ?? limits[group] },
      },
  );
  return { screen, group: group ?? "category", sorting };
}

export function profitExtras(group: MarginGroup, sorting: Sorting | undefined): Extras {
  return { by: group === "category" ? undefined : group, ...sortingExtras(sorting) };
}

/** @returns the margins, in the order asked for; in their own where there is no such column */
export function sortedMargins(
  screen: Loaded<ProfitQuery>,
  group: MarginGroup,
  sorting: Sorting | undefined,
): SortedTable {
  const table = marginTable(screen, group);
  const result = sorted(table, sorting);
  return "problem" in result ? { table, sorting: undefined } : result;
}

export function profitChart({ answer, period, range, shop }: Loaded<ProfitQuery>): TrendChart {
  return trendChart({
    name: texts.metrics.profit,
    kind: "money",
    buckets: answer.profitTrend,
    range,
    period,
    shop,
  });
}
