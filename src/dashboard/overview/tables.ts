/** The overview's tables: on the page, and as CSV. */
import type { Loaded } from "../load.ts";
import { type Table, withoutColumns } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf, type View } from "../view.ts";
import { withValue } from "../filter.ts";
import type { OverviewQuery } from "../operation_types.ts";
import type { CategoryInsight, CustomerSegment, TopProduct } from "./answer.ts";
import { type CategoryRow, categoryRows } from "./category_rows.ts";
import { overviewTexts } from "./texts.ts";

const mostCategories = 20;
/** Deeper categories are indented no further: on a phone there is no room for it. */
const deepestIndent = 3;

const growth = { key: "change", heading: texts.change, write: "change" } as const;
const revenue = { key: "revenue", heading: texts.revenue, write: "money" } as const;
const margin = { key: "margin", heading: texts.marginShort, write: "percent", minor: true } as const;

export function topProductsTable({ answer, margins, view }: Loaded<OverviewQuery>): Table {
  const most = answer.topProducts[0]?.revenue ?? 0;
  const rowOf = ({ product, ...sold }: TopProduct) => ({
    key: product.id,
    name: product.name,
    href: hrefOf(`/products/${product.id}`, view),
    aside: product.category?.name ?? texts.uncategorised,
    share: most > 0 ? sold.revenue / most : 0,
    cells: [sold.unitsSold, sold.revenue, sold.growthRate, sold.profitMargin ?? null],
  });
  return seen(margins, {
    name: overviewTexts.topProducts,
    heading: texts.product,
    columns: [
      { key: "units", heading: texts.unitsSold, write: "count", minor: true },
      revenue,
      growth,
      margin,
    ],
    rows: answer.topProducts.map(rowOf),
  });
}

/** @returns the table, and how many categories it leaves out */
export function categoriesTable(
  { answer, margins, view }: Loaded<OverviewQuery>,
  most = mostCategories,
): { readonly table: Table; readonly more: number } {
  const { rows, more } = categoryRows(answer.categoryBreakdown, most);
  const table = seen(margins, {
    name: overviewTexts.categories,
    heading: texts.category,
    columns: [
      revenue,
      { key: "share", heading: texts.share, write: "percent", minor: true } as const,
      growth,
      margin,
    ],
    rows: rows.map((row) => categoryRow(row, view)),
  });
  return { table, more };
}

function categoryRow({ insight, depth }: CategoryRow<CategoryInsight>, view: View): Table["rows"][number] {
  const { category } = insight;
  const parents = category?.path.slice(0, -1) ?? [];
  return {
    key: category?.id ?? "",
    name: category?.name ?? texts.uncategorised,
    isWithout: category === null,
    href: hrefOf("/", { ...view, filter: withValue(view.filter, "category", category?.id ?? "") }),
    under: parents.length > 0 ? overviewTexts.under(parents.join(", ")) : undefined,
    depth: Math.min(depth, deepestIndent),
    share: insight.revenueShare ?? 0,
    cells: categoryCells(insight),
  };
}

function categoryCells(insight: CategoryInsight): Table["rows"][number]["cells"] {
  return [insight.revenue, insight.revenueShare, insight.growthRate, insight.profitMargin ?? null];
}

export function segmentsTable({ answer, margins, view }: Loaded<OverviewQuery>): Table {
  return seen(margins, {
    name: overviewTexts.segments,
    heading: overviewTexts.segment,
    columns: [
      { key: "orders", heading: texts.orders, write: "count", minor: true },
      revenue,
      growth,
      margin,
    ],
    rows: answer.customerSegments.map((segment) => segmentRow(segment, view)),
  });
}

function segmentRow(segment: CustomerSegment, view: View): Table["rows"][number] {
  return {
    key: segment.segment ?? "",
    name: segment.segment ?? overviewTexts.without,
    isWithout: segment.segment === null,
    href: hrefOf("/", { ...view, filter: withValue(view.filter, "segment", segment.segment ?? "") }),
    share: segment.revenueShare ?? 0,
    cells: [segment.orders, segment.revenue, segment.growthRate, segment.profitMargin ?? null],
  };
}

function seen(margins: boolean, table: Table): Table {
  return margins ? table : withoutColumns(table, [margin.key]);
}
