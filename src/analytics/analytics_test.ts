import assert from "node:assert/strict";
import { type Analytics, forRequest } from "./analytics.ts";

Deno.test("all questions of a request have one business now, and its wall clock goes on", () => {
  let seconds = 0;
  const tick = () => Temporal.Instant.fromEpochMilliseconds(1000 * seconds++);
  const nowhere = { run: () => Promise.reject(new TypeError("Asked")) };
  const analytics: Analytics = {
    database: nowhere,
    direct: nowhere,
    calendar: { timeZone: "UTC", weekStart: 1 },
    currency: "USD",
    clock: { wall: tick, business: tick },
    coverage: () => Promise.reject(new TypeError("Asked")),
  };
  const told = () => {
    const { clock } = forRequest(analytics, new AbortController().signal);
    return [clock.business(), clock.wall(), clock.business()].map((at) => at.epochMilliseconds / 1000);
  };
  assert.deepEqual([told(), told()], [[0, 1, 0], [2, 3, 2]]);
});
