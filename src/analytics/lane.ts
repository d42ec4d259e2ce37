/** Which lane a question takes: the cheapest one that answers it exactly. Pure, so that a table can test it. */
import type { Lane } from "./answer.ts";
import type { BucketUnit, Calendar } from "./period.ts";

/** What the aggregates hold; undefined asOf until they are first built. */
export interface Coverage {
  readonly asOf: Temporal.Instant | undefined;
  /** The zone that they are cut in. */
  readonly timeZone: string | undefined;
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
