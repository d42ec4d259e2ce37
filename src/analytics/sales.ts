/** What the shop sold: the figures of a range, and one metric over time. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import type { Answer } from "./answer.ts";
import { average, decimal, growth, rounded, share } from "./decimal.ts";
import { chooseLane } from "./lane.ts";
import { type Bucket, bucketsOf, bucketUnit, type Range, type Span } from "./period.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface SalesFigures {
  readonly range: Range;
  readonly totalRevenue: number;
  readonly totalOrders: number;
  readonly averageOrderValue: number | null;
  readonly totalProfit: number;
  readonly profitMargin: number | null;
  readonly costCoverage: number | null;
  readonly lineRevenue: number;
  readonly unitsSold: number;
}

export interface SalesOverview extends SalesFigures {
  readonly growthRate: number | null;
  readonly revenueChange: number;
  readonly orderChange: number;
  readonly previous: SalesFigures;
}

export type Metric = "REVENUE" | "ORDERS" | "CUSTOMERS" | "AOV";

export interface TrendPoint {
  readonly bucket: Bucket;
  readonly value: number;
}

interface OverviewRow {
  readonly which: "current" | "previous";
  readonly revenue: string;
  readonly line_revenue: string;
  readonly costed_revenue: string;
  readonly cost: string;
  readonly units: number;
  readonly orders: number;
  readonly as_of: Temporal.Instant;
}

/** @returns the figures of `span.range` beside those of `span.previous` */
export async function salesOverview(analytics: Analytics, span: Span): Promise<Answer<SalesOverview>> {
  const lane = chooseLane(await analytics.coverage(), analytics.calendar);
  const rows = await analytics.database.run<OverviewRow>(statement(`queries/salesOverview.${lane}`), {
    from: span.range.from,
    to: span.range.to,
    previous_from: span.previous.from,
    previous_to: span.previous.to,
    zone: analytics.calendar.timeZone,
  });
  const current = rows.find((row) => row.which === "current");
  const previous = rows.find((row) => row.which === "previous");
  if (!current || !previous) throw new TypeError("salesOverview must return a row for each range");
  const digits = currencyDigits(analytics.currency);
  const [revenue, earlier] = [decimal(current.revenue), decimal(previous.revenue)];
  const value: SalesOverview = {
    ...figuresOf(current, span.range, digits),
    growthRate: growth(revenue, earlier),
    revenueChange: rounded(revenue - earlier, digits),
    orderChange: current.orders - previous.orders,
    previous: figuresOf(previous, span.previous, digits),
  };
  return { value, lane, asOf: current.as_of };
}

function figuresOf(row: OverviewRow, range: Range, digits: number): SalesFigures {
  const [revenue, costedRevenue] = [decimal(row.revenue), decimal(row.costed_revenue)];
  const lineRevenue = decimal(row.line_revenue);
  const profit = costedRevenue - decimal(row.cost);
  return {
    range,
    totalRevenue: rounded(revenue, digits),
    totalOrders: row.orders,
    averageOrderValue: average(revenue, row.orders, digits),
    totalProfit: rounded(profit, digits),
    profitMargin: share(profit, costedRevenue),
    costCoverage: share(costedRevenue, lineRevenue),
    lineRevenue: rounded(lineRevenue, digits),
    unitsSold: row.units,
  };
}

interface TrendRow {
  /** Counted from 1; null in the one row of a range without orders. */
  readonly bucket: number | null;
  /** Absent, as are orders, where only customers were asked for. */
  readonly revenue?: string;
  readonly orders?: number;
  readonly customers: number;
  readonly as_of: Temporal.Instant;
}

/** @returns a point for every bucket of the span's range, empty ones included */
export async function salesTrends(
  analytics: Analytics,
  span: Span,
  metric: Metric,
): Promise<Answer<readonly TrendPoint[]>> {
  const unit = bucketUnit(span);
  const buckets = bucketsOf(span.range, unit, analytics.calendar, analytics.clock.business());
  const lane = chooseLane(await analytics.coverage(), analytics.calendar);
  // Unique customers of hours do not add up to those of a day, so longer buckets are counted otherwise.
  const isCounted = lane === "AGGREGATE" && metric === "CUSTOMERS" && unit !== "hour";
  const name = isCounted ? "queries/customersTrend.AGGREGATE" : `queries/salesTrends.${lane}`;
  const bounds = [...buckets.map((bucket) => bucket.range.from), span.range.to].map(String);
  const rows = await analytics.database.run<TrendRow>(statement(name), {
    bounds,
    from: span.range.from,
    to: span.range.to,
    zone: analytics.calendar.timeZone,
  });
  const [first] = rows;
  if (!first) throw new TypeError("salesTrends must return a row even where nothing was sold");
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  const digits = currencyDigits(analytics.currency);
  const value = buckets.map((bucket, index) => {
    const row = byBucket.get(index + 1);
    return { bucket, value: row ? metricOf(row, metric, digits) : 0 };
  });
  return { value, lane, asOf: first.as_of };
}

function metricOf(row: TrendRow, metric: Metric, digits: number): number {
  const { revenue = "0", orders = 0, customers } = row;
  switch (metric) {
    case "REVENUE":
      return rounded(decimal(revenue), digits);
    case "ORDERS":
      return orders;
    case "CUSTOMERS":
      return customers;
    case "AOV":
      return average(decimal(revenue), orders, digits) ?? 0;
  }
}
