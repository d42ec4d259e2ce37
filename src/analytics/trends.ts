/** One metric over time, bucket by bucket. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask } from "./ask.ts";
import { type Bucket, bucketsOf, bucketUnit } from "./buckets.ts";
import { average, decimal, rounded } from "./decimal.ts";
import { type Filter, filterParameters, isOfLines } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Range, Span } from "./period.ts";
import type { Metric } from "./question.ts";
import type { Which } from "./rows.ts";

export interface TrendPoint {
  readonly bucket: Bucket;
  /** Null for an average without an order. */
  readonly value: number | null;
  /** Of the bucket in the same place of the range compared with; null also where there is none, or it was not asked for. */
  readonly previous: number | null;
  readonly previousTimestamp: Temporal.Instant | null;
}

/** What of the points is asked for. */
export interface TrendParts {
  readonly previous: boolean;
}

interface TrendRow extends AnswerRow {
  /** Null, as is what follows, in the one row of ranges without orders. */
  readonly which: Which | null;
  /** Counted from 1. */
  readonly bucket: number | null;
  /** Absent, as are others, where the statement does not tell. */
  readonly revenue?: string;
  readonly orders?: number;
  readonly customers?: number;
  readonly profit?: string;
  readonly units?: number;
}

/** @returns a point for every bucket of the span's range, empty ones included */
export async function salesTrends(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  metric: Metric,
  parts: TrendParts = { previous: true },
): Promise<Answer<readonly TrendPoint[]>> {
  const { calendar } = analytics;
  const unit = bucketUnit(span, calendar);
  const cut = (range: Range | undefined) =>
    range ? bucketsOf(range, unit, calendar, analytics.clock.business()) : [];
  const buckets = cut(span.range);
  const before = parts.previous ? cut(span.previous) : [];
  const { lane, table = isOfLines(filter) ? "lines" : "orders" } = await chooseLane(analytics, {
    kind: "trend",
    metric,
    unit,
  }, filter);
  const rows = await ask<TrendRow>(
    analytics,
    { field: "salesTrends", lane, span, filter },
    statement(`queries/salesTrends.${lane}.${table}`),
    {
      ...filterParameters(filter),
      bounds: boundsOf(buckets, span.range),
      previous_bounds: boundsOf(before, span.range),
      zone: calendar.timeZone,
      with_orders: metric === "ORDERS" || metric === "AOV",
      with_customers: metric === "CUSTOMERS",
      with_lines: metric === "PROFIT" || metric === "UNITS",
    },
  );
  const byPlace = new Map(rows.map((row) => [`${row.which} ${row.bucket}`, row]));
  const digits = currencyDigits(analytics.currency);
  const valueOf = (which: Which, index: number) =>
    metricOf(byPlace.get(`${which} ${index + 1}`), metric, digits);
  const value = buckets.map((bucket, index) => {
    const earlier = before[index];
    return {
      bucket,
      value: valueOf("current", index),
      previous: earlier ? valueOf("previous", index) : null,
      previousTimestamp: earlier?.range.from ?? null,
    };
  });
  return answerOf(rows, lane, value);
}

/** @returns where the buckets begin and where the last one ends; without buckets, an empty range */
function boundsOf(buckets: readonly Bucket[], { from }: Range): readonly string[] {
  const end = buckets.at(-1)?.range.to ?? from;
  return [...(buckets.length > 0 ? buckets.map(({ range }) => range.from) : [from]), end].map(String);
}

function metricOf(row: TrendRow | undefined, metric: Metric, digits: number): number | null {
  const { revenue = "0", orders = 0, customers = 0, profit = "0", units = 0 } = row ?? {};
  switch (metric) {
    case "REVENUE":
      return rounded(decimal(revenue), digits);
    case "ORDERS":
      return orders;
    case "CUSTOMERS":
      return customers;
    case "AOV":
      return average(decimal(revenue), orders, digits);
    case "PROFIT":
      return rounded(decimal(profit), digits);
    case "UNITS":
      return units;
  }
}
