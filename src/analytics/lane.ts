/** Which lane a question takes: the cheapest one that answers it exactly. Pure, so that a table can test it. */
import type { Lane } from "./answer.ts";
import { type BucketUnit, type Calendar, type Period, periodStart } from "./period.ts";

/** What the aggregates hold; undefined asOf until they are first built. */
export interface Coverage {
  readonly asOf: Temporal.Instant | undefined;
  readonly timeZone: string | undefined;
  readonly weekStart: number | undefined;
  /** Where the running periods end that agg_category_performance holds. */
  readonly periodsEnd: Temporal.Instant | undefined;
}

/** What of a question decides its lane. */
export type LaneQuestion =
  | { readonly field: "salesOverview" }
  | { readonly field: "salesTrends"; readonly metric: string; readonly unit: BucketUnit }
  | { readonly field: "topProducts" }
  | { readonly field: "categoryBreakdown" };

export function chooseLane(question: LaneQuestion, coverage: Coverage, calendar: Calendar): Lane {
  // Aggregates cut in another zone answer another question.
  if (coverage.asOf === undefined || coverage.timeZone !== calendar.timeZone) return "DIRECT";
  // Unique customers of hours do not add up to those of a day.
  if (question.field === "salesTrends" && question.metric === "CUSTOMERS" && question.unit !== "hour") {
    return "DIRECT";
  }
  return "AGGREGATE";
}

/** @returns whether the aggregates hold this very running period, up to some moment before now */
export function holdsPeriod(
  period: Period,
  now: Temporal.Instant,
  coverage: Coverage,
  calendar: Calendar,
): period is Exclude<Period, "CUSTOM"> {
  const { periodsEnd } = coverage;
  if (period === "CUSTOM" || periodsEnd === undefined || coverage.weekStart !== calendar.weekStart) {
    return false;
  }
  return Temporal.Instant.compare(periodsEnd, now) <= 0 &&
    periodStart(period, periodsEnd, calendar).equals(periodStart(period, now, calendar));
}
