/** What the products page and a product's own page show for a URL. */
import { toInstants } from "../answers.ts";
import { type Loaded, loadPage, type Screen } from "../load.ts";
import type { PageState } from "../state.ts";
import { texts } from "../texts.ts";
import { type TrendChart, trendChart } from "../trend.ts";
import type { ProductQuery, ProductsQuery } from "../operation_types.ts";
import { type ProductMetric, productMetrics } from "./answer.ts";

/** What the list can be ordered by, the largest first. */
const productSorts = ["revenue", "units", "profit", "margin"] as const;
export type ProductSort = (typeof productSorts)[number];

const graphqlSorts = { revenue: "REVENUE", units: "UNITS", profit: "PROFIT", margin: "MARGIN" } as const;

/** What of the list is asked for. */
export interface ProductList {
  readonly search: string;
  readonly sort: ProductSort;
  /** The cursor to go on after; undefined from the start. */
  readonly after: string | undefined;
}

export interface ProductsScreen {
  readonly screen: Screen<ProductsQuery>;
  readonly list: ProductList;
}

const defaultSort: ProductSort = "revenue";
const pageSize = 100;
const longestSearch = 200;

export async function loadProducts(state: PageState, url: URL, first = pageSize): Promise<ProductsScreen> {
  const { searchParams } = url;
  const asked = searchParams.get("sort") ?? defaultSort;
  const sort = productSorts.find((known) => known === asked);
  const list: ProductList = {
    search: (searchParams.get("q") ?? "").trim().slice(0, longestSearch),
    sort: sort ?? defaultSort,
    after: searchParams.get("after") ?? undefined,
  };
  const screen = await loadPage(
    state,
    url,
    ({ period, dateRange, filter, margins }) =>
      sort === undefined ? { problem: texts.unknownSort(asked) } : {
        operation: "products",
        variables: {
          margins,
          period,
          dateRange,
          filter,
          search: list.search === "" ? null : list.search,
          sortBy: graphqlSorts[sort],
          first,
          after: list.after,
        },
      },
  );
  return { screen, list };
}

/** @returns what of the list's URL its links keep; not where in the list one is */
export function listExtras({ search, sort }: ProductList): Readonly<Record<string, string | undefined>> {
  return { q: search, sort: sort === defaultSort ? undefined : sort };
}

export interface ProductScreen {
  readonly screen: Screen<ProductQuery>;
  readonly metric: ProductMetric;
}

export async function loadProduct(state: PageState, url: URL, id: string): Promise<ProductScreen> {
  const asked = url.searchParams.get("metric") ?? "revenue";
  const metric = productMetrics.find((known) => known === asked);
  const screen = await loadPage(
    state,
    url,
    (variables) =>
      metric === undefined
        ? { problem: texts.unknownMetric(asked) }
        : { operation: "product", variables: { ...variables, productId: id } },
  );
  return { screen, metric: metric ?? "revenue" };
}

export function metricExtras(metric: ProductMetric): { readonly metric: string | undefined } {
  return { metric: metric === "revenue" ? undefined : metric };
}

/** @returns how its values are written */
export function kindOf(metric: ProductMetric): "count" | "money" {
  return metric === "units" || metric === "orders" ? "count" : "money";
}

export function productChart(
  { answer, period, shop }: Loaded<ProductQuery>,
  metric: ProductMetric,
): TrendChart {
  const { productPerformance: performance } = answer;
  return trendChart({
    name: texts.metrics[metric],
    kind: kindOf(metric),
    buckets: performance[`${metric}Trend`] ?? [],
    range: toInstants(performance.range),
    period,
    shop,
  });
}
