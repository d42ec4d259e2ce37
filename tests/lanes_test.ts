import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { rebuildAggregates } from "../src/precompute/rebuild.ts";
import { analyticsOver, answers, checkLaw, fillShop, last, periods } from "./lanes_law.ts";
import { type Calendar, spanOf } from "../src/analytics/period.ts";
import { categoryBreakdown } from "../src/analytics/products.ts";

Deno.test("aggregates answer as the orders do, in every zone, over every period and any cut", async () => {
  await checkLaw(3);
});

Deno.test("a period that the aggregates hold is completed by what was sold since they were built", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  const calendar: Calendar = { timeZone: "America/New_York", weekStart: 1 };
  // Built in the evening, asked at night, after midnight and in the next year.
  await rebuildAggregates(pool, {
    ...calendar,
    clock: createClock(Temporal.Instant.from("2011-11-06T03:00:00Z")),
  });
  for (
    const now of [
      "2011-11-06T03:30:00Z",
      "2011-11-06T06:45:00Z",
      "2011-11-06T23:00:00Z",
      "2012-01-02T00:00:00Z",
      "2011-11-05T12:00:00Z",
    ]
  ) {
    const { fast, direct } = analyticsOver(pool, calendar, Temporal.Instant.from(now));
    for (const period of periods) {
      const span = spanOf(period, undefined, fast.clock.business(), calendar);
      assert.deepEqual(
        (await categoryBreakdown(fast, span)).value,
        (await categoryBreakdown(direct, span)).value,
        `${period} at ${now}`,
      );
    }
  }
  await pool.close();
});

Deno.test("an empty shop has zeros, empty lists and nulls", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  const calendar: Calendar = { timeZone: "UTC", weekStart: 1 };
  await rebuildAggregates(pool, { ...calendar, clock: createClock(last) });
  const { fast, direct } = analyticsOver(pool, calendar, last);
  for (const analytics of [fast, direct]) {
    const all = await answers(analytics, calendar, "MONTH", []);
    const { value } = all.overview;
    assert.deepEqual(
      [
        value.totalRevenue,
        value.totalOrders,
        value.averageOrderValue,
        value.growthRate,
        value.profitMargin,
        value.costCoverage,
      ],
      [0, 0, null, null, null, null],
    );
    assert.deepEqual(all.categories.value, []);
  }
  await pool.close();
});
