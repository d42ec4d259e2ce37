/** How many customers have brought how much: over all time, in buckets that grow with the amounts. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask } from "./ask.ts";
import { average, decimal, rounded, share, shareOf } from "./decimal.ts";
import { noFilter } from "./filter.ts";
import { laneOf } from "./lane.ts";

export interface LifetimeDistribution {
  /** Who ever ordered. */
  readonly customers: number;
  readonly revenue: number;
  readonly averageValue: number | null;
  /** From the first to the last that anybody is in, the smallest amounts first. */
  readonly buckets: readonly LifetimeBucket[];
}

/** Whose revenue is `from` or more, and less than `to`. */
export interface LifetimeBucket {
  /** Null for those who returned more than they bought. */
  readonly from: number | null;
  /** Null beyond all edges. */
  readonly to: number | null;
  readonly customers: number;
  readonly share: number;
  readonly revenue: number;
  readonly revenueShare: number | null;
}

interface BucketRow extends AnswerRow {
  /** How many edges are not above the revenue; null where nobody ever ordered. */
  readonly bucket: number | null;
  readonly customers: number | null;
  readonly revenue: string | null;
}

// 0, 1, 2, 5, 10, 20, ... to amounts that nobody brings in any currency: they are the same whatever a shop sells.
const edges: readonly number[] = [
  0,
  ...Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat(),
];

/** @returns how customers' revenue is spread; those in between whom nobody is like are there */
export async function lifetimeDistribution(analytics: Analytics): Promise<Answer<LifetimeDistribution>> {
  const { lane } = laneOf({ kind: "lifetime" }, noFilter, await analytics.coverage(), analytics.calendar);
  const rows = await ask<BucketRow>(
    analytics,
    { field: "lifetimeDistribution", lane },
    statement(`queries/lifetimeDistribution.${lane}`),
    { zone: analytics.calendar.timeZone, edges: edges.map(String) },
  );
  const digits = currencyDigits(analytics.currency);
  const found = new Map(rows.flatMap(({ bucket, customers, revenue }) => {
    if (bucket === null) return [];
    return [[bucket, { customers: customers ?? 0, revenue: decimal(revenue ?? "0") }] as const];
  }));
  const customers = [...found.values()].reduce((sum, each) => sum + each.customers, 0);
  const revenue = [...found.values()].reduce((sum, each) => sum + each.revenue, 0n);
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  const numbers = found.size === 0
    ? []
    : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return answerOf<LifetimeDistribution>(rows, lane, {
    customers,
    revenue: rounded(revenue, digits),
    averageValue: average(revenue, customers, digits),
    buckets: numbers.map((number) => {
      const own = found.get(number) ?? { customers: 0, revenue: 0n };
      return {
        from: edges[number - 1] ?? null,
        to: edges[number] ?? null,
        customers: own.customers,
        share: shareOf(own.customers, customers) ?? 0,
        revenue: rounded(own.revenue, digits),
        revenueShare: share(own.revenue, revenue),
      };
    }),
  });
}
