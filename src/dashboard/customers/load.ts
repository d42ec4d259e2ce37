/** What the customers' pages show for a URL. */
import { type Loaded, loadPage, type Screen } from "../load.ts";
import type { PageState } from "../state.ts";
import { texts } from "../texts.ts";
import { type TrendChart, trendChart } from "../trend.ts";
import type { CustomerListQuery, CustomerQuery, CustomersQuery } from "../operation_types.ts";

export function loadCustomers(state: PageState, url: URL): Promise<Screen<CustomersQuery>> {
  return loadPage(state, url, (variables) => ({
    operation: "customers",
    // Retention is a comparison: where nothing else is compared, it still is.
    variables: {
      ...variables,
      retentionCompareTo: variables.compareTo === "NONE" ? "PREVIOUS_PERIOD" : variables.compareTo,
    },
  }));
}

export function customersChart({ answer, period, range, shop }: Loaded<CustomersQuery>): TrendChart {
  return trendChart({
    name: texts.metrics.customers,
    kind: "count",
    buckets: answer.customersTrend,
    range,
    period,
    shop,
  });
}

/** What the list can be ordered by. */
const customerSorts = ["revenue", "orders", "last_order", "name"] as const;
export type CustomerSort = (typeof customerSorts)[number];

const graphqlSorts = {
  revenue: "REVENUE",
  orders: "ORDERS",
  last_order: "LAST_ORDER",
  name: "NAME",
} as const;

export interface CustomerList {
  readonly search: string;
  readonly sort: CustomerSort;
}

export interface CustomerListScreen {
  readonly screen: Screen<CustomerListQuery>;
  readonly list: CustomerList;
}

const pageSize = 100;
const longestSearch = 200;

/** Of a view, the list knows segments only: it is of everyone, over all time. */
export async function loadCustomerList(
  state: PageState,
  url: URL,
  first = pageSize,
): Promise<CustomerListScreen> {
  const { searchParams } = url;
  const asked = searchParams.get("sort") ?? "revenue";
  const sort = customerSorts.find((known) => known === asked);
  const search = (searchParams.get("q") ?? "").trim().slice(0, longestSearch);
  const screen = await loadPage(
    state,
    url,
    ({ filter }) =>
      sort === undefined ? { problem: texts.unknownSort(asked) } : {
        operation: "customer_list",
        variables: {
          search: search === "" ? null : search,
          sortBy: graphqlSorts[sort],
          segments: filter?.segments ?? null,
          first,
          after: searchParams.get("after"),
        },
      },
  );
  return { screen, list: { search, sort: sort ?? "revenue" } };
}

export function customerListExtras(
  { search, sort }: CustomerList,
): Readonly<Record<string, string | undefined>> {
  return { q: search, sort: sort === "revenue" ? undefined : sort };
}

export function loadCustomer(state: PageState, url: URL, id: string): Promise<Screen<CustomerQuery>> {
  return loadPage(state, url, () => ({ operation: "customer", variables: { customerId: id } }));
}
