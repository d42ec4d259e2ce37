/** Profitability, margins and reps of a handful of orders, worked out by hand, from aggregates and from the orders. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import { noFilter } from "../src/analytics/filter.ts";
import { type GroupBy, marginAnalysis } from "../src/analytics/margins.ts";
import { type Calendar, type Span, spanOf } from "../src/analytics/period.ts";
import { profitabilityMetrics } from "../src/analytics/profitability.ts";
import { salesRepPerformance } from "../src/analytics/reps.ts";
import { UserInputError } from "../src/base/errors.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { askIn } from "./asking.ts";
import { id, run } from "./by_hand.ts";
import { analyticsOver, buildAggregates } from "./lanes_law.ts";
import { categories, fillParties, last, products, reps } from "./profit_shop.ts";

const calendar: Calendar = { timeZone: "UTC", weekStart: 1 };
const at = (day: string) => Temporal.Instant.from(`2024-${day}T00:00:00Z`);
const over = (from: string, to: string): Span =>
  spanOf("CUSTOM", { from: at(from), to: at(to) }, last, calendar);
const march = over("03-01", "04-01");

// What orders brought, and their one line: [id, rep, segment, day, total, status, product, units, line total, unit cost].
const orders = [
  [101, reps.ann, "Gold", "03-05", 110, "completed", products.arc, 2, 100, 30],
  [102, reps.bob, null, "03-06", -20, "completed", products.beam, -1, -20, 8],
  [103, reps.cy, "Basic", "03-07", 50, "completed", products.loose, 1, 50, null],
  [104, null, null, "03-08", 30, "completed", products.cup, 3, 30, 12],
  [105, reps.ann, "Gold", "02-10", 80, "completed", products.arc, 2, 80, 30],
  [106, reps.cy, "Basic", "03-09", 999, "pending", products.arc, 1, 999, 1],
] as const;

/** The same questions of aggregates and of orders. */
async function withShop(
  rows: readonly (typeof orders)[number][],
  work: (analytics: Analytics) => Promise<void>,
): Promise<void> {
  await using database = await testDatabase();
  await fillParties(database.url);
  const text = (value: string | number | null) => value === null ? "null" : `'${value}'`;
  await run(
    database.url,
    rows.map(([order, rep, segment, day, total, status, product, units, line, cost]) => `
    insert into orders (id, sales_rep_id, customer_segment, order_date, total_amount, status)
      values ('${id(order)}', ${text(rep)}, ${text(segment)}, '${at(day)}', ${total}, '${status}');
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      values ('${id(order)}', '${at(day)}', '${product}', ${units}, 1, ${line}, ${text(cost)});`).join("\n"),
  );
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  try {
    await buildAggregates(pool, calendar, last);
    const { fast, direct } = analyticsOver(pool, calendar, last);
    for (const analytics of [fast, direct]) await work(analytics);
  } finally {
    await pool.close();
  }
}

Deno.test("what is left of March, beside what was left of the 31 days before", async () => {
  await withShop(orders, async (analytics) => {
    const { value } = await profitabilityMetrics(analytics, march, noFilter);
    const { range: _, previous, ...figures } = value;
    assert.deepEqual(figures, {
      revenue: 170,
      lineRevenue: 160,
      otherRevenue: 10,
      // The cost of what came back is taken off; 50 of the 160 have no known cost.
      cost: 88,
      profit: 22,
      profitMargin: 0.2,
      costCoverage: 0.6875,
      // 5 % of 110, 12.5 % of -20, nothing for a rep without a rate and for no rep.
      commission: 3,
      contribution: 19,
      contributionMargin: 0.172727,
      growthRate: 1.125,
      profitChange: 2,
      marginChange: -0.05,
    });
    assert.deepEqual(
      [
        previous?.revenue,
        previous?.profit,
        previous?.profitMargin,
        previous?.commission,
        previous?.contribution,
      ],
      [80, 20, 0.25, 4, 16],
    );
  });
});

Deno.test("with a filter by product, revenue and commission are those of its lines", async () => {
  await withShop(orders, async (analytics) => {
    const filter = { ...noFilter, productIds: [products.arc, products.loose] };
    const { value } = await profitabilityMetrics(analytics, march, filter);
    assert.deepEqual(
      [value.revenue, value.lineRevenue, value.otherRevenue, value.commission, value.contribution],
      [150, 150, 0, 5, 35],
    );
    const sold = (await salesRepPerformance(analytics, march, filter)).value;
    assert.deepEqual(
      sold.map((rep) => [rep.salesRepId, rep.revenue, rep.orders, rep.commission]),
      [[reps.ann, 100, 1, 5], [reps.cy, 50, 1, 0]],
    );
  });
});

Deno.test("reps by revenue, returns counted, orders without a rep last", async () => {
  await withShop(orders, async (analytics) => {
    const { value } = await salesRepPerformance(analytics, march, noFilter);
    assert.deepEqual(value.map((rep) => Object.values(rep)), [
      [1, reps.ann, 110, 1, 110, 2, 40, 0.4, 5.5, 34.5, 0.647059, 0.375, 80],
      [2, reps.cy, 50, 1, 50, 1, 0, null, 0, 0, 0.294118, null, 0],
      [3, reps.bob, -20, 0, null, -1, -12, 0.6, -2.5, -9.5, -0.117647, null, 0],
      [4, null, 30, 1, 30, 3, -6, -0.2, 0, -6, 0.176471, null, 0],
    ]);
  });
});

Deno.test("margins by every kind of group, the largest profit first", async () => {
  const expected: readonly (readonly [GroupBy, readonly (readonly unknown[])[]])[] = [
    ["PRODUCT", [
      [products.arc, "Arc", 100, 40],
      [products.loose, "Loose", 50, 0],
      [products.cup, "Cup", 30, -6],
      [products.beam, "Beam", -20, -12],
    ]],
    // Home has only what is below it; Empty sold nothing. Equal profits go by id.
    ["CATEGORY", [
      [categories.home, "Home", 110, 22],
      [categories.lamps, "Lamps", 110, 22],
      [null, "Without a category", 50, 0],
      [categories.desk, "Desk", 10, -18],
    ]],
    ["SEGMENT", [["Gold", "Gold", 100, 40], ["Basic", "Basic", 50, 0], [null, "Without a segment", 10, -18]]],
    ["REGION", [["West", "West", 80, 28], ["East", "East", 50, 0], [null, "Without a region", 30, -6]]],
    ["SALES_REP", [
      [reps.ann, "Ann", 100, 40],
      [reps.cy, "Cy", 50, 0],
      [null, "Without a sales rep", 30, -6],
      [reps.bob, "Bob", -20, -12],
    ]],
  ];
  await withShop(orders, async (analytics) => {
    for (const [groupBy, groups] of expected) {
      const { value } = await marginAnalysis(analytics, march, noFilter, groupBy, 1000);
      assert.deepEqual(value.map(({ key, label, revenue, profit }) => [key, label, revenue, profit]), groups);
      const [first] = (await marginAnalysis(analytics, march, noFilter, groupBy, 1)).value;
      assert.deepEqual(first, value[0], "a limit changes nothing else");
    }
    const [arc, loose] = (await marginAnalysis(analytics, march, noFilter, "PRODUCT", 2)).value;
    assert.ok(arc && loose);
    assert.deepEqual(
      [arc.costCoverage, arc.revenueShare, arc.profitShare, arc.growthRate, arc.previousRevenue],
      [1, 0.625, 1.818182, 0.25, 80],
    );
    assert.deepEqual([arc.profitMargin, arc.previousProfit, arc.previousMargin, arc.marginChange], [
      0.4,
      20,
      0.25,
      0.15,
    ]);
    // Nothing is known of its cost, and it had not sold before.
    assert.deepEqual(
      [loose.profitMargin, loose.costCoverage, loose.growthRate, loose.previousRevenue, loose.marginChange],
      [null, 0, null, 0, null],
    );
  });
});

Deno.test("a loss is compared by its size, and nothing with nothing", async () => {
  await withShop(orders, async (analytics) => {
    const growthOver = async (from: string, to: string) => {
      const { value } = await profitabilityMetrics(analytics, over(from, to), noFilter);
      return [value.revenue, value.growthRate, value.profitMargin, value.marginChange];
    };
    assert.deepEqual(await growthOver("03-06", "03-07"), [-20, -1.181818, 0.6, 0.2]);
    assert.deepEqual(await growthOver("03-07", "03-08"), [50, 3.5, null, null]);
    assert.deepEqual(await growthOver("03-20", "03-21"), [0, null, null, null]);
    const none = spanOf("CUSTOM", march.range, last, calendar, "NONE");
    const { value } = await profitabilityMetrics(analytics, none, noFilter);
    assert.deepEqual(
      [value.revenue, value.previous, value.growthRate, value.profitChange, value.marginChange],
      [170, null, null, null, null],
    );
    for (const rep of (await salesRepPerformance(analytics, none, noFilter)).value) {
      assert.deepEqual([rep.growthRate, rep.previousRevenue], [null, null]);
    }
    for (const group of (await marginAnalysis(analytics, none, noFilter, "PRODUCT", 9)).value) {
      const { growthRate, previousRevenue, previousProfit, previousMargin, marginChange } = group;
      assert.deepEqual(
        [growthRate, previousRevenue, previousProfit, previousMargin, marginChange],
        [null, null, null, null, null],
      );
    }
  });
});

Deno.test("a shop without an order, and one without reps", async () => {
  await withShop([], async (analytics) => {
    const { value } = await profitabilityMetrics(analytics, march, noFilter);
    assert.deepEqual([value.revenue, value.commission, value.contribution], [0, 0, 0]);
    assert.deepEqual([value.profitMargin, value.costCoverage, value.contributionMargin], [null, null, null]);
    assert.deepEqual((await salesRepPerformance(analytics, march, noFilter)).value, []);
    for (const groupBy of ["PRODUCT", "CATEGORY", "SEGMENT", "REGION", "SALES_REP"] as const) {
      assert.deepEqual((await marginAnalysis(analytics, march, noFilter, groupBy, 10)).value, []);
    }
  });
  await withShop(orders.slice(3, 4), async (analytics) => {
    const { value } = await salesRepPerformance(analytics, march, noFilter);
    assert.deepEqual(value.map((rep) => [rep.rank, rep.salesRepId, rep.revenue, rep.revenueShare]), [[
      1,
      null,
      30,
      1,
    ]]);
    assert.equal((await profitabilityMetrics(analytics, march, noFilter)).value.commission, 0);
  });
});

Deno.test("limits are from 1 to 1000", async () => {
  await withShop([], async (analytics) => {
    for (const limit of [0, 1001]) {
      await assert.rejects(() => marginAnalysis(analytics, march, noFilter, "REGION", limit), UserInputError);
    }
  });
});

Deno.test("GraphQL tells the same, with whom and what it is about", async () => {
  await withShop(orders, async (analytics) => {
    const { data, errors } = await askIn(analytics)(`{
      profitabilityMetrics(period: CUSTOM, dateRange: $RANGE) {
        range { startDate } profit commission previous { range { endDate } contribution }
      }
      margins: marginAnalysis(groupBy: PRODUCT, dateRange: $RANGE, limit: 1) {
        label product { name category { name } } category { name } salesRep { name }
      }
      categories: marginAnalysis(groupBy: CATEGORY, dateRange: $RANGE, limit: 1) { product { name } category { path } }
      byRep: marginAnalysis(groupBy: SALES_REP, dateRange: $RANGE) { label salesRep { name region } }
      salesRepPerformance(period: CUSTOM, dateRange: $RANGE) { rank salesRep { name commissionRate } }
    }`.replaceAll("$RANGE", '{ startDate: "2024-03-01T00:00:00Z", endDate: "2024-04-01T00:00:00Z" }'));
    assert.equal(errors, undefined);
    assert.deepEqual(data, {
      profitabilityMetrics: {
        range: { startDate: "2024-03-01T00:00:00Z" },
        profit: 22,
        commission: 3,
        previous: { range: { endDate: "2024-03-01T00:00:00Z" }, contribution: 16 },
      },
      margins: [{
        label: "Arc",
        product: { name: "Arc", category: { name: "Lamps" } },
        category: null,
        salesRep: null,
      }],
      categories: [{ product: null, category: { path: ["Home"] } }],
      byRep: [
        { label: "Ann", salesRep: { name: "Ann", region: "West" } },
        { label: "Cy", salesRep: { name: "Cy", region: "East" } },
        { label: "Without a sales rep", salesRep: null },
        { label: "Bob", salesRep: { name: "Bob", region: "West" } },
      ],
      salesRepPerformance: [
        { rank: 1, salesRep: { name: "Ann", commissionRate: 5 } },
        { rank: 2, salesRep: { name: "Cy", commissionRate: null } },
        { rank: 3, salesRep: { name: "Bob", commissionRate: 12.5 } },
        { rank: 4, salesRep: null },
      ],
    });
  });
});
