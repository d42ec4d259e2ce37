/** The list of products as it is read, on the page and where more of it is asked for. */
import type { Formats } from "../formats.ts";
import type { ListColumn, ListPage, ListRow } from "../list.ts";
import type { Loaded } from "../load.ts";
import { type Table, withoutColumns } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf, type View } from "../view.ts";
import type { ProductsQuery } from "../operation_types.ts";
import type { ListedProduct } from "./answer.ts";
import { listExtras, type ProductList, type ProductSort } from "./load.ts";
import { productTexts } from "./texts.ts";

interface ProductColumn {
  readonly heading: string;
  readonly kind?: ListColumn["kind"];
  readonly sort?: ProductSort;
  /** Whether it is for those who may see margins. */
  readonly isMargin?: boolean;
}

const columns: readonly ProductColumn[] = [
  { heading: productTexts.rank, kind: "count" },
  { heading: texts.revenue, sort: "revenue" },
  { heading: texts.unitsSold, kind: "count", sort: "units" },
  { heading: texts.orders, kind: "count" },
  { heading: texts.profit, sort: "profit", isMargin: true },
  { heading: texts.marginShort, sort: "margin", isMargin: true },
];

export function productColumns(
  { margins, view }: Loaded<ProductsQuery>,
  list: ProductList,
): readonly ListColumn[] {
  return columns.filter(({ isMargin }) => margins || !isMargin).map(({ heading, kind = "number", sort }) => ({
    heading,
    kind,
    sort: sort && {
      href: hrefOf("/products", view, listExtras({ ...list, sort })),
      isSorted: list.sort === sort,
      title: texts.sortBy(heading),
    },
  }));
}

export function productsPage({ answer: { products }, shop, view }: Loaded<ProductsQuery>): ListPage {
  const { nodes, pageInfo, totalCount } = products;
  return {
    rows: nodes.map((product) => rowOf(product, view, shop.formats)),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    total: shop.formats.count(totalCount),
    count: totalCount,
  };
}

function rowOf(listed: ListedProduct, view: View, formats: Formats): ListRow {
  const { product, rank, revenue, unitsSold, orders, profit, profitMargin } = listed;
  const isCostKnown = profit !== 0 || profitMargin !== null;
  const margins = profit === undefined || profitMargin === undefined ? [] : [
    isCostKnown ? formats.money(profit) : "",
    profitMargin === null ? "" : formats.percent(profitMargin),
  ];
  return {
    key: product.id,
    name: product.name,
    href: hrefOf(`/products/${product.id}`, view),
    aside: product.category?.name ?? texts.uncategorised,
    cells: [
      formats.count(rank),
      formats.money(revenue),
      formats.count(unitsSold),
      formats.count(orders),
      ...margins,
    ],
  };
}

/** @returns the list as a table, for CSV */
export function productsTable({ answer, margins }: Loaded<ProductsQuery>): Table {
  const table: Table = {
    name: productTexts.all,
    heading: texts.product,
    columns: [
      { key: "rank", heading: productTexts.rank, write: "count" },
      { key: "revenue", heading: texts.revenue, write: "money" },
      { key: "units", heading: texts.unitsSold, write: "count" },
      { key: "orders", heading: texts.orders, write: "count" },
      { key: "profit", heading: texts.profit, write: "money" },
      { key: "margin", heading: texts.marginShort, write: "percent" },
    ],
    rows: answer.products.nodes.map((
      { product, rank, revenue, unitsSold, orders, profit, profitMargin },
    ) => ({
      key: product.id,
      name: product.name,
      aside: product.category?.name ?? "",
      cells: [rank, revenue, unitsSold, orders, profit ?? null, profitMargin ?? null],
    })),
  };
  return margins ? table : withoutColumns(table, ["profit", "margin"]);
}
