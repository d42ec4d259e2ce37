/** A drain beside whatever else works on the aggregates and the months: another drain, a build anew, a refresh, ATTACH, the end. */
import assert from "node:assert/strict";
import { UnavailableError } from "../src/base/errors.ts";
import { createLog } from "../src/base/log.ts";
import type { Pool } from "../src/db/pool.ts";
import { parseStatement, statement } from "../src/db/statements.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drain, drainAll } from "../src/precompute/drain.ts";
import { emptyDefault } from "../src/precompute/partitions.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import { isEqual, type Verification, verifyAggregates } from "../src/precompute/verify.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { holdBefore, openStage, options, type Stage, watched, wrongRows } from "./interleave.ts";

const log = createLog({ write: () => {} });
const begun = `select place('o1', '2024-01-10T15:00Z', 10), place('o2', '2024-02-10T15:00Z', 20, 'bob');
  select add_line('o1', 'lamp', 10), add_line('o2', 'desk', 20);`;
const change = "select place('o3', '2024-01-10T16:00Z', 5); select add_line('o3', 'lamp', 5)";
const drainHere = (pool: Pool) => drain(pool, options);
const hold = (name: string, { pool }: Stage) => holdBefore(name, pool, drainHere);

/** A shop with two orders, drained. At the end all is drained again, and must be right. */
async function withStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await using stage = await openStage(database, begun);
  await drainAll(stage.pool, options);
  await work(stage);
  await drainAll(stage.pool, options);
  assert.deepEqual(await wrongRows(stage.pool, false), []);
}

Deno.test("of two drains at once, the second gives way at once", () =>
  withStage(async (stage) => {
    await stage.a.unsafe(change);
    const held = await hold("find_days", stage);
    assert.equal(await drain(stage.pool, options), undefined);
    await assert.rejects(drainAll(stage.pool, options), UnavailableError);
    const done = await held.goOn();
    assert.deepEqual([done?.taken, done?.left], [2, 0]);
    assert.equal((await drain(stage.pool, options))?.taken, 0);
  }));

Deno.test("a drain that began before another one's end, and gets the lock after it, sees what that committed", () =>
  withStage(async (stage) => {
    await stage.a.unsafe(change);
    const held = await hold("lock", stage);
    const first = await drain(stage.pool, options);
    await stage.a.unsafe("select place('o4', '2024-01-10T17:00Z', 5)");
    const second = await held.goOn();
    assert.ok(first && second);
    assert.deepEqual([first.taken, second.taken, second.generation], [2, 1, first.generation + 1]);
    assert.deepEqual(await wrongRows(stage.pool, true), []);
  }));

Deno.test("nothing is marked as touched while a drain is held, and nothing drained while all is being marked", () =>
  withStage(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(change);
    const draining = await hold("finish", stage);
    await assert.rejects(beginRebuild(pool, options), UnavailableError);
    await draining.goOn();
    assert.deepEqual(await wrongRows(pool, false), []);

    const marking = await holdBefore("begin_anew", pool, (held) => beginRebuild(held, options));
    assert.equal(await drain(pool, options), undefined);
    // Marked or not, this brings its own.
    await a.unsafe("select place('o5', '2024-03-10T15:00Z', 5); delete from orders where id = id('o1')");
    await marking.goOn();
    const [state] = await pool.run(statement("precompute/state"));
    assert.equal(state?.as_of, null);
    // In the middle of the build.
    const first = await drain(pool, { ...options, buildMs: 0 });
    assert.ok(first && first.left > 0 && first.asOf === undefined);
    await a.unsafe("select place('o6', '2024-01-02T15:00Z', 5), place('o7', '2024-03-19T15:00Z', 5)");
  }));

Deno.test("the aggregates are cut anew for another zone while writers go on", () =>
  withStage(async ({ pool, a }) => {
    const kolkata = { ...options, timeZone: "Asia/Kolkata", weekStart: 7 } as const;
    await beginRebuild(pool, kolkata);
    await a.unsafe("begin; select place('late', '2024-01-10T15:00Z', 5)");
    await drain(pool, kolkata);
    await a.unsafe("commit");
    const done = await drainAll(pool, kolkata);
    assert.ok(done.asOf);
    const hours = await pool.run(
      parseStatement(
        "hours",
        "select extract(minute from metric_hour)::int as minute from agg_hourly_metrics",
      ),
    );
    assert.deepEqual(hours.map(({ minute }) => minute), [30, 30]);
    await assert.rejects(
      drain(pool, options),
      /built for Asia\/Kolkata; SHOP_WEEK_START is monday, and they are built for sunday/,
    );
    await beginRebuild(pool, options);
  }));

Deno.test("verify sees one moment: before a drain that is held, and before one that commits while it reads", () =>
  withStage(async (stage) => {
    const { pool, a } = stage;
    const assertEqual = ({ asOf, tables }: Verification) => {
      assert.ok(asOf && tables.length > 0);
      assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
    };
    await a.unsafe(change);
    const draining = await hold("finish", stage);
    assertEqual(await verifyAggregates(pool));
    await draining.goOn();

    const verifying = await holdBefore("range", pool, verifyAggregates);
    await a.unsafe("delete from orders where id = id('o2'); update orders set customer_id = id('bob')");
    await drainAll(pool, options);
    assertEqual(await verifying.goOn());
    assertEqual(await verifyAggregates(pool));
  }));

const viewSums = parseStatement(
  "view sums",
  `select (select sum(total_revenue) from mv_daily_sales)::float8 as days,
    (select sum(total_revenue) from mv_product_performance)::float8 as products,
    (select sum(total_spent) from mv_customer_segments)::float8 as customers,
    (select array_agg(distinct generation::text) from view_state) as generations`,
);
const generation = parseStatement(
  "generation",
  "select array[generation::text] as generations from precompute_state",
);

Deno.test("views are refreshed beside a drain, all from one snapshot", () =>
  withStage(async (stage) => {
    const { pool, a } = stage;
    const shown = async () => ({ ...(await pool.run(generation))[0] });
    const before = { days: 30, products: 30, customers: 30, ...await shown() };
    await a.unsafe(change);
    const draining = await hold("finish", stage);
    await refreshViews({ pool, log }, "all");
    const sums = async () => ({ ...(await pool.run(viewSums))[0] });
    assert.deepEqual(await sums(), before);
    await draining.goOn();
    const after = { days: 35, products: 35, customers: 35, ...await shown() };

    const refreshing = await holdBefore(
      "refresh mv_product_performance",
      pool,
      (held) => refreshViews({ pool: held, log }, "all"),
    );
    await a.unsafe("select place('o4', '2024-01-11T15:00Z', 7), add_line('o4', 'lamp', 7)");
    await drainAll(pool, options);
    assert.deepEqual(await sums(), before);
    await refreshing.goOn();
    assert.deepEqual(await sums(), after);
  }));

const may = "select place('m1', '2024-05-10T15:00Z', 10), add_line('m1', 'lamp', 10)";

Deno.test("orders leave the default partition before or after a drain, never during one", () =>
  withStage(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(`${may}; select place('m2', '2024-04-10T15:00Z', 10)`);
    for (const point of ["find_days", "finish"]) {
      await a.unsafe("update orders set total_amount = total_amount + 1");
      const held = await hold(point, stage);
      assert.equal(await emptyDefault({ pool, log }), 0);
      await held.goOn();
      assert.deepEqual(await wrongRows(pool, false), []);
    }
    await a.unsafe(
      "delete from order_items where order_id = id('m1'); begin; select empty_default_month('2024-05-01')",
    );
    assert.equal(await drain(pool, options), undefined);
    await a.unsafe("commit");
    assert.equal((await drain(pool, options))?.taken, 1);
    assert.deepEqual(await wrongRows(pool, false), []);
    assert.equal(await emptyDefault({ pool, log }), 1);
    assert.equal((await drain(pool, options))?.taken, 0);
  }));

const prepared = `
  select prepare_month('2024-04-01');
  insert into orders_2024_04 (id, order_date, total_amount, customer_id)
    select id('p' || n), '2024-04-10T15:00Z', 3, id('ada') from generate_series(1, 3) n;
  insert into order_items_2024_04 (order_id, order_date, product_id, quantity, unit_price, total_price)
    select id, order_date, id('lamp'), 1, 3, 3 from orders_2024_04`;
const attach = "select attach_month('orders_2024_04', 'order_items_2024_04', '2024-04-01')";

// Held where it has its snapshot, and has not looked at orders: from then on, it is ATTACH that waits.
Deno.test("a month is attached while a drain is about to take rows of it", () =>
  withStage(async (stage) => {
    await stage.a.unsafe(
      `select place('gone', '2024-04-10T15:00Z', 10); delete from orders where id = id('gone'); ${prepared}`,
    );
    const held = await hold("take_ranges", stage);
    await stage.b.unsafe(attach);
    await held.goOn();
    assert.deepEqual(await wrongRows(stage.pool, true), []);
  }));

Deno.test("a drain waits for a month that is being attached, and finds it touched", () =>
  withStage(async (stage) => {
    await stage.a.unsafe(`${change}; ${prepared}`);
    const held = await hold("take_ranges", stage);
    await stage.b.unsafe(`begin; ${attach}`);
    const done = held.goOn();
    await stage.b.unsafe("commit");
    assert.equal((await done)?.taken, 2);
    assert.deepEqual(await wrongRows(stage.pool, true), []);
    assert.equal((await drain(stage.pool, options))?.taken, 1);
  }));

const killed = parseStatement("kill", "select pg_terminate_backend(pg_backend_pid())");
const progress = parseStatement(
  "progress",
  `select (select count(*)::int from touched) as touched, (select sum(revenue)::float8 from agg_hourly_metrics) as revenue,
    generation::text, as_of::text from precompute_state`,
);

/** @returns the names of the statements that the next drain would run; what it did is rolled back */
async function rehearse(pool: Pool): Promise<readonly string[]> {
  const names: string[] = [];
  const stop = new Error("stop");
  const recorder = watched(pool, (name) => {
    names.push(name);
    return name === "finish" ? Promise.reject(stop) : Promise.resolve();
  });
  await assert.rejects(drain(recorder, options), stop);
  return names;
}

Deno.test("a drain killed before any of its statements, or before its commit, has done nothing", () =>
  withStage(async ({ pool, a }) => {
    const tried = new Set<string>();
    async function killEverywhere(least: number): Promise<void> {
      const before = await pool.run(progress);
      const names = new Set(await rehearse(pool)).difference(tried);
      assert.ok(names.size >= least, `only ${names.size} statements`);
      for (const name of names) {
        const fatal = watched(pool, async (each, transaction) => {
          if (each === name) await transaction.run(killed);
        });
        await assert.rejects(drain(fatal, options), UnavailableError, name);
        assert.deepEqual(await pool.run(progress), before, name);
        tried.add(name);
      }
      const unfinished: Pool = {
        ...pool,
        snapshot: (mode, work) =>
          pool.snapshot(mode, async (transaction) => {
            const result = await work(transaction);
            await transaction.run(killed);
            return result;
          }),
      };
      await assert.rejects(drain(unfinished, options), UnavailableError);
      assert.deepEqual(await pool.run(progress), before);
    }
    await a.unsafe(`${change}; update orders set customer_id = id('cyd') where id = id('o2'); ${may};
      select touch_range('2024-01-20', '2024-01-22'); update products set name = 'Lantern' where id = id('lamp')`);
    await killEverywhere(40);
    assert.deepEqual(await wrongRows(pool, true), []);
    await drainAll(pool, options);
    await beginRebuild(pool, options);
    await killEverywhere(1);
  }));
