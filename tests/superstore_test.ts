/** The published figures of Tableau's Superstore, from its CSV through import, aggregates and GraphQL, to the cent. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { superstorePath } from "../src/cli/demo_data.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { verifyAggregates } from "../src/precompute/verify.ts";
import { addYears } from "../src/precompute/years_testing.ts";
import { testWeb } from "./web.ts";

const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
const now = Temporal.Instant.from("2017-12-30T23:59:59.999Z");

interface Overview {
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalProfit: number;
    readonly totalOrders: number;
    readonly unitsSold: number;
    readonly profitMargin: number;
    readonly costCoverage: number;
  };
}

const overview = `query ($from: DateTime!, $to: DateTime!) {
  salesOverview(dateRange: { startDate: $from, endDate: $to }) {
    totalRevenue totalProfit totalOrders unitsSold profitMargin costCoverage
  }
}`;

Deno.test("Superstore's published figures come out of GraphQL, before and after the aggregates are built", async () => {
  await using database = await testDatabase();
  const { url } = database;
  const imported = await importOrders({ path: superstorePath(), url, shop });
  assert.deepEqual([imported.lines, imported.orders, imported.rejected], [9994, 5009, 0]);
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });

  const years = [["2014", 484247.5, 49543.97], ["2015", 470532.51, 61618.6], ["2016", 609205.6, 81795.17], [
    "2017",
    733215.26,
    93439.27,
  ]] as const;
  // A process of its own each time: it keeps what it answered.
  const check = async (lane: string) => {
    await using web = await testWeb(url, { shop, businessNow: now });
    const whole = await web.ask<Overview>(overview, {
      from: "2014-01-01T00:00:00Z",
      to: "2018-01-01T00:00:00Z",
    });
    assert.equal(whole.extensions.answers.salesOverview?.lane, lane);
    assert.deepEqual({ ...whole.data.salesOverview }, {
      totalRevenue: 2297200.86,
      totalProfit: 286397.02,
      totalOrders: 5009,
      unitsSold: 37873,
      profitMargin: 0.124672,
      costCoverage: 1,
    });
    for (const [year, revenue, profit] of years) {
      const { data } = await web.ask<Overview>(overview, {
        from: `${year}-01-01T00:00:00Z`,
        to: `${Number(year) + 1}-01-01T00:00:00Z`,
      });
      assert.deepEqual(
        [data.salesOverview.totalRevenue, data.salesOverview.totalProfit],
        [revenue, profit],
        year,
      );
    }
    const { data } = await web.ask<{
      readonly categoryBreakdown: readonly {
        readonly category: { readonly path: readonly string[] };
        readonly profit: number;
      }[];
    }>(
      `{ categoryBreakdown(period: CUSTOM, dateRange: { startDate: "2014-01-01T00:00:00Z", endDate: "2018-01-01T00:00:00Z" }) {
      category { path } profit
    } }`,
    );
    const profits = new Map(
      data.categoryBreakdown.map(({ category, profit }) => [category.path.join(" > "), profit]),
    );
    assert.equal(profits.get("Technology"), 145454.95);
    assert.equal(profits.get("Furniture > Tables"), -17725.48);
    assert.equal(profits.size, 3 + 17);
    const regions = await web.ask<{
      readonly marginAnalysis: readonly { readonly key: string; readonly revenue: number }[];
    }>("{ marginAnalysis(groupBy: REGION) { key revenue } }");
    assert.equal(regions.extensions.answers.marginAnalysis?.lane, lane);
    assert.deepEqual(
      Object.fromEntries(regions.data.marginAnalysis.map(({ key, revenue }) => [key, revenue])),
      {
        West: 725457.82,
        East: 678781.24,
        Central: 501239.89,
        South: 391721.91,
      },
    );
  };

  await check("DIRECT");
  await drainAll(pool, { ...shop, clock: createClock(now) });
  await check("AGGREGATE");
  await addYears(pool, { ...shop, clock: createClock(now) });
  const { tables } = await verifyAggregates(pool);
  for (const { table, rows, missing, surplus } of tables) {
    assert.ok(rows > 0, table);
    assert.deepEqual([missing, surplus], [0, 0], table);
  }
  await pool.close();
});
