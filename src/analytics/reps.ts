/** What each sales rep brought, and gets for it. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { average, type Decimal, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters, isOfLines } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import { marginOf, profitOf } from "./margins.ts";
import type { Span } from "./period.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface RepFigures {
  /** By revenue, from 1; orders without a rep come last. */
  readonly rank: number;
  /** Null for orders without one. */
  readonly salesRepId: string | null;
  /** Of orders; of the matching lines where products are filtered. */
  readonly revenue: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly unitsSold: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  /** The rep's rate, as it is now, of the revenue; 0 without a rate. */
  readonly commission: number;
  readonly contribution: number;
  readonly revenueShare: number | null;
  /** Null, as is the revenue before, where the span compares with nothing. */
  readonly growthRate: number | null;
  readonly previousRevenue: number | null;
}

interface Row extends AnswerRow {
  readonly sales_rep_id: string | null;
  readonly revenue: string;
  readonly costed_revenue: string;
  readonly cost: string;
  readonly commission: string;
  readonly orders: number;
  readonly units: number;
  readonly previous_revenue: string;
}

/** @returns every sales rep who sold in the range, the largest revenue first, and last what was sold without one */
export async function salesRepPerformance(
  analytics: Analytics,
  span: Span,
  filter: Filter,
): Promise<Answer<readonly RepFigures[]>> {
  const { lane, table = isOfLines(filter) ? "lines" : "orders" } = await chooseLane(analytics, {
    kind: "parties",
  }, filter);
  const rows = await ask<MaybeSold<Row>>(
    analytics,
    { field: "salesRepPerformance", lane, span, filter },
    statement(`queries/salesRepPerformance.${lane}.${table}`),
    { ...spanParameters(span, analytics.calendar), ...filterParameters(filter) },
  );
  const sold = soldRows(rows);
  const all = sold.reduce((sum, row) => sum + decimal(row.revenue), 0n);
  const digits = currencyDigits(analytics.currency);
  const value = sold.map((row, index) => ({ rank: index + 1, ...figuresOf(row, all, span, digits) }));
  return answerOf(rows, lane, value);
}

function figuresOf(row: Row, all: Decimal, { previous }: Span, digits: number): Omit<RepFigures, "rank"> {
  const [revenue, earlier] = [decimal(row.revenue), decimal(row.previous_revenue)];
  const costed = { costedRevenue: decimal(row.costed_revenue), cost: decimal(row.cost) };
  const profit = profitOf(costed);
  const commission = decimal(row.commission);
  return {
    salesRepId: row.sales_rep_id,
    revenue: rounded(revenue, digits),
    orders: row.orders,
    averageOrderValue: average(revenue, row.orders, digits),
    unitsSold: row.units,
    profit: rounded(profit, digits),
    profitMargin: marginOf(costed),
    commission: rounded(commission, digits),
    contribution: rounded(profit - commission, digits),
    revenueShare: share(revenue, all),
    growthRate: previous ? growth(revenue, earlier) : null,
    previousRevenue: previous ? rounded(earlier, digits) : null,
  };
}
