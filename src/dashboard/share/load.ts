/** What is to be shared: the chart and view that an address names, as a token fixes them. */
import { type EmbedChart, embedChartNamed, embedOperations } from "../embed/charts.ts";
import type { OverviewCardQuery } from "../operation_types.ts";
import { type Loaded, loadPage, type PageVariables, type Screen } from "../load.ts";
import type { NewEmbed, PageState } from "../state.ts";
import { type Extras, hrefOf } from "../view.ts";

const shareMetrics = ["revenue", "orders", "aov", "customers"] as const;
export type ShareMetric = (typeof shareMetrics)[number];

/** As many as the overview shows. */
const mostProducts = 10;

/** What of an address is not the view's. */
export interface Shared {
  readonly chart: EmbedChart;
  /** Of a trend. */
  readonly metric: ShareMetric;
  /** Whose sales alone are shown; undefined for those of all products. */
  readonly product: string | undefined;
}

export interface ShareScreen {
  readonly shared: Shared;
  readonly screen: Screen<OverviewCardQuery>;
  readonly variables: PageVariables | undefined;
}

export async function loadShare(state: PageState, url: URL): Promise<ShareScreen> {
  const { searchParams } = url;
  const shared: Shared = {
    chart: embedChartNamed(searchParams.get("chart")) ?? "trend",
    metric: shareMetrics.find((known) => known === searchParams.get("metric")) ?? "revenue",
    product: /^[\da-f-]{36}$/.exec(searchParams.get("product") ?? "")?.[0],
  };
  let variables: PageVariables | undefined;
  // Its figures are not shown: they tell that the view can be asked for.
  const screen = await loadPage(state, url, (asked) => {
    variables = asked;
    const { period, dateRange, compareTo } = asked;
    const filter = filterOf(asked, shared);
    return {
      operation: "overview_card",
      variables: { period, ...(dateRange && { dateRange }), compareTo, filter },
    };
  });
  return { shared, screen, variables };
}

/** @returns what a page's link to share one of its charts leads to; undefined for those who may not */
export function shareHref(
  { shares, view }: Pick<Loaded<unknown>, "shares" | "view">,
  chart: EmbedChart,
  extras: Extras = {},
): string | undefined {
  return shares ? hrefOf("/share", view, { chart, ...extras }) : undefined;
}

/** @returns what the token fixes: every variable of the chart's document, as whoever has the token may give all others */
export function embedOf(
  chart: EmbedChart,
  shared: Shared,
  variables: PageVariables,
): Pick<NewEmbed, "operation" | "variables" | "filter"> {
  const { period, dateRange = null, compareTo } = variables;
  return {
    operation: embedOperations[chart],
    variables: {
      period,
      dateRange,
      compareTo,
      // The locked one is put in its place: without it, any sales could be picked out.
      filter: null,
      ...(chart === "trend" && { metric: shared.metric.toUpperCase() }),
      ...(chart === "top-products" && { limit: mostProducts, sortBy: "REVENUE" }),
    },
    filter: filterOf(variables, shared) ?? {},
  };
}

function filterOf({ filter }: PageVariables, { product }: Shared): PageVariables["filter"] {
  return product === undefined ? filter : { ...filter, productIds: [product] };
}
