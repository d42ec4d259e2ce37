import assert from "node:assert/strict";
import { chooseLane, type Coverage } from "./lane.ts";
import type { Calendar } from "./period.ts";

const calendar: Calendar = { timeZone: "Europe/Berlin", weekStart: 1 };
const built: Coverage = {
  asOf: Temporal.Instant.from("2024-02-20T20:00:00Z"),
  timeZone: "Europe/Berlin",
};

Deno.test("questions take the lane that answers them exactly", () => {
  const cases: readonly (readonly [Partial<Coverage>, string])[] = [
    [{}, "AGGREGATE"],
    [{ asOf: undefined }, "DIRECT"],
    [{ timeZone: "UTC" }, "DIRECT"],
    [{ timeZone: undefined }, "DIRECT"],
  ];
  for (const [change, lane] of cases) {
    assert.equal(chooseLane({ ...built, ...change }, calendar), lane, JSON.stringify(change));
  }
});
