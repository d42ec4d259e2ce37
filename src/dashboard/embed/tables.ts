/** The tables that other sites may show: their rows lead nowhere. */
import type { Operations } from "../operation_types.ts";
import { categoryRows } from "../overview/category_rows.ts";
import { overviewTexts } from "../overview/texts.ts";
import type { Table } from "../table.ts";
import { texts } from "../texts.ts";

/** A frame is small. */
const mostCategories = 12;
const deepestIndent = 3;

const revenue = { key: "revenue", heading: texts.revenue, write: "money" } as const;
const change = { key: "change", heading: texts.change, write: "change" } as const;

export function productsTable({ topProducts }: Operations["top_products"]["data"]): Table {
  const most = Math.max(0, ...topProducts.map((sold) => sold.revenue));
  return {
    name: overviewTexts.topProducts,
    heading: texts.product,
    columns: [{ key: "units", heading: texts.unitsSold, write: "count", minor: true }, revenue, change],
    rows: topProducts.map(({ product, ...sold }) => ({
      key: product.id,
      name: product.name,
      share: most > 0 ? sold.revenue / most : 0,
      cells: [sold.unitsSold, sold.revenue, sold.growthRate],
    })),
  };
}

/** @returns the table, and how many categories it leaves out */
export function categoriesTable(
  { categoryBreakdown }: Operations["categories"]["data"],
): { readonly table: Table; readonly more: number } {
  const { rows, more } = categoryRows(categoryBreakdown, mostCategories);
  const table: Table = {
    name: overviewTexts.categories,
    heading: texts.category,
    columns: [revenue, { key: "share", heading: texts.share, write: "percent", minor: true }, change],
    rows: rows.map(({ insight, depth }) => {
      const parents = insight.category?.path.slice(0, -1) ?? [];
      return {
        key: insight.category?.id ?? "",
        name: insight.category?.name ?? texts.uncategorised,
        isWithout: insight.category === null,
        under: parents.length > 0 ? overviewTexts.under(parents.join(", ")) : undefined,
        depth: Math.min(depth, deepestIndent),
        share: insight.revenueShare ?? 0,
        cells: [insight.revenue, insight.revenueShare, insight.growthRate],
      };
    }),
  };
  return { table, more };
}

export function segmentsTable({ customerSegments }: Operations["segments"]["data"]): Table {
  return {
    name: overviewTexts.segments,
    heading: overviewTexts.segment,
    columns: [{ key: "orders", heading: texts.orders, write: "count", minor: true }, revenue, change],
    rows: customerSegments.map((segment) => ({
      key: segment.segment ?? "",
      name: segment.segment ?? overviewTexts.without,
      isWithout: segment.segment === null,
      share: segment.revenueShare ?? 0,
      cells: [segment.orders, segment.revenue, segment.growthRate],
    })),
  };
}
