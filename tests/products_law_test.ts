/** The law of the lanes over products and categories: under every filter, comparison and cut, drained or not. */
import assert from "node:assert/strict";
import postgres from "postgres";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer, Lane } from "../src/analytics/answer.ts";
import { categoryBreakdown } from "../src/analytics/categories.ts";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import {
  allTime,
  bucketsOf,
  bucketUnit,
  type Calendar,
  type Comparison,
  type Period,
  type Range,
  type Span,
  spanOf,
} from "../src/analytics/period.ts";
import { listProducts } from "../src/analytics/product_list.ts";
import {
  type ProductMetric,
  productPerformance,
  productTrend,
} from "../src/analytics/product_performance.ts";
import type { ProductInsight, ProductSort } from "../src/analytics/products_sold.ts";
import { topProducts } from "../src/analytics/top_products.ts";
import { createLog } from "../src/base/log.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { analyticsOver, buildAggregates, fillShop, last } from "./lanes_law.ts";
import { type Figures, type Oracle, readOracle } from "./products_oracle.ts";

const log = createLog({ write: () => {} });
const sorts: readonly ProductSort[] = ["REVENUE", "UNITS", "PROFIT", "MARGIN"];

// Of a shop whose clocks change: ends that cut days and hours, whole days, whole months, and what is to date.
const cuts:
  readonly (readonly [Exclude<Period, "CUSTOM">, Comparison] | readonly [string, string, Comparison])[] = [
    ["TODAY", "PREVIOUS_PERIOD"],
    ["MONTH", "PREVIOUS_YEAR"],
    ["QUARTER", "PREVIOUS_PERIOD"],
    ["YEAR", "NONE"],
    ["2011-11-06T04:20:11Z", "2011-11-06T06:59:59Z", "PREVIOUS_PERIOD"],
    ["2011-03-12T18:15:00Z", "2011-10-01T15:30:00Z", "PREVIOUS_PERIOD"],
    ["2011-01-01T00:00:00Z", "2011-11-01T00:00:00Z", "PREVIOUS_YEAR"],
    ["2001-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "NONE"],
  ];

interface Things {
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly reps: readonly string[];
}

/** Filters, and the lanes that serve them over a range and over all time. */
function filters(
  { products, categories, reps }: Things,
): readonly (readonly [Partial<Filter>, Lane, Lane])[] {
  const [a = "", b = ""] = products;
  const [home = "", empty = "", lamps = ""] = categories;
  return [
    [{}, "AGGREGATE", "VIEW"],
    [{ categoryIds: [home] }, "AGGREGATE", "VIEW"],
    [{ categoryIds: [null, lamps] }, "AGGREGATE", "VIEW"],
    [{ categoryIds: [empty] }, "AGGREGATE", "VIEW"],
    [{ productIds: [a] }, "AGGREGATE", "VIEW"],
    [{ productIds: [a, b], categoryIds: [lamps, null] }, "AGGREGATE", "VIEW"],
    [{ productIds: [] }, "AGGREGATE", "VIEW"],
    [{ regions: ["West"] }, "DIRECT", "DIRECT"],
    [{ regions: [null], segments: ["Gold", null] }, "DIRECT", "DIRECT"],
    [{ salesRepIds: [reps[0] ?? "", null], productIds: [a, b] }, "DIRECT", "DIRECT"],
  ];
}

/** Every question about products over one span; `turn` decides by which measure and about which product. */
async function answers(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  products: readonly string[],
  turn: number,
): Promise<readonly Answer<unknown>[]> {
  const sort = sorts[turn % sorts.length] ?? "REVENUE";
  const product = products[turn % products.length] ?? "";
  const ofRange = () => [
    categoryBreakdown(analytics, span, filter),
    productPerformance(analytics, span, filter, product),
  ];
  return await Promise.all<Answer<unknown>>([
    topProducts(analytics, span, filter, sort, 4),
    listProducts(analytics, span, filter, sort, turn % 2 ? { first: 9, search: "p1" } : { first: 1000 }),
    ...(span.period === "ALL_TIME" ? [] : ofRange()),
  ]);
}

function valuesOf(all: readonly Answer<unknown>[]): string {
  return JSON.stringify(all.map(({ value }) => value), null, 1);
}

Deno.test("products and categories are the same from every lane, under every filter and cut", async () => {
  await inShop(async ({ pool, sql, things }) => {
    for (const timeZone of ["America/New_York", "Asia/Kathmandu"]) {
      const calendar: Calendar = { timeZone, weekStart: 1 };
      await buildAggregates(pool, calendar, last);
      await checkLanes(pool, calendar, things);
    }
    // What no drain has seen: late orders and lines, changes of both, and what is gone.
    for (const change of undrained) {
      await sql.unsafe(change);
      await checkLanes(pool, { timeZone: "Asia/Kathmandu", weekStart: 1 }, things);
    }
  });
});

const now = Temporal.Instant.from("2011-11-06T05:45:00Z");

function spans(calendar: Calendar): readonly Span[] {
  return cuts.map(([first, second, third]) =>
    third
      ? spanOf(
        "CUSTOM",
        { from: Temporal.Instant.from(first), to: Temporal.Instant.from(second) },
        now,
        calendar,
        third,
      )
      : spanOf(first as Period, undefined, now, calendar, second as Comparison)
  );
}

// Goes on from one check to the next, so that each cut and filter meets every measure.
let turn = 0;

async function checkLanes(pool: Pool, calendar: Calendar, things: Things): Promise<void> {
  const { fast, direct } = analyticsOver(pool, calendar, now);
  turn++;
  for (const span of spans(calendar)) {
    for (const [given, lane] of filters(things)) {
      turn++;
      const filter = { ...noFilter, ...given };
      const name = `${calendar.timeZone} ${span.period} ${span.range.from} ${JSON.stringify(given)}`;
      const answered = await answers(fast, span, filter, things.products, turn);
      assert.deepEqual(new Set(answered.map((answer) => answer.lane)), new Set([lane]), name);
      if (lane === "DIRECT") continue;
      const directly = await answers(direct, span, filter, things.products, turn);
      assert.deepEqual(new Set(directly.map((answer) => answer.lane)), new Set(["DIRECT"]), name);
      assert.equal(valuesOf(answered), valuesOf(directly), name);
    }
  }
}

Deno.test("what every lane answers is what the lines add up to, one by one", async () => {
  await inShop(async ({ pool, sql, things }) => {
    const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
    await buildAggregates(pool, calendar, last);
    await sql.unsafe(undrained.join("\n"));
    const oracle = await readOracle(sql);
    const { fast } = analyticsOver(pool, calendar, now);
    for (const span of spans(calendar)) {
      for (const [given] of filters(things)) {
        await checkSums(fast, span, { ...noFilter, ...given }, oracle, things);
      }
    }
  });
});

async function checkSums(analytics: Analytics, span: Span, filter: Filter, oracle: Oracle, things: Things) {
  const name = `${span.period} ${span.range.from} ${JSON.stringify(filter)}`;
  const sold = oracle.products(span.range, filter);
  const before = span.previous && oracle.products(span.previous, filter);
  const ranked = [...sold].toSorted(([a, [x]], [b, [y]]) => y - x || (a < b ? -1 : 1));
  const { value: top } = await topProducts(analytics, span, filter, "REVENUE", 1000);
  assert.deepEqual(
    top.map((each) => [each.productId, figures(each), each.previousRevenue]),
    ranked.map(([id, figures]) => [id, figures, before ? before.get(id)?.[0] ?? 0 : null]),
    name,
  );
  const { value: listed } = await listProducts(analytics, span, filter, "UNITS", { first: 1000 });
  for (const { node } of listed.edges) {
    assert.deepEqual(figures(node), sold.get(node.productId) ?? [0, 0, 0, 0], name);
  }
  const { value: categories } = await categoryBreakdown(analytics, span, filter);
  assert.deepEqual(
    new Map(categories.map(({ category, revenue }) => [category?.id ?? null, revenue])),
    oracle.categories(span.range, filter),
    name,
  );
  for (const id of things.products.slice(0, 4)) {
    const { value } = await productPerformance(analytics, span, filter, id);
    assert.deepEqual(figures(value), sold.get(id) ?? [0, 0, 0, 0], name);
    const place = ranked.findIndex(([product]) => product === id);
    assert.deepEqual([value.rank, value.rankedProducts], [place < 0 ? null : place + 1, ranked.length], name);
    assert.equal(value.previous?.orders, before && (before.get(id)?.[2] ?? 0), name);
  }
  await checkTrend(analytics, span, filter, oracle, things);
}

async function checkTrend(analytics: Analytics, span: Span, filter: Filter, oracle: Oracle, things: Things) {
  turn++;
  const id = things.products[turn % 4] ?? "";
  const [metric, place] = metrics[turn % metrics.length] ?? ["REVENUE", 0];
  const { value: performance } = await productPerformance(analytics, span, filter, id, []);
  const { value: points } = await productTrend(analytics, performance, metric);
  const valueIn = (range: Range) => oracle.products(range, filter).get(id)?.[place] ?? 0;
  assert.ok(points.length > 0);
  const before = span.previous ? bucketsOf(span.previous, bucketUnit(span), analytics.calendar, now) : [];
  points.forEach(({ bucket, value, previous }, index) => {
    const name = `${metric} of ${id} in ${bucket.range.from} ${JSON.stringify(filter)}`;
    assert.equal(value, valueIn(bucket.range), name);
    assert.equal(previous, before[index] ? valueIn(before[index].range) : null, name);
  });
}

const metrics: readonly (readonly [ProductMetric, 0 | 1 | 2 | 3])[] = [
  ["REVENUE", 0],
  ["UNITS", 1],
  ["ORDERS", 2],
  ["PROFIT", 3],
];

function figures(
  { revenue, unitsSold, orders, profit }: Pick<ProductInsight, "revenue" | "unitsSold" | "orders" | "profit">,
): Figures {
  return [revenue, unitsSold, orders, profit];
}

const undrained = [
  `insert into orders (id, order_date, total_amount, sales_rep_id, customer_segment)
     select md5('late' || i)::uuid, '2011-11-06T03:00Z'::timestamptz + i * interval '20 minutes', i * 10 - 20,
       (select id from sales_representatives order by md5(id::text || i) limit 1), 'Gold'
     from generate_series(1, 12) i;
   insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
     select o.id, o.order_date, p.id, 1, 10, o.total_amount, 3
     from orders o join products p on p.name in ('P3', 'P12') join generate_series(1, 2) twice on true
     where o.id in (select md5('late' || i)::uuid from generate_series(1, 12) i);`,
  `update order_items set total_price = total_price + 1.5 where order_date >= '2011-11-05' and order_date < '2011-11-06';
   update orders set status = 'cancelled' where order_date >= '2011-10-01T14:00Z' and order_date < '2011-10-01T15:00Z';
   update orders set order_date = order_date - interval '1 year' where id = md5('late3')::uuid;
   delete from orders where order_date >= '2011-10-31T20:00Z' and order_date < '2011-11-01T08:00Z';`,
];

Deno.test("over all time a view answers as the orders did when it was refreshed, then aggregates do", async () => {
  await inShop(async ({ pool, sql, things }) => {
    const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
    const { fast, direct } = analyticsOver(pool, calendar, last);
    const span = allTime();
    const all = async (analytics: Analytics) => {
      const given: (readonly [string, string, Set<Lane>])[] = [];
      for (const [partial] of filters(things)) {
        const filter = { ...noFilter, ...partial };
        const answered = (await Promise.all(
          sorts.map((_, turn) => answers(analytics, span, filter, things.products, turn)),
        )).flat();
        given.push([JSON.stringify(partial), valuesOf(answered), new Set(answered.map(({ lane }) => lane))]);
      }
      return given;
    };
    const lanes = (given: Awaited<ReturnType<typeof all>>) => given.map(([, , lane]) => [...lane]);
    const values = (given: Awaited<ReturnType<typeof all>>) => given.map(([name, value]) => [name, value]);

    await buildAggregates(pool, calendar, last);
    const [aggregated, atRefresh] = [await all(fast), await all(direct)];
    assert.deepEqual(values(aggregated), values(atRefresh));
    assert.deepEqual(lanes(aggregated), filters(things).map(([, lane]) => [lane]));

    assert.ok(await refreshViews({ pool, log }, "all") > 0);
    // What is known of the views is at most a second old.
    const { fast: viewing } = analyticsOver(pool, calendar, last);
    for (const change of undrained) await sql.unsafe(change);
    const [viewed, now] = [await all(viewing), await all(direct)];
    assert.deepEqual(lanes(viewed), filters(things).map(([, , lane]) => [lane]));
    filters(things).forEach(([, , lane], n) => {
      assert.deepEqual(values(viewed)[n], values(lane === "VIEW" ? atRefresh : now)[n]);
    });
    assert.notDeepEqual(values(viewed)[0], values(now)[0]);
    const [refreshed] =
      await sql`select as_of, generation, epoch from view_state where name = 'mv_product_performance'`;
    const answer = await topProducts(viewing, span, noFilter, "REVENUE", 1);
    assert.deepEqual([answer.asOf.epochMilliseconds, answer.generation, answer.epoch], [
      refreshed?.as_of.getTime(),
      Number(refreshed?.generation),
      refreshed?.epoch,
    ]);
  });
});

interface LawShop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly things: Things;
}

/** The shop of the lanes' law, some of whose orders hold a product in two lines. */
async function inShop(work: (shop: LawShop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await fillShop(database.url);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  try {
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select order_id, order_date, product_id, 1, 5, 5 from order_items where abs(hashtext(id::text)) % 4 = 0`;
    const ids = async (table: string) =>
      (await sql.unsafe<{ readonly id: string }[]>(`select id from ${table} order by name`)).map(({ id }) =>
        id
      );
    const byName = async (name: string) => (await sql`select id from categories where name = ${name}`)[0]?.id;
    await work({
      pool,
      sql,
      things: {
        products: await ids("products"),
        categories: [await byName("Home"), await byName("Empty"), await byName("Lamps")],
        reps: await ids("sales_representatives"),
      },
    });
  } finally {
    await sql.end();
    await pool.close();
  }
}
