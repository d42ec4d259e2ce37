import assert from "node:assert/strict";
import { chooseLane, type Coverage, holdsPeriod, type LaneQuestion } from "./lane.ts";
import type { Calendar, Period } from "./period.ts";

const calendar: Calendar = { timeZone: "Europe/Berlin", weekStart: 1 };
const at = (text: string) => Temporal.Instant.from(text);
const built: Coverage = {
  asOf: at("2024-02-20T20:00:00Z"),
  timeZone: "Europe/Berlin",
  weekStart: 1,
  periodsEnd: at("2024-02-20T20:00:00Z"),
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

Deno.test("a running period is held while the clock is in it, at or after the build", () => {
  const cases: readonly (readonly [Period, string, Partial<Coverage>, boolean])[] = [
    ["TODAY", "2024-02-20T20:00:00Z", {}, true],
    ["TODAY", "2024-02-20T22:59:59Z", {}, true],
    // Midnight in Berlin.
    ["TODAY", "2024-02-20T23:00:00Z", {}, false],
    ["WEEK", "2024-02-20T23:00:00Z", {}, true],
    ["WEEK", "2024-02-25T23:00:00Z", {}, false],
    ["MONTH", "2024-02-29T22:00:00Z", {}, true],
    ["MONTH", "2024-02-29T23:00:00Z", {}, false],
    ["YEAR", "2024-12-31T22:59:59Z", {}, true],
    ["YEAR", "2024-02-20T19:59:59Z", {}, false],
    ["YEAR", "2024-02-20T20:00:00Z", { periodsEnd: undefined }, false],
    ["WEEK", "2024-02-20T20:00:00Z", { weekStart: 7 }, false],
    ["CUSTOM", "2024-02-20T20:00:00Z", {}, false],
  ];
  for (const [period, now, change, held] of cases) {
    assert.equal(holdsPeriod(period, at(now), { ...built, ...change }, calendar), held, `${period} ${now}`);
  }
});
