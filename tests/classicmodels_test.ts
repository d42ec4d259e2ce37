/** The published figures of classicmodels, through import, aggregates and GraphQL, to the cent. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { classicmodelsCsv, type Counting, hasClassicmodels } from "./classicmodels.ts";
import { type TestWeb, testWeb } from "./web.ts";

const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
const businessNow = Temporal.Instant.from("2005-05-31T23:59:59.999Z");
const available = await hasClassicmodels();
const name = (title: string) => available ? title : `${title} (skipped: ../shared/data is not here)`;

interface Sales {
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalOrders: number;
    readonly totalProfit: number;
    readonly unitsSold: number;
    readonly profitMargin: number;
  };
  readonly categoryBreakdown: readonly {
    readonly category: { readonly name: string };
    readonly revenue: number;
  }[];
}

async function sales(web: TestWeb, from: string, to: string): Promise<Sales> {
  const { data, extensions } = await web.ask<Sales>(
    `query ($range: DateRangeInput!) {
      salesOverview(dateRange: $range) { totalRevenue totalOrders totalProfit unitsSold profitMargin }
      categoryBreakdown(period: CUSTOM, dateRange: $range) { category { name } revenue }
    }`,
    { range: { startDate: `${from}T00:00:00Z`, endDate: `${to}T00:00:00Z` } },
  );
  const lanes = Object.values(extensions.answers).map(({ lane }) => lane);
  assert.ok(
    lanes.length === 2 && lanes.every((lane) => lane === "AGGREGATE" || lane === "CACHE"),
    lanes.join(),
  );
  return data;
}

async function withClassicmodels(counting: Counting, work: (web: TestWeb) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(path, await classicmodelsCsv(counting));
    const { lines, orders, rejected } = await importOrders({ path, url: database.url, shop });
    assert.deepEqual([lines, orders, rejected], [2996, 326, 0]);
  } finally {
    await Deno.remove(path);
  }
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 30_000, name: "test" });
  await drainAll(pool, { ...shop, clock: createClock(businessNow) });
  await pool.close();
  await using web = await testWeb(database.url, { shop, businessNow });
  await work(web);
}

Deno.test({
  name: name("classicmodels, every status counted: in all, by year and by product line"),
  ignore: !available,
  fn: () =>
    withClassicmodels("every status", async (web) => {
      const all = await sales(web, "2003-01-01", "2006-01-01");
      assert.deepEqual({ ...all.salesOverview }, {
        totalRevenue: 9604190.61,
        totalOrders: 326,
        totalProfit: 3825880.25,
        unitsSold: 105516,
        profitMargin: 0.398355,
      });
      assert.deepEqual(all.categoryBreakdown.map(({ category, revenue }) => [category.name, revenue]), [
        ["Classic Cars", 3853922.49],
        ["Vintage Cars", 1797559.63],
        ["Motorcycles", 1121426.12],
        ["Trucks and Buses", 1024113.57],
        ["Planes", 954637.54],
        ["Ships", 663998.34],
        ["Trains", 188532.92],
      ]);
      const years = [["2003", 3317348.39], ["2004", 4515905.51], ["2005", 1770936.71]] as const;
      for (const [year, revenue] of years) {
        const { salesOverview } = await sales(web, `${year}-01-01`, `${Number(year) + 1}-01-01`);
        assert.equal(salesOverview.totalRevenue, revenue, year);
      }
      assert.equal((await sales(web, "2003-01-01", "2004-01-01")).salesOverview.totalOrders, 111);
      const { data } = await web.ask<{
        readonly salesRepPerformance: readonly {
          readonly salesRep: { readonly name: string } | null;
          readonly revenue: number;
        }[];
      }>(
        `{ salesRepPerformance(
          period: CUSTOM, dateRange: { startDate: "2003-01-01T00:00:00Z", endDate: "2006-01-01T00:00:00Z" }
        ) { salesRep { name } revenue } }`,
      );
      const [best] = data.salesRepPerformance;
      assert.deepEqual([best?.salesRep?.name, best?.revenue], ["Gerard Hernandez", 1258577.81]);
    }),
});

Deno.test({
  name: name("classicmodels, shipped and resolved orders alone"),
  ignore: !available,
  fn: () =>
    withClassicmodels("shipped and resolved", async (web) => {
      const { salesOverview } = await sales(web, "2003-01-01", "2006-01-01");
      assert.equal(salesOverview.totalRevenue, 8999330.52);
      assert.ok(salesOverview.totalOrders < 326);
    }),
});
