/**
 * For tests of the archive: two shops, one the other's copy, of which one is archived in part. Whatever becomes of both, and
 * whatever is asked, they answer alike.
 */
import assert from "node:assert/strict";
import postgres from "postgres";
import type { Calendar, Period } from "../src/analytics/period.ts";
import { createClock } from "../src/base/clock.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { aggregates } from "../src/precompute/aggregates.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { isEqual, verifyAggregates } from "../src/precompute/verify.ts";
import { addYears } from "../src/precompute/years_testing.ts";
import { answers, buildAggregates, directly, fillShop, laneOf, last, values } from "./lanes_law.ts";

export interface Shop {
  readonly url: string;
  readonly sql: postgres.Sql;
  readonly pool: Pool;
}

export interface Twins {
  /** Its orders before May 2011 are archived by `archiveMonths`: the first five of thirteen months. */
  readonly archived: Shop;
  readonly whole: Shop;
  readonly calendar: Calendar;
}

/** Begins with both built, and neither archived. */
export async function withTwins(timeZone: string, work: (twins: Twins) => Promise<void>): Promise<void> {
  const calendar: Calendar = { timeZone, weekStart: 1 };
  await using database = await testDatabase();
  await fillShop(database.url);
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 30_000, name: "test" });
  await buildAggregates(pool, calendar, last);
  await pool.close();
  await using copy = await copyOf(database);
  await using archived = open(database.url);
  await using whole = open(copy.url);
  await work({ archived, whole, calendar });
}

async function copyOf({ name, url }: { readonly name: string; readonly url: string }) {
  const beside = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const sql = postgres(beside("postgres"), { max: 1, onnotice: () => {} });
  const copy = `${name}_copy`;
  await sql`create database ${sql(copy)} template ${sql(name)} strategy file_copy`;
  return {
    url: beside(copy),
    [Symbol.asyncDispose]: async () => {
      await sql`drop database ${sql(copy)} with (force)`;
      await sql.end();
    },
  };
}

function open(url: string): Shop & AsyncDisposable {
  const sql = postgres(url, { max: 3, onnotice: () => {} });
  const pool = createPool({ url, size: 3, deadlineMs: 30_000, name: "test" });
  return {
    url,
    sql,
    pool,
    [Symbol.asyncDispose]: async () => void await Promise.all([sql.end(), pool.close()]),
  };
}

/** Fails where a month had no orders to archive. */
export async function archiveMonths({ sql }: Shop): Promise<void> {
  for (const month of ["2010-12-01", "2011-01-01", "2011-02-01", "2011-03-01", "2011-04-01"]) {
    const [archived] = await sql`select archive_month(${month})::int as orders`;
    assert.ok(archived?.orders > 0, month);
  }
}

export async function drainBoth({ archived, whole, calendar }: Twins): Promise<void> {
  for (const { pool } of [archived, whole]) {
    const done = await drainAll(pool, { ...calendar, clock: createClock(last) });
    assert.deepEqual(done.failures, []);
    await addYears(pool, { ...calendar, clock: createClock(last) });
  }
}

/** A question's period; where it is CUSTOM its range, and else the present it runs to. */
export interface Asked {
  readonly period: Period;
  readonly now: Temporal.Instant;
  readonly cut: readonly [Temporal.Instant, Temporal.Instant];
}

/** Fails where the archived shop answers otherwise, over either lane, than the whole one does from its orders. */
export async function assertAlike(
  { archived, whole, calendar }: Twins,
  { period, now, cut }: Asked,
  lanes: readonly ("DIRECT" | "AGGREGATE")[] = ["DIRECT", "AGGREGATE"],
): Promise<void> {
  const clock = createClock(now);
  const expected = await answers(directly(whole.pool, calendar, clock), period, cut);
  // As it was known a moment ago: whether the aggregates are built is for the statements to see.
  const coverage = {
    DIRECT: { asOf: undefined, timeZone: undefined, views: [] },
    AGGREGATE: { asOf: last, timeZone: calendar.timeZone, views: [] },
  };
  for (const lane of lanes) {
    const analytics = {
      ...directly(archived.pool, calendar, clock),
      coverage: () => Promise.resolve(coverage[lane]),
    };
    const found = await answers(analytics, period, cut);
    assert.deepEqual(new Set(Object.values(found).map(laneOf)), new Set([lane]));
    const what = `${calendar.timeZone} ${period} ${period === "CUSTOM" ? cut.join(" to ") : now} ${lane}`;
    assert.equal(values(found), values(expected), what);
  }
}

/** Fails where some aggregate of the archived shop holds other rows than the whole one's, or contradicts another. */
export async function assertSameAggregates({ archived, whole }: Twins): Promise<void> {
  for (const table of new Set(aggregates.map(({ table }) => table))) {
    assert.deepEqual(await rows(archived, table), await rows(whole, table), table);
  }
  const { asOf, tables } = await verifyAggregates(archived.pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
}

async function rows({ sql }: Shop, table: string): Promise<readonly string[]> {
  const found = await sql<{ row: string }[]>`select to_jsonb(t)::text as row from ${sql(table)} t order by 1`;
  return found.map(({ row }) => row);
}
