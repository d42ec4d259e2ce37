/** One product: what it brought, and how it stands among the others. */
import { NotFoundError } from "../base/errors.ts";
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf } from "./answer.ts";
import { checkId } from "./arguments.ts";
import { ask, spanParameters } from "./ask.ts";
import { average, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Range, Span } from "./period.ts";
import type { SoldRow } from "./products_sold.ts";
import type { Metric } from "./question.ts";
import { rowsByRange, type Which } from "./rows.ts";
import { salesTrends, type TrendParts, type TrendPoint } from "./trends.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface ProductFigures {
  readonly range: Range;
  /** Of its lines. */
  readonly revenue: number;
  readonly unitsSold: number;
  /** That hold it; returns are none. */
  readonly orders: number;
  readonly averagePrice: number | null;
  readonly profit: number;
  readonly profitMargin: number | null;
  /** By revenue among the products that sold, from 1; null where it did not, and where nobody asked. */
  readonly rank: number | null;
}

export interface ProductPerformance extends ProductFigures {
  readonly productId: string;
  readonly costCoverage: number | null;
  readonly revenueShare: number | null;
  readonly rankedProducts: number;
  readonly revenueChange: number | null;
  readonly growthRate: number | null;
  readonly previous: ProductFigures | null;
  /** What was asked, for its trend. */
  readonly span: Span;
  readonly filter: Filter;
}

interface Row extends SoldRow {
  readonly which: Which;
  /** Whether there is such a product. */
  readonly is_known: boolean;
  readonly orders: number;
  readonly rank: number | null;
  readonly ranked_products: number;
  readonly all_revenue: string;
}

/**
 * @param id the product's; with a filter, it stands among the products and sales that pass
 * @param ranked the ranges in which its place and its share are asked for, as all other products must be summed up for that
 * @throws NotFoundError where there is no such product
 */
export async function productPerformance(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  id: string,
  ranked: readonly Which[] = ["current", "previous"],
): Promise<Answer<ProductPerformance>> {
  const productId = checkId("productId", id);
  const { calendar } = analytics;
  const { lane } = await chooseLane(analytics, { kind: "products", allTime: false }, filter);
  const rows = await ask<Row>(
    analytics,
    { field: "productPerformance", lane, span, filter },
    statement(`queries/productPerformance.${lane}`),
    { ...spanParameters(span, calendar), ...filterParameters(filter), product_id: productId, ranked },
  );
  const { current, previous } = rowsByRange("productPerformance", rows);
  if (!current.is_known) {
    throw new NotFoundError(
      `Argument productId must be the id of a product, got "${productId}": there is none`,
    );
  }
  const digits = currencyDigits(analytics.currency);
  const revenue = decimal(current.revenue);
  const before = span.previous && decimal(previous.revenue);
  return answerOf<ProductPerformance>(rows, lane, {
    ...figuresOf(current, span.range, ranked, digits),
    productId,
    costCoverage: share(decimal(current.costed_revenue), revenue),
    revenueShare: ranked.includes("current") ? share(revenue, decimal(current.all_revenue)) : null,
    rankedProducts: ranked.includes("current") ? current.ranked_products : 0,
    revenueChange: before === undefined ? null : rounded(revenue - before, digits),
    growthRate: before === undefined ? null : growth(revenue, before),
    previous: span.previous ? figuresOf(previous, span.previous, ranked, digits) : null,
    span,
    filter,
  });
}

function figuresOf(row: Row, range: Range, ranked: readonly Which[], digits: number): ProductFigures {
  const [revenue, profit] = [decimal(row.revenue), decimal(row.profit)];
  return {
    range,
    revenue: rounded(revenue, digits),
    unitsSold: row.units,
    orders: row.orders,
    averagePrice: average(revenue, row.units, digits),
    profit: rounded(profit, digits),
    profitMargin: share(profit, decimal(row.costed_revenue)),
    rank: ranked.includes(row.which) ? row.rank : null,
  };
}

/** What a product's trend shows. */
export type ProductMetric = Extract<Metric, "REVENUE" | "UNITS" | "ORDERS" | "PROFIT">;

/** @returns one measure of the product over the span it was asked for, in the buckets that all trends have */
export function productTrend(
  analytics: Analytics,
  { productId, span, filter }: ProductPerformance,
  metric: ProductMetric,
  parts?: TrendParts,
): Promise<Answer<readonly TrendPoint[]>> {
  const { productIds } = filter;
  // Where the filter leaves other products only, nothing of it is left.
  const own = { ...filter, productIds: !productIds || productIds.includes(productId) ? [productId] : [] };
  return salesTrends(analytics, span, own, metric, parts);
}
