/** For tests: the law of the lanes. What the aggregates answer equals what the orders answer, wherever a range cuts them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import postgres from "postgres";
import { type Clock, createClock } from "../src/base/clock.ts";
import { createPool, type Pool, type Queryable } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drainAll, type Drained } from "../src/precompute/drain.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import { addYears } from "../src/precompute/years_testing.ts";
import type { Analytics } from "../src/analytics/analytics.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import type { Coverage } from "../src/analytics/lane.ts";
import type { Calendar, Period } from "../src/analytics/period.ts";
import type { Metric } from "../src/analytics/question.ts";
import type { GraphqlResult } from "../src/graphql/execute.ts";
import type { ProductSort } from "../src/graphql/schema_types.ts";
import { documentOf } from "./any_question.ts";
import { askIn } from "./asking.ts";
import { zones, zonesBackOverMidnight } from "./zones.ts";

export const periods: readonly Exclude<Period, "CUSTOM">[] = ["TODAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
const metrics: readonly Metric[] = ["REVENUE", "ORDERS", "CUSTOMERS", "AOV", "PROFIT", "UNITS"];
const sorts: readonly ProductSort[] = ["REVENUE", "UNITS", "PROFIT", "MARGIN"];
const never: Coverage = { asOf: undefined, timeZone: undefined, views: [] };

// A year around both clock changes of either hemisphere, and Samoa's missing day.
const first = Temporal.Instant.from("2010-12-25T00:00:00Z");
export const last = Temporal.Instant.from("2012-01-05T00:00:00Z");

/** A shop whose orders crowd the nights that clocks change in, with returns, guests, unknown costs and every status. */
export async function fillShop(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`select setseed(0.42)`;
  await sql`select create_order_months(${first.toString()}, '2011-10-01')`;
  await sql.unsafe(`
    insert into categories (name) values ('Home'), ('Empty');
    insert into categories (name, parent_id) select 'Lamps', id from categories where name = 'Home';
    insert into categories (name, parent_id) select 'Desk', id from categories where name = 'Lamps';
    insert into products (name, category_id, selling_price)
      select 'P' || i, (select id from categories where name = (array['Home', 'Lamps', 'Desk', null])[1 + i % 4]), 10
      from generate_series(1, 12) i;
    insert into customers (name) select 'C' || i from generate_series(1, 25) i;
    -- Their numbers go on from here: over the bound of two chunks.
    insert into agg_customer_numbers (customer_id, number) values (new_id(), 16370);
    insert into sales_representatives (name, region, commission_rate)
      values ('R1', 'West', 5), ('R2', 'East', 12.5), ('R3', 'West', null), ('R4', null, 3);
    with nights (at) as (values
      ('2011-10-29T23:00Z'::timestamptz), ('2011-11-06T01:00Z'),
      ('2011-03-13T06:00Z'), ('2011-11-06T05:00Z'), ('2011-04-02T14:00Z'), ('2011-10-01T14:00Z'),
      ('2011-12-30T09:00Z'), ('2011-12-31T23:00Z'), ('2011-01-01T00:00Z'), ('2011-09-24T13:00Z'))
    insert into orders (customer_id, sales_rep_id, customer_segment, order_date, total_amount, status)
      select
        case when random() < 0.1 then null else (select id from customers order by md5(id::text || i) limit 1) end,
        case when random() < 0.1 then null else (select id from sales_representatives order by md5(id::text || i) limit 1) end,
        (array['Gold', 'Basic', null])[1 + floor(random() * 3)::int],
        case when random() < 0.5
          then (select at from nights order by md5(at::text || i) limit 1) + random() * interval '4 hours'
          else '2010-12-25'::timestamptz + random() * interval '376 days' end,
        (random() * 200 - 20)::numeric(19,4),
        (array['completed', 'completed', 'completed', 'pending', 'cancelled'])[1 + floor(random() * 5)::int]
      from generate_series(1, 1500) i;
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select o.id, o.order_date, p.id, 1 + floor(random() * 3)::int, 10, (random() * 90)::numeric(19,4),
        case when random() < 0.2 then null else (random() * 30)::numeric(23,8) end
      from orders o
      cross join lateral (
        select id from products where name <> 'P12' order by md5(id::text || o.id::text) limit 1 + abs(hashtext(o.id::text)) % 3
      ) p;`);
  await sql.end();
}

/** Builds all aggregates for a calendar, whatever they were cut for. */
export async function buildAggregates(
  pool: Pool,
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<Drained> {
  await beginRebuild(pool, calendar);
  const options = { ...calendar, clock: createClock(now) };
  await drainAll(pool, options);
  await addYears(pool, options);
  // What adds years has drained since.
  return await drainAll(pool, options);
}

/** Results by names of their own. */
export type Answers = Readonly<Record<string, GraphqlResult>>;

/**
 * Everything that a page shows, over one span.
 * @param cut both ends of the range, where the period is CUSTOM
 */
export async function answers(
  analytics: Analytics,
  period: Period,
  cut: readonly Temporal.Instant[],
): Promise<Answers> {
  const ask = askIn(analytics);
  const [startDate, endDate] = cut.map(String);
  const span = { period, ...(period === "CUSTOM" && { dateRange: { startDate, endDate } }) };
  const parts = { customers: true, orders: true };
  const answered = async (name: string, field: string, others: object = {}) => {
    const variables = { ...span, ...others };
    const result = await ask(documentOf({ field, parts, variables }), variables);
    assert.equal(result.errors, undefined, `${name}: ${JSON.stringify(result.errors)}`);
    return [name, result] as const;
  };
  return Object.fromEntries(
    await Promise.all([
      answered("overview", "salesOverview"),
      ...metrics.map((metric) => answered(metric, "salesTrends", { metric })),
      ...sorts.map((sortBy) => answered(`by ${sortBy}`, "topProducts", { sortBy, limit: 7 })),
      answered("categories", "categoryBreakdown"),
    ]),
  );
}

export function analyticsOver(
  database: Queryable,
  calendar: Calendar,
  now: Temporal.Instant,
): { fast: Analytics; direct: Analytics } {
  const clock = createClock(now);
  const direct = directly(database, calendar, clock);
  return { fast: { ...direct, coverage: createCoverage(database, clock) }, direct };
}

/** @returns what answers every question from the orders */
export function directly(database: Queryable, calendar: Calendar, clock: Clock): Analytics {
  return {
    database,
    direct: database,
    calendar,
    currency: "USD",
    clock,
    coverage: () => Promise.resolve(never),
  };
}

/** @returns what was answered, without how */
export function values(all: Answers): string {
  return JSON.stringify(Object.entries(all).map(([name, result]) => [name, result.data]), null, 1);
}

/** @returns the lane that answered the one question of a document */
export function laneOf({ extensions }: GraphqlResult): string | undefined {
  return Object.values(extensions?.answers ?? {})[0]?.lane;
}

// As people cut: at the start of a day or an hour, or in the night of a clock change; and anywhere else.
export function cutIn(timeZone: string): fc.Arbitrary<Temporal.Instant> {
  const anywhere = fc.integer({ min: 0, max: first.until(last).total("seconds") })
    .map((seconds) => first.add({ seconds }));
  const inChange = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -4, max: 8 }))
    .map(([change, halfHours]) => Temporal.Instant.from(change).add({ minutes: 30 * halfHours }));
  const local = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone);
  return fc.oneof(
    anywhere,
    inChange,
    anywhere.map((at) => local(at).startOfDay().toInstant()),
    inChange.map((at) => local(at).startOfDay().toInstant()),
    anywhere.map((at) => local(at).round({ smallestUnit: "hour", roundingMode: "floor" }).toInstant()),
  );
}

const changes = [
  ...[
    "2011-03-13T07:00Z",
    "2011-11-06T06:00Z",
    "2011-04-02T15:00Z",
    "2011-10-01T15:30Z",
    "2011-12-30T10:00Z",
  ],
  ...["2011-10-30T01:00Z", "2011-11-06T02:31Z"],
];

/**
 * Fails where some range in some zone is answered differently; `runs` moments a zone.
 * @returns how many of the ranges compared had orders
 */
export async function checkLaw(runs: number): Promise<number> {
  let compared = 0;
  await using database = await testDatabase();
  await fillShop(database.url);
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  for (const timeZone of [...zones, ...zonesBackOverMidnight]) {
    await buildAggregates(pool, { timeZone, weekStart: 1 }, last);
    const instant = cutIn(timeZone);
    await fc.assert(
      fc.asyncProperty(
        instant,
        fc.uniqueArray(instant, { minLength: 2, maxLength: 2, selector: String }),
        fc.constantFrom(1, 7),
        async (now, cuts, weekStart) => {
          const calendar: Calendar = { timeZone, weekStart } as Calendar;
          const { fast, direct } = analyticsOver(pool, calendar, now);
          const cut = cuts.toSorted(Temporal.Instant.compare);
          for (const period of ["CUSTOM", ...periods] as const) {
            const [a, d] = [
              await answers(fast, period, cut),
              await answers(direct, period, cut),
            ];
            assert.equal(values(a), values(d), `${timeZone} ${period} at ${now}`);
            assert.deepEqual(new Set(Object.values(a).map(laneOf)), new Set(["AGGREGATE"]));
            assert.deepEqual(new Set(Object.values(d).map(laneOf)), new Set(["DIRECT"]));
            if (Object(d.overview?.data?.salesOverview).totalOrders > 0) compared += 1;
          }
        },
      ),
      { numRuns: runs },
    );
  }
  await pool.close();
  return compared;
}
