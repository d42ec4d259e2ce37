import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { UnavailableError, UsageError } from "../base/errors.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain, drainAll, type DrainOptions } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { isEqual, verifyAggregates } from "./verify.ts";

const options: DrainOptions = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-02-20T20:00:00Z")),
};

async function withShop(work: (pool: Pool, sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 20_000, name: "test" });
  await sql.unsafe(`
    insert into categories (name) values ('Lamps');
    insert into products (name, category_id, selling_price)
      select 'P' || i, (select id from categories), 10 from generate_series(1, 3) i;
    insert into customers (name) select 'C' || i from generate_series(1, 9) i;
    insert into orders (order_date, total_amount, customer_id)
      select '2024-01-01'::timestamptz + i * interval '20 hours', 10, (select id from customers where name = 'C' || i % 10)
      from generate_series(1, 240) i;
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select id, order_date, (select id from products order by md5(id::text || orders.id::text) limit 1), 1, 10, 10, 6
      from orders;`);
  try {
    await work(pool, sql);
  } finally {
    await sql.end();
    await pool.close();
  }
}

async function assertEqual(pool: Pool): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table) || table.waiting > 0), []);
}

const tables = [
  "agg_hourly_metrics",
  "agg_order_daily",
  "agg_order_monthly",
  "agg_product_daily",
  "agg_product_monthly",
  "agg_category_daily",
  "agg_category_monthly",
  "agg_customer_daily",
  "agg_activity_daily",
  "agg_cohort_monthly",
  "agg_customer_numbers",
  "agg_customer_sets_daily",
  "agg_customer_sets_spans",
];

Deno.test("building anew makes every aggregate right, whatever it held before", () =>
  withShop(async (pool, sql) => {
    await drainAll(pool, options);
    await assertEqual(pool);
    for (
      const corruption of [
        (table: string) => `delete from ${table}`,
        (table: string) => `delete from ${table} where ctid in (select ctid from ${table} limit 1)`,
      ]
    ) {
      for (const table of tables) await sql.unsafe(corruption(table));
      await sql`insert into agg_product_daily values ('2023-10-06', new_id(), 1, 1, 1, 1, 1)`;
      await sql`insert into agg_customer_daily values (new_id(), '2024-06-06', 1, 1, 1, 1, 1)`;
      await sql`insert into agg_cohort_monthly values ('2023-05-01', '2024-02-01', 1, 1)`;
      await beginRebuild(pool, options);
      await drainAll(pool, options);
      await assertEqual(pool);
    }
  }));

Deno.test("another zone or week is refused by drains until everything is built anew for it", () =>
  withShop(async (pool, sql) => {
    await drainAll(pool, options);
    for (
      const settings of [
        { timeZone: "Australia/Lord_Howe", weekStart: 1 },
        { timeZone: "Australia/Lord_Howe", weekStart: 7 },
        { timeZone: "UTC", weekStart: 7 },
      ] as const
    ) {
      const changed = { ...options, ...settings };
      await assert.rejects(
        drain(pool, changed),
        (error) => error instanceof UsageError && /deno task rebuild/.test(error.message),
      );
      await beginRebuild(pool, changed);
      const [state] = await sql`select as_of, time_zone, week_start from precompute_state`;
      assert.deepEqual({ ...state }, {
        as_of: null,
        time_zone: settings.timeZone,
        week_start: settings.weekStart,
      });
      await drainAll(pool, changed);
      await assertEqual(pool);
    }
  }));

Deno.test("a build that is cut short goes on where it stopped, and changes meanwhile are in it", () =>
  withShop(async (pool, sql) => {
    await drainAll(pool, options);
    await beginRebuild(pool, { ...options, timeZone: "Asia/Kathmandu" });
    await sql`update orders set total_amount = 20 where order_date < '2024-01-10' or order_date > '2024-07-10'`;
    const first = await drain(pool, { ...options, timeZone: "Asia/Kathmandu", batch: 1 });
    assert.ok(first && first.left > 0 && first.asOf === undefined);
    await sql`update orders set total_amount = 30 where order_date < '2024-01-05' or order_date > '2024-07-15'`;
    await drainAll(pool, { ...options, timeZone: "Asia/Kathmandu" });
    await assertEqual(pool);
  }));

Deno.test("archived orders cannot be cut for other settings; with theirs, what is kept of them stays", () =>
  withShop(async (pool, sql) => {
    await drainAll(pool, options);
    await sql.unsafe(`
      set session_replication_role = replica;
      delete from order_items where order_date < '2024-01-31T23:00:00Z';
      delete from orders where order_date < '2024-01-31T23:00:00Z';
      set session_replication_role = origin;
      update precompute_state set closed_before = '2024-01-31T23:00:00Z'`);
    for (const settings of [{ timeZone: "UTC" }, { weekStart: 7 }] as const) {
      await assert.rejects(
        beginRebuild(pool, { ...options, ...settings }),
        (error) =>
          error instanceof UsageError && /^Cannot build the aggregates anew: .* archived/.test(error.message),
      );
    }
    const kept = () => sql`select sum(units)::int as units, min(day)::text as day from agg_product_daily`;
    const before = await kept();
    await beginRebuild(pool, options);
    await drainAll(pool, options);
    assert.deepEqual(await kept(), before);
    await assertEqual(pool);
  }));

Deno.test("while another process drains, nothing is begun", () =>
  withShop(async (pool, sql) => {
    await drainAll(pool, options);
    await sql.begin(async (running) => {
      await running`lock table precompute_lock in exclusive mode`;
      await assert.rejects(beginRebuild(pool, options), UnavailableError);
    });
    assert.ok((await verifyAggregates(pool)).asOf);
  }));
