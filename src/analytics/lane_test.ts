import assert from "node:assert/strict";
import { chooseLane, type Coverage, type LaneQuestion } from "./lane.ts";
import type { Calendar } from "./period.ts";

const calendar: Calendar = { timeZone: "Europe/Berlin", weekStart: 1 };
const built: Coverage = {
  asOf: Temporal.Instant.from("2024-02-20T20:00:00Z"),
  timeZone: "Europe/Berlin",
};

Deno.test("each question takes its lane", () => {
  const cases: readonly (readonly [LaneQuestion, Partial<Coverage>, string])[] = [
    [{ field: "salesOverview" }, {}, "AGGREGATE"],
    [{ field: "topProducts" }, {}, "AGGREGATE"],
    [{ field: "categoryBreakdown" }, {}, "AGGREGATE"],
    [{ field: "salesTrends", metric: "REVENUE", unit: "month" }, {}, "AGGREGATE"],
    [{ field: "salesTrends", metric: "CUSTOMERS", unit: "hour" }, {}, "AGGREGATE"],
    [{ field: "salesTrends", metric: "CUSTOMERS", unit: "day" }, {}, "DIRECT"],
    [{ field: "salesOverview" }, { asOf: undefined }, "DIRECT"],
    [{ field: "salesOverview" }, { timeZone: "UTC" }, "DIRECT"],
    [{ field: "salesOverview" }, { timeZone: undefined }, "DIRECT"],
  ];
  for (const [question, change, lane] of cases) {
    assert.equal(
      chooseLane(question, { ...built, ...change }, calendar),
      lane,
      JSON.stringify([question, change]),
    );
  }
});
