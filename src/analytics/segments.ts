/** What segments of customers brought, by their segment at the time of a sale. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { average, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Span } from "./period.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface CustomerSegment {
  /** Null for orders without one. */
  readonly segment: string | null;
  readonly revenue: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly unitsSold: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly revenueShare: number | null;
  /** Null, as is the growth, where the span compares with nothing. */
  readonly previousRevenue: number | null;
  readonly growthRate: number | null;
}

interface SegmentRow extends AnswerRow {
  readonly segment: string | null;
  readonly revenue: string;
  readonly costed_revenue: string;
  readonly profit: string;
  readonly orders: number;
  readonly units: number;
  readonly previous_revenue: string;
  readonly all_revenue: string;
}

/** @returns every segment that sold, the largest revenue first; with a filter by category or product, revenue of lines */
export async function customerSegments(
  analytics: Analytics,
  span: Span,
  filter: Filter,
): Promise<Answer<readonly CustomerSegment[]>> {
  const { lane } = await chooseLane(analytics, { kind: "parties" }, filter);
  const rows = await ask<MaybeSold<SegmentRow>>(
    analytics,
    { field: "customerSegments", lane, span, filter },
    statement(`queries/customerSegments.${lane}`),
    { ...spanParameters(span, analytics.calendar), ...filterParameters(filter) },
  );
  const digits = currencyDigits(analytics.currency);
  const value = soldRows(rows).map((row) => segmentOf(row, span, digits));
  return answerOf<readonly CustomerSegment[]>(rows, lane, value);
}

interface BuyersRow extends AnswerRow {
  readonly segment: string | null;
  /** Null in the one row of a range without customers. */
  readonly customers: number | null;
}

/** @returns how many different customers ordered in each segment; none is absent */
export async function customersBySegment(
  analytics: Analytics,
  span: Span,
  filter: Filter,
): Promise<Answer<ReadonlyMap<string | null, number>>> {
  const lane = "DIRECT";
  const rows = await ask<BuyersRow>(
    analytics,
    { field: "customerSegments.customers", lane, span, filter },
    statement("queries/customerSegments.DIRECT.customers"),
    { ...spanParameters(span, analytics.calendar), ...filterParameters(filter) },
  );
  const counts = rows.flatMap(({ segment, customers }) =>
    customers === null ? [] : [[segment, customers] as const]
  );
  return answerOf<ReadonlyMap<string | null, number>>(rows, lane, new Map(counts));
}

function segmentOf(row: SegmentRow, { previous }: Span, digits: number): CustomerSegment {
  const [revenue, earlier, profit] = [
    decimal(row.revenue),
    decimal(row.previous_revenue),
    decimal(row.profit),
  ];
  return {
    segment: row.segment,
    revenue: rounded(revenue, digits),
    orders: row.orders,
    averageOrderValue: average(revenue, row.orders, digits),
    unitsSold: row.units,
    profit: rounded(profit, digits),
    profitMargin: share(profit, decimal(row.costed_revenue)),
    revenueShare: share(revenue, decimal(row.all_revenue)),
    previousRevenue: previous ? rounded(earlier, digits) : null,
    growthRate: previous ? growth(revenue, earlier) : null,
  };
}
