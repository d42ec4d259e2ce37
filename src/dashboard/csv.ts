/** Every table of every page, to take along. */
import type { Screen } from "./load.ts";
import { loadOverview, overviewChart } from "./overview/load.ts";
import { categoriesTable, segmentsTable, topProductsTable } from "./overview/tables.ts";
import { productsTable } from "./products/list.ts";
import { loadProduct, loadProducts, productChart } from "./products/load.ts";
import type { PageState } from "./state.ts";
import type { Table } from "./table.ts";
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
  "top-products": async (state, url) => tableOf((await loadOverview(state, url)).screen, topProductsTable),
  "categories": async (state, url) =>
    tableOf((await loadOverview(state, url)).screen, (loaded) => categoriesTable(loaded, Infinity).table),
  "products": async (state, url) => tableOf((await loadProducts(state, url, 1000)).screen, productsTable),
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

function tableOf<T>(
  screen: Screen<T>,
  make: (loaded: Extract<Screen<T>, { kind: "loaded" }>) => Table,
): TableScreen {
  return { screen, table: screen.kind === "loaded" ? make(screen) : undefined };
}
