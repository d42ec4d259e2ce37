import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { UsageError } from "../base/errors.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain } from "../precompute/drain.ts";
import { drainToEnd, requireComplete } from "./drain_to_end.ts";

const options = { timeZone: "UTC", weekStart: 1, clock: createClock(), buildMs: 0 } as const;

async function withShop(work: (pool: Pool, sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 20_000, name: "test" });
  try {
    // So many orders are built month by month.
    await sql.unsafe(`
      set session_replication_role = replica;
      insert into orders (order_date, total_amount)
        select '2021-01-01'::timestamptz + least(i, 600) * interval '1 day', 10 from generate_series(0, 100600) i;
      set session_replication_role = origin`);
    await work(pool, sql);
  } finally {
    await sql.end();
    await pool.close();
  }
}

Deno.test("draining to the end tells how many parts are done, and of how many", () =>
  withShop(async (pool, sql) => {
    const told: [number, number][] = [];
    const { signal } = new AbortController();
    const done = await drainToEnd(pool, { ...options, signal, report: (...progress) => told.push(progress) });
    assert.equal(done?.left, 0);
    assert.equal((await sql`select from touched`).length, 0);
    assert.ok(told.length > 1);
    const [[, total = 0] = []] = told;
    assert.ok(total > 20 && total < 50);
    assert.deepEqual(told, told.toSorted(([one], [other]) => one - other));
    assert.ok(told.every(([, of]) => of === total));
  }));

Deno.test("stopped, it ends between two batches, and the next goes on", () =>
  withShop(async (pool, sql) => {
    const stop = new AbortController();
    const report = () => stop.abort();
    assert.equal(await drainToEnd(pool, { ...options, signal: stop.signal, report }), undefined);
    const left = (await sql`select from build_pieces`).length;
    assert.ok(left > 0);
    const next = await drainToEnd(pool, {
      ...options,
      signal: new AbortController().signal,
      report: () => {},
    });
    assert.equal(next?.left, 0);
  }));

Deno.test("where another process drains, it says so once, follows what that does, and ends with it", () =>
  withShop(async (pool, sql) => {
    await drain(pool, options);
    const shared: string[] = [];
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const other = sql.begin(async (draining) => {
      await draining`lock table precompute_lock in exclusive mode`;
      held.resolve();
      await release.promise;
    });
    await held.promise;
    let reports = 0;
    const done = await drainToEnd(pool, {
      ...options,
      signal: new AbortController().signal,
      onShared: () => shared.push("shared"),
      report: () => {
        if (++reports === 1) release.resolve();
      },
    });
    await other;
    assert.equal(done?.left, 0);
    assert.deepEqual(shared, ["shared"]);
  }));

Deno.test("what cannot be rebuilt is told with its reason", () =>
  withShop(async (pool, sql) => {
    await sql`alter table agg_hourly_metrics add constraint broken check (metric_hour <> '2021-01-05T00:00:00Z')`;
    const done = await drainToEnd(pool, {
      ...options,
      signal: new AbortController().signal,
      report: () => {},
    });
    assert.ok(done);
    assert.throws(
      () => requireComplete(done),
      (error) =>
        error instanceof UsageError && /^Cannot rebuild \d+ changes; they are set aside/.test(error.message),
    );
  }));
