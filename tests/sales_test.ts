/** The overview, trends and right now: what only they do. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import { createPool, type Pool, type Queryable } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { askedShop, askIn } from "./asking.ts";
import { analyticsOver, buildAggregates } from "./lanes_law.ts";
import { fillTinyShop, idOf, type TinySale } from "./tiny_shop.ts";

const calendar = { timeZone: "UTC", weekStart: 1 } as const;
const berlin = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;

async function withPool(sales: readonly TinySale[], work: (pool: Pool) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, { sales });
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  try {
    await work(pool);
  } finally {
    await pool.close();
  }
}

/** @returns the same, and the statements it runs about sales */
function watched(analytics: Analytics): { readonly analytics: Analytics; readonly ran: string[] } {
  const ran: string[] = [];
  const watch = (queryable: Queryable): Queryable => ({
    run: (statement, parameters) => {
      const { with_customers: counts, previous_bounds: before } = parameters ?? {};
      const compares = Array.isArray(before) && before[0] !== before.at(-1);
      ran.push(`${statement.name}${counts ? " customers" : ""}${compares ? " previous" : ""}`);
      return queryable.run(statement, parameters);
    },
  });
  return {
    analytics: { ...analytics, database: watch(analytics.database), direct: watch(analytics.direct) },
    ran,
  };
}

// What a query selects, and what is run for it.
const west = `filter: { regions: ["West"] }`;
const product = `filter: { productIds: ["${idOf("product", "p")}"] }`;
const selections: readonly (readonly [query: string, ran: readonly string[]])[] = [
  ["salesOverview(period: MONTH) { totalRevenue }", ["salesOverview.AGGREGATE.hours"]],
  ["salesOverview(period: MONTH) { customers }", ["salesOverview.AGGREGATE.hours customers"]],
  ["salesOverview(period: MONTH) { previous { buyers: customers } }", [
    "salesOverview.AGGREGATE.hours customers",
  ]],
  ["salesOverview(period: MONTH) { totalRevenue customers @skip(if: true) }", [
    "salesOverview.AGGREGATE.hours",
  ]],
  [`salesOverview(period: MONTH, ${west}) { totalOrders }`, ["salesOverview.AGGREGATE.reps"]],
  [`salesOverview(period: MONTH, ${west}) { totalOrders customers }`, [
    "salesOverview.AGGREGATE.reps customers",
    "salesOverview.DIRECT.customers customers",
  ]],
  [`salesOverview(period: MONTH, ${product}) { totalOrders }`, ["salesOverview.AGGREGATE.products"]],
  ["salesTrends(period: MONTH, metric: AOV) { value }", ["salesTrends.AGGREGATE.hours"]],
  ["salesTrends(period: MONTH, metric: AOV) { previous }", ["salesTrends.AGGREGATE.hours previous"]],
  ["salesTrends(period: MONTH, metric: AOV, compareTo: NONE) { previous }", ["salesTrends.AGGREGATE.hours"]],
  ["salesTrends(period: MONTH, metric: CUSTOMERS) { value }", ["salesTrends.AGGREGATE.activity customers"]],
  ["salesTrends(period: TODAY, metric: CUSTOMERS) { value }", ["salesTrends.AGGREGATE.hours customers"]],
  ["realtimeMetrics { today { orders } }", ["salesOverview.AGGREGATE.hours customers"]],
  ["realtimeMetrics { lastHour { orders } }", ["realtimeMetrics.DIRECT"]],
  ["realtimeMetrics { now }", ["realtimeMetrics.DIRECT"]],
];

Deno.test("nothing is computed that a query does not select", async () => {
  await withPool([{ at: "2024-02-01T00:00:00Z", total: 1, customer: "a" }], async (pool) => {
    const now = Temporal.Instant.from("2024-02-10T12:00:00Z");
    await buildAggregates(pool, calendar, now);
    const { fast } = analyticsOver(pool, calendar, now);
    // Known before anything is watched.
    const coverage = await fast.coverage();
    for (const [query, expected] of selections) {
      const { analytics, ran } = watched({ ...fast, coverage: () => Promise.resolve(coverage) });
      const { errors } = await askIn(analytics)(`{ ${query} }`);
      assert.equal(errors, undefined, query);
      assert.deepEqual(ran, expected, query);
    }
  });
});

Deno.test("a bucket compares with the one in the same place, and with none where the earlier range has fewer", async () => {
  const sales = [
    { at: "2024-10-26T00:30:00Z", total: 4 },
    { at: "2024-10-26T21:30:00Z", total: 8 },
    { at: "2024-10-27T00:30:00Z", total: 16 },
    { at: "2024-10-27T22:30:00Z", total: 32 },
  ];
  await using database = await testDatabase();
  await fillTinyShop(database.url, { sales });
  // The day's 25 hours beside the 24 of the day before.
  await using shop = askedShop(database.url, berlin, Temporal.Instant.from("2024-10-27T22:59:59.999Z"));
  const query = "{ salesTrends(period: TODAY, metric: AOV) { value previous previousTimestamp } }";
  for (const build of [() => Promise.resolve(), () => shop.build()]) {
    await build();
    const { data, errors } = await shop.ask(query);
    assert.equal(errors, undefined);
    const points = Object(data).salesTrends as readonly object[];
    assert.equal(points.length, 25);
    assert.deepEqual([points[2], points[3], points[23], points[24]], [
      { value: 16, previous: 4, previousTimestamp: "2024-10-26T00:00:00Z" },
      { value: null, previous: null, previousTimestamp: "2024-10-26T01:00:00Z" },
      { value: null, previous: 8, previousTimestamp: "2024-10-26T21:00:00Z" },
      { value: 32, previous: null, previousTimestamp: null },
    ]);
  }
});

Deno.test("the last hour has 60 minutes, from the instant an hour ago up to now, which it has not; today begins at midnight", async () => {
  const sales = [
    { at: "2024-02-09T22:39:59.999999Z", total: 1, customer: "x" },
    { at: "2024-02-09T22:40:00Z", total: 2, customer: "a" },
    { at: "2024-02-09T22:40:59.999999Z", total: 4 },
    { at: "2024-02-09T22:41:00Z", total: -8, customer: "b" },
    { at: "2024-02-09T22:59:59.999999Z", total: 16, customer: "a" },
    { at: "2024-02-09T23:00:00Z", total: 32, customer: "c" },
    { at: "2024-02-09T23:39:59.999999Z", total: 64, customer: "a" },
    { at: "2024-02-09T23:40:00Z", total: 128, customer: "d" },
  ];
  await using database = await testDatabase();
  await fillTinyShop(database.url, { sales });
  await using shop = askedShop(database.url, berlin, Temporal.Instant.from("2024-02-09T23:40:00Z"));
  const figures = "{ revenue orders activeCustomers }";
  const query =
    `{ realtimeMetrics { now lastHour ${figures} today ${figures} ordersByMinute { timestamp orders revenue } } }`;
  for (const build of [() => Promise.resolve(), () => shop.build()]) {
    await build();
    const { data, errors } = await shop.ask(query);
    assert.equal(errors, undefined);
    const { ordersByMinute: minutes, ...rest } = Object(data).realtimeMetrics;
    assert.deepEqual(rest, {
      now: "2024-02-09T23:40:00Z",
      lastHour: { revenue: 110, orders: 5, activeCustomers: 2 },
      today: { revenue: 96, orders: 2, activeCustomers: 2 },
    });
    assert.equal(minutes.length, 60);
    assert.deepEqual([minutes[0], minutes[1], minutes[2], minutes[59]], [
      { timestamp: "2024-02-09T22:40:00Z", orders: 2, revenue: 6 },
      { timestamp: "2024-02-09T22:41:00Z", orders: 0, revenue: -8 },
      { timestamp: "2024-02-09T22:42:00Z", orders: 0, revenue: 0 },
      { timestamp: "2024-02-09T23:39:00Z", orders: 1, revenue: 64 },
    ]);
  }
});
