/** Every table of every page, to take along. */
import { customersPage, customersTable } from "./customers/list.ts";
import { customersChart, loadCustomerList, loadCustomers } from "./customers/load.ts";
import {
  cohortsTable,
  groupsTable,
  mixTable,
  rfmTable,
  segmentsTable as customerSegmentsTable,
  spreadTable,
} from "./customers/tables.ts";
import type { ListPage } from "./list.ts";
import type { Loaded, Screen } from "./load.ts";
import { loadOverview, overviewChart } from "./overview/load.ts";
import { minutesTable } from "./overview/pulse.ts";
import { categoriesTable, segmentsTable, topProductsTable } from "./overview/tables.ts";
import { productsPage, productsTable } from "./products/list.ts";
import { loadProduct, loadProducts, productChart } from "./products/load.ts";
import { bridgeTable } from "./profit/bridge.ts";
import { loadProfit, profitChart, sortedMargins } from "./profit/load.ts";
import { loadReps, sortedReps } from "./reps/load.ts";
import { regionsTable } from "./reps/tables.ts";
import type { PageState } from "./state.ts";
import type { Row, Table } from "./table.ts";
import { trendTable } from "./trend_table.ts";

/** A page's screen, with the table where the page has figures. */
export interface TableScreen {
  readonly screen: Screen<unknown>;
  readonly table: Table | undefined;
}

type TableLoader = (state: PageState, url: URL) => Promise<TableScreen>;

const loaders: Readonly<Record<string, TableLoader>> = {
  "trend": async (state, url) => {
    const { screen, metric } = await loadOverview(state, url);
    return tableOf(screen, (loaded) => trendTable(overviewChart(loaded, metric)));
  },
  "minutes": async (state, url) => tableOf((await loadOverview(state, url)).screen, minutesTable),
  "top-products": async (state, url) => tableOf((await loadOverview(state, url)).screen, topProductsTable),
  "categories": async (state, url) =>
    tableOf((await loadOverview(state, url)).screen, (loaded) => categoriesTable(loaded, Infinity).table),
  "customers": (state, url) =>
    wholeList(url, async (address) => {
      const { screen } = await loadCustomerList(state, address, pageSize);
      return { ...tableOf(screen, customersTable), next: nextOf(screen, customersPage) };
    }),
  "customers-trend": async (state, url) =>
    tableOf(await loadCustomers(state, url), (loaded) => trendTable(customersChart(loaded))),
  "customers-mix": async (state, url) => tableOf(await loadCustomers(state, url), mixTable),
  "customer-segments": async (state, url) => tableOf(await loadCustomers(state, url), customerSegmentsTable),
  "cohorts": async (state, url) => tableOf(await loadCustomers(state, url), cohortsTable),
  "rfm": async (state, url) => tableOf(await loadCustomers(state, url), rfmTable),
  "lifetime": async (state, url) => tableOf(await loadCustomers(state, url), groupsTable),
  "lifetime-spread": async (state, url) => tableOf(await loadCustomers(state, url), spreadTable),
  "margins": async (state, url) => {
    const { screen, group, sorting } = await loadProfit(state, url, 1000);
    return tableOf(screen, (loaded) => sortedMargins(loaded, group, sorting).table);
  },
  "profit-trend": async (state, url) =>
    tableOf((await loadProfit(state, url)).screen, (loaded) => trendTable(profitChart(loaded))),
  "bridge": async (state, url) => tableOf((await loadProfit(state, url)).screen, bridgeTable),
  "reps": async (state, url) => {
    const { screen, sorting } = await loadReps(state, url);
    return tableOf(screen, (loaded) => sortedReps(loaded, sorting).table);
  },
  "regions": async (state, url) => tableOf((await loadReps(state, url)).screen, regionsTable),
  "products": (state, url) =>
    wholeList(url, async (address) => {
      const { screen } = await loadProducts(state, address, pageSize);
      return { ...tableOf(screen, productsTable), next: nextOf(screen, productsPage) };
    }),
  "product-trend": async (state, url) => {
    const { screen, metric } = await loadProduct(state, url, url.searchParams.get("id") ?? "");
    return tableOf(screen, (loaded) => trendTable(productChart(loaded, metric)));
  },
  "segments": async (state, url) => tableOf((await loadOverview(state, url)).screen, segmentsTable),
};

/** @returns how a table is loaded; undefined where there is none of that name */
export function tableLoader(name: string): TableLoader | undefined {
  return Object.hasOwn(loaders, name) ? loaders[name] : undefined;
}

function tableOf<T>(screen: Screen<T>, make: (loaded: Loaded<T>) => Table): TableScreen {
  return { screen, table: screen.kind === "loaded" ? make(screen) : undefined };
}

/** The largest page of a list that GraphQL answers, and how many rows a file has at most. */
const [pageSize, mostRows] = [1000, 50_000];

type ListedPage = TableScreen & { readonly next: string | null };

/** @returns the table of all pages, the first to the last, or what kept one of them from being answered */
async function wholeList(url: URL, load: (address: URL) => Promise<ListedPage>): Promise<TableScreen> {
  const address = new URL(url);
  const rows: Row[] = [];
  while (true) {
    const { screen, table, next } = await load(address);
    if (table === undefined) return { screen, table };
    rows.push(...table.rows);
    if (next === null || rows.length >= mostRows) return { screen, table: { ...table, rows } };
    address.searchParams.set("after", next);
  }
}

function nextOf<T>(screen: Screen<T>, page: (loaded: Loaded<T>) => ListPage): string | null {
  return screen.kind === "loaded" ? page(screen).next : null;
}
