/** What categories brought, as a tree. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { decimal, share } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Span } from "./period.ts";
import type { Category } from "./products.ts";
import { type Sold, soldOf, type SoldRow } from "./products_sold.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

export interface CategoryInsight extends Sold {
  /** Null for products without a category. */
  readonly category: Category | null;
  readonly parentId: string | null;
  readonly revenueShare: number | null;
}

interface CategoryRow extends SoldRow {
  readonly category_id: string | null;
  readonly parent_id: string | null;
  readonly name: string;
  readonly path: readonly string[];
  readonly all_revenue: string;
}

/** @returns every category that sold in the span's range, each with all below it, the largest revenue first */
export async function categoryBreakdown(
  analytics: Analytics,
  span: Span,
  filter: Filter,
): Promise<Answer<readonly CategoryInsight[]>> {
  const { calendar, currency } = analytics;
  const { lane } = await chooseLane(analytics, { kind: "products", allTime: false }, filter);
  const rows = await ask<MaybeSold<CategoryRow>>(
    analytics,
    { field: "categoryBreakdown", lane, span, filter },
    statement(`queries/categoryBreakdown.${lane}`),
    { ...spanParameters(span, calendar), ...filterParameters(filter) },
  );
  const digits = currencyDigits(currency);
  const value = soldRows(rows).map((row) => ({
    category: row.category_id === null ? null : { id: row.category_id, name: row.name, path: row.path },
    parentId: row.parent_id,
    revenueShare: share(decimal(row.revenue), decimal(row.all_revenue)),
    ...soldOf(row, span, digits),
  }));
  return answerOf(rows, lane, value);
}
