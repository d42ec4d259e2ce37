/** What products brought, in the words that every question about them shares. */
import type { AnswerRow } from "./answer.ts";
import { type Decimal, decimal, growth, rounded, share } from "./decimal.ts";
import type { Span } from "./period.ts";

/** Margins are the largest first too; products without one come last. */
export type ProductSort = "REVENUE" | "UNITS" | "PROFIT" | "MARGIN";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface Sold {
  /** Of lines. */
  readonly revenue: number;
  readonly unitsSold: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly growthRate: number | null;
  /** Null where nothing is compared. */
  readonly previousRevenue: number | null;
}

export interface SoldRow extends AnswerRow {
  readonly revenue: string;
  readonly costed_revenue: string;
  readonly profit: string;
  readonly units: number;
  /** Absent where nothing is ever compared. */
  readonly previous_revenue?: string;
}

/** @param digits of the currency's smallest unit */
export function soldOf(row: SoldRow, span: Span, digits: number): Sold {
  const revenue = decimal(row.revenue);
  const profit = decimal(row.profit);
  const previous: Decimal | undefined = span.previous && decimal(row.previous_revenue ?? "0");
  return {
    revenue: rounded(revenue, digits),
    unitsSold: row.units,
    profit: rounded(profit, digits),
    profitMargin: share(profit, decimal(row.costed_revenue)),
    growthRate: previous === undefined ? null : growth(revenue, previous),
    previousRevenue: previous === undefined ? null : rounded(previous, digits),
  };
}

/** What one product brought, and its place among others. */
export interface ProductInsight extends Sold {
  readonly productId: string;
  /** From 1, by the measure asked for. */
  readonly rank: number;
  /** That hold it; returns are none. */
  readonly orders: number;
}

export interface ProductRow extends SoldRow {
  readonly product_id: string;
  readonly rank: number;
  readonly orders: number;
}

export function insightOf(row: ProductRow, span: Span, digits: number): ProductInsight {
  return { productId: row.product_id, rank: row.rank, orders: row.orders, ...soldOf(row, span, digits) };
}
