/** Which lane questions take: the cheapest one that answers them exactly. Pure, so that a table can test it. */
import type { Lane } from "./answer.ts";
import type { Calendar } from "./period.ts";

/** What the aggregates hold. */
export interface Coverage {
  /** Undefined until they are complete for the first time, and while they are built anew. */
  readonly asOf: Temporal.Instant | undefined;
  /** The zone that they are cut in. */
  readonly timeZone: string | undefined;
}

export function chooseLane(coverage: Coverage, calendar: Calendar): Lane {
  // Aggregates cut in another zone answer another question.
  return coverage.asOf !== undefined && coverage.timeZone === calendar.timeZone ? "AGGREGATE" : "DIRECT";
}
