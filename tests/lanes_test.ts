import assert from "node:assert/strict";
import postgres from "postgres";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { analyticsOver, answers, buildAggregates, fillShop, last, periods, values } from "./lanes_law.ts";
import type { Calendar } from "../src/analytics/period.ts";

Deno.test("what is sold after the aggregates were built is counted at once, and once", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
  const built = await buildAggregates(pool, calendar, last);
  assert.ok(built.asOf);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  for (const minutes of [0, 1, 30, 61, 200, 3000, 50_000]) {
    const date = built.asOf.add({ minutes }).toString();
    await sql`insert into orders (order_date, total_amount) values (${date}, 10)`;
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select id, order_date, (select id from products where name = 'P3'), 1, 10, 10
      from orders where order_date = ${date}`;
  }
  await sql.end();
  for (const minutes of [2, 59, 65, 250, 4000, 60_000]) {
    const { fast, direct } = analyticsOver(pool, calendar, built.asOf.add({ minutes }));
    for (const period of periods) {
      const [a, d] = [await answers(fast, period, []), await answers(direct, period, [])];
      assert.equal(values(a), values(d), `${period} ${minutes} minutes later`);
    }
  }
  await pool.close();
});

Deno.test("an empty shop has zeros, empty lists and nulls", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  const calendar: Calendar = { timeZone: "UTC", weekStart: 1 };
  await buildAggregates(pool, calendar, last);
  const { fast, direct } = analyticsOver(pool, calendar, last);
  for (const analytics of [fast, direct]) {
    const { overview, categories } = await answers(analytics, "MONTH", []);
    const { totalRevenue, totalOrders, averageOrderValue, growthRate, profitMargin, costCoverage } = Object(
      overview?.data?.salesOverview,
    );
    assert.deepEqual(
      [totalRevenue, totalOrders, averageOrderValue, growthRate, profitMargin, costCoverage],
      [0, 0, null, null, null, null],
    );
    assert.deepEqual(categories?.data, { categoryBreakdown: [] });
  }
  await pool.close();
});
