/** Questions about customers: whichever lane answers says what the orders say, under every filter and cut, drained or not. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer } from "../src/analytics/answer.ts";
import { cohortRetention } from "../src/analytics/cohorts.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import { type CustomerSort, listCustomers } from "../src/analytics/customer_list.ts";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import { customerLifetimeValue } from "../src/analytics/lifetime.ts";
import {
  allTime,
  type Calendar,
  type Comparison,
  type Period,
  type Span,
  spanOf,
} from "../src/analytics/period.ts";
import { customerRetention } from "../src/analytics/retention.ts";
import { lifetimeDistribution } from "../src/analytics/lifetime_distribution.ts";
import { rfmSegments } from "../src/analytics/rfm.ts";
import { customersBySegment, customerSegments } from "../src/analytics/segments.ts";
import { createLog } from "../src/base/log.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { id } from "./by_hand.ts";
import {
  categories,
  changeCustomersShop,
  fillCustomersShop,
  last,
  people,
  products,
  reps,
} from "./customers_shop.ts";
import { analyticsOver, buildAggregates } from "./lanes_law.ts";

const log = createLog({ write: () => {} });
const calendars: readonly Calendar[] = [
  { timeZone: "America/New_York", weekStart: 7 },
  { timeZone: "Asia/Kathmandu", weekStart: 1 },
];

const filters: readonly (readonly [Filter, segments: string, retention: string])[] = [
  [noFilter, "AGGREGATE", "AGGREGATE"],
  [{ ...noFilter, regions: ["West", null] }, "AGGREGATE", "DIRECT"],
  [{ ...noFilter, salesRepIds: [reps.bob, null], segments: ["Gold", null] }, "AGGREGATE", "DIRECT"],
  [{ ...noFilter, segments: [] }, "AGGREGATE", "DIRECT"],
  [{ ...noFilter, categoryIds: [categories.home] }, "DIRECT", "DIRECT"],
  [{ ...noFilter, productIds: [products.cup], regions: ["East"] }, "DIRECT", "DIRECT"],
];

/** Of days written as such whole ones; ranges that touch the one before, that do not, and that cut days or months. */
const cuts: readonly (readonly [from: string, to: string, comparison: Comparison])[] = [
  ["2011-03-01", "2011-04-01", "PREVIOUS_PERIOD"],
  ["2011-01-01", "2012-01-01", "PREVIOUS_PERIOD"],
  ["2011-01-17", "2011-09-03", "PREVIOUS_PERIOD"],
  ["2011-02-10", "2011-02-11", "PREVIOUS_PERIOD"],
  ["2011-01-01", "2011-07-01", "PREVIOUS_YEAR"],
  ["2011-09-20", "2011-11-15", "PREVIOUS_YEAR"],
  ["2011-03-31T22:15:00Z", "2011-05-01T03:30:00Z", "PREVIOUS_PERIOD"],
  ["2011-11-06T04:10:00Z", "2011-11-06T09:00:00Z", "PREVIOUS_PERIOD"],
  ["2011-06-30T12:00:00Z", "2012-01-04T12:30:00Z", "PREVIOUS_YEAR"],
  ["1980-01-01", "1981-01-01", "PREVIOUS_PERIOD"],
];
const toDate: readonly (readonly [Exclude<Period, "CUSTOM">, now: string, Comparison])[] = [
  ["TODAY", "2011-04-01T02:30:00Z", "PREVIOUS_PERIOD"],
  ["WEEK", "2011-11-06T05:45:00Z", "PREVIOUS_PERIOD"],
  ["MONTH", "2011-10-01T08:00:00Z", "PREVIOUS_PERIOD"],
  ["MONTH", "2011-03-31T21:00:00Z", "PREVIOUS_YEAR"],
  ["QUARTER", "2011-08-15T12:00:00Z", "PREVIOUS_PERIOD"],
  ["YEAR", "2012-01-04T23:00:00Z", "PREVIOUS_YEAR"],
];

function spansIn(calendar: Calendar): readonly Span[] {
  const at = (text: string) =>
    text.includes("T")
      ? Temporal.Instant.from(text)
      : Temporal.PlainDate.from(text).toZonedDateTime(calendar.timeZone).toInstant();
  return [
    ...cuts.map(([from, to, comparison]) =>
      spanOf("CUSTOM", { from: at(from), to: at(to) }, last, calendar, comparison)
    ),
    ...toDate.map(([period, now, comparison]) =>
      spanOf(period, undefined, Temporal.Instant.from(now), calendar, comparison)
    ),
  ];
}

interface Shop {
  readonly pool: Pool;
  readonly url: string;
  /** By the best lane, by the aggregates where that would be a view, by the orders. */
  readonly best: Analytics;
  readonly aggregates: Analytics;
  readonly direct: Analytics;
}

async function withShop(calendar: Calendar, work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const { url } = database;
  await fillCustomersShop(url);
  const pool = createPool({ url, size: 4, deadlineMs: 30_000, name: "test" });
  try {
    await buildAggregates(pool, calendar, last);
    await refreshViews({ pool, log }, "all");
    const { fast: best, direct } = analyticsOver(pool, calendar, last);
    const coverage = async () => ({ ...await createCoverage(pool, best.clock)(), views: [] });
    await work({ pool, url, best, aggregates: { ...best, coverage }, direct });
  } finally {
    await pool.close();
  }
}

/** Fails where the two differ in more than how they were answered. @returns the first one's lane */
async function checkEqual(
  name: string,
  shop: readonly [Analytics, Analytics],
  ask: (analytics: Analytics) => Promise<Answer<unknown>>,
): Promise<string> {
  const [a, b] = await Promise.all(shop.map(ask));
  assert.ok(a && b);
  assert.equal(JSON.stringify(a.value, null, 1), JSON.stringify(b.value, null, 1), name);
  return a.lane;
}

async function checkRanges({ best, direct }: Shop): Promise<void> {
  const parts = { newness: true, repeats: true };
  for (const [index, span] of [...spansIn(best.calendar), allTime()].entries()) {
    // Every range without a filter, and every filter over a few.
    for (const [filter, segments, retention] of index % 4 === 0 ? filters : filters.slice(0, 1)) {
      const name = `${best.calendar.timeZone} ${JSON.stringify([span, filter])}`;
      const lane = await checkEqual(name, [best, direct], (a) => customerSegments(a, span, filter));
      assert.equal(lane, segments, name);
      if (!span.previous) continue;
      const lane2 = await checkEqual(name, [best, direct], (a) => customerRetention(a, span, filter, parts));
      assert.equal(lane2, retention, name);
    }
  }
}

const lists:
  readonly (readonly [CustomerSort, search: string | undefined, segments: (string | null)[] | undefined])[] =
    [
      ["REVENUE", undefined, undefined],
      ["ORDERS", "", ["Gold", null]],
      ["LAST_ORDER", undefined, ["Basic"]],
      ["NAME", undefined, undefined],
      ["NAME", "shop", ["Gold", null]],
      ["REVENUE", "o'HARA", undefined],
      ["ORDERS", "van ada", undefined],
      ["LAST_ORDER", "ÉMILE", undefined],
      ["REVENUE", "c1", []],
      ["ORDERS", "c12@mail.example", undefined],
      ["NAME", "nobody", undefined],
      ["LAST_ORDER", "'\\&|!:*()", undefined],
    ];

async function checkLists(faster: Analytics, slower: Analytics, lane: string): Promise<void> {
  for (const [sort, search, segments] of lists) {
    const name = `${lane} by ${sort}, ${search} in ${segments}`;
    const answered = await checkEqual(name, [faster, slower], async (analytics) => {
      const page = { first: 1000, search };
      const { value, ...answer } = await listCustomers(analytics, { sort, segments }, page, true);
      const nodes = value.edges.map(({ node }) => ({ ...node, rfm: null }));
      return { ...answer, value: { ...value, edges: nodes } };
    });
    assert.equal(answered, lane, name);
  }
}

async function checkLifetimes(faster: Analytics, slower: Analytics, lane: string): Promise<void> {
  for (let n = 0; n < people.count; n += 7) {
    const answered = await checkEqual(`${lane} ${n}`, [faster, slower], async (analytics) => {
      const { value, ...answer } = await customerLifetimeValue(analytics, id(people.first + n));
      return { ...answer, value: { ...value, rfm: null, rank: null, rankedCustomers: 0 } };
    });
    assert.equal(answered, lane);
  }
}

async function checkCohorts({ aggregates, direct }: Shop): Promise<void> {
  for (const months of [1, 2, 13, 60]) {
    for (const now of ["2011-03-01T01:00:00Z", "2012-01-04T12:00:00Z", "2014-06-01T00:00:00Z"]) {
      const clock = { ...direct.clock, business: () => Temporal.Instant.from(now) };
      const both = [{ ...aggregates, clock }, { ...direct, clock }] as const;
      const lane = await checkEqual(`${months} at ${now}`, both, (a) => cohortRetention(a, months));
      assert.equal(lane, "AGGREGATE");
    }
  }
}

for (const calendar of calendars) {
  Deno.test(`in ${calendar.timeZone} segments and retention are what the orders say, drained or not`, () =>
    withShop(calendar, async (shop) => {
      await checkRanges(shop);
      await checkCohorts(shop);
      await changeCustomersShop(shop.url);
      await checkRanges(shop);
      await buildAggregates(shop.pool, calendar, last);
      await checkCohorts(shop);
    }));
}

for (const calendar of calendars.slice(0, 1)) {
  Deno.test(`in ${calendar.timeZone} lifetime values, scores and lists are what the orders say`, () =>
    withShop(calendar, async ({ url, best, aggregates, direct }) => {
      const before = await rfmSegments(direct);
      assert.equal(await checkEqual("scores", [best, direct], rfmSegments), "VIEW");
      assert.equal(await checkEqual("spread", [best, direct], lifetimeDistribution), "VIEW");
      await checkLists(best, direct, "VIEW");
      await checkLifetimes(best, direct, "VIEW");
      await changeCustomersShop(url);
      // The view is as of its refresh; the days of customers are put right.
      assert.deepEqual((await rfmSegments(best)).value, before.value);
      assert.equal(await checkEqual("scores", [aggregates, direct], rfmSegments), "AGGREGATE");
      assert.equal(await checkEqual("spread", [aggregates, direct], lifetimeDistribution), "AGGREGATE");
      await checkLists(aggregates, direct, "AGGREGATE");
      await checkLifetimes(aggregates, direct, "AGGREGATE");
    }));
}

Deno.test("customers by segment are who bought in it, guests and returns left out", () =>
  withShop({ timeZone: "UTC", weekStart: 1 }, async ({ pool, best }) => {
    const span = allTime();
    const counted = await customersBySegment(best, span, noFilter);
    assert.equal(counted.lane, "DIRECT");
    const name = "count";
    const text = `select customer_segment as segment, count(distinct customer_id)::integer as customers
      from completed_orders where not is_return and customer_id is not null group by 1`;
    const rows = await pool.run<{ segment: string | null; customers: number }>({
      name,
      text,
      parameters: [],
    });
    assert.deepEqual(new Map(rows.map((row) => [row.segment, row.customers])), counted.value);
    for (const [filter] of filters) {
      const segments = await customerSegments(best, span, filter);
      const known = segments.value.map(({ segment }) => segment);
      const { value } = await customersBySegment(best, span, filter);
      assert.ok([...value.keys()].every((segment) => known.includes(segment)));
    }
  }));
