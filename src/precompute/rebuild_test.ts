import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { rebuildAggregates } from "./rebuild.ts";
import { verifyAggregates } from "./verify.ts";

const options = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-02-20T20:00:00Z")),
} as const;

async function withShop(work: (pool: Pool, sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 10_000, name: "test" });
  await sql.unsafe(`
    insert into categories (name) values ('Lamps');
    insert into products (name, category_id, selling_price)
      select 'P' || i, (select id from categories), 10 from generate_series(1, 3) i;
    insert into orders (order_date, total_amount)
      select '2024-01-01'::timestamptz + i * interval '5 hours', 10 from generate_series(1, 240) i;
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

async function differences(pool: Pool): Promise<Record<string, readonly [number, number]>> {
  const { tables } = await verifyAggregates(pool);
  return Object.fromEntries(
    tables.map(({ table, missing, surplus }) => [table, [missing, surplus] as const]),
  );
}

const equal = { agg_hourly_metrics: [0, 0], agg_product_daily: [0, 0], agg_category_performance: [0, 0] };

Deno.test("a rebuild makes every aggregate equal its definition, whatever it held before", async () => {
  await withShop(async (pool, sql) => {
    const built = await rebuildAggregates(pool, options);
    assert.ok(built && Object.values(built.written).every((rows) => rows > 0));
    assert.deepEqual(await differences(pool), equal);

    await sql.unsafe(`
      update orders set status = 'cancelled' where order_date < '2024-01-05';
      update orders set order_date = order_date + interval '3 days' where order_date > '2024-02-18';
      delete from orders where order_date between '2024-02-01' and '2024-02-03';
      insert into orders (order_date, total_amount) values ('2030-01-01', -5), ('2001-01-01', 5);
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
        select id, order_date, (select min(id::text)::uuid from products), -1, 5, -5 from orders where total_amount = -5;
      insert into categories (name, parent_id) select 'Desk', id from categories;
      update products set category_id = (select id from categories where name = 'Desk') where name = 'P2'`);
    const stale = await differences(pool);
    for (const [table, [missing]] of Object.entries(stale)) assert.ok((missing ?? 0) > 0, table);
    await rebuildAggregates(pool, options);
    assert.deepEqual(await differences(pool), equal);
  });
});

Deno.test("a rebuild without changes writes no row, and still moves as_of", async () => {
  await withShop(async (pool) => {
    const before = await rebuildAggregates(pool, options);
    const after = await rebuildAggregates(pool, options);
    assert.ok(before && after);
    assert.deepEqual(Object.values(after.written), [0, 0, 0]);
    assert.equal(Temporal.Instant.compare(before.asOf, after.asOf), -1);
  });
});

Deno.test("a rebuild after the last order is gone empties the aggregates", async () => {
  await withShop(async (pool, sql) => {
    await rebuildAggregates(pool, options);
    await sql`delete from orders`;
    await rebuildAggregates(pool, options);
    for (const table of Object.keys(equal)) assert.equal((await sql`select 1 from ${sql(table)}`).length, 0);
    assert.deepEqual(await differences(pool), equal);
  });
});

Deno.test("a row corrupted by hand is found in every aggregate, and mended by the next rebuild", async () => {
  await withShop(async (pool, sql) => {
    await rebuildAggregates(pool, options);
    const corruptions = [
      [
        "agg_hourly_metrics",
        "update agg_hourly_metrics set units = units + 1 where metric_hour = (select min(metric_hour) from agg_hourly_metrics)",
        [1, 1],
      ],
      [
        "agg_product_daily",
        "delete from agg_product_daily where (day, product_id) = (select day, product_id from agg_product_daily limit 1)",
        [1, 0],
      ],
      [
        "agg_category_performance",
        "insert into agg_category_performance values (null, 'today', '2024-02-20', 1, 1, 1, 1)",
        [0, 1],
      ],
    ] as const;
    for (const [table, corruption, found] of corruptions) {
      await sql.unsafe(corruption);
      const { tables } = await verifyAggregates(pool);
      const verified = tables.find((each) => each.table === table);
      assert.deepEqual([verified?.missing, verified?.surplus], found, table);
      assert.equal(verified?.examples.length, found[0] + found[1]);
      await rebuildAggregates(pool, options);
      assert.deepEqual(await differences(pool), equal);
    }
  });
});

Deno.test("while one rebuild runs, another gives way at once, and readers go on", async () => {
  await withShop(async (pool, sql) => {
    await rebuildAggregates(pool, options);
    await sql.begin(async (running) => {
      await running`lock table precompute_state in share row exclusive mode`;
      assert.equal(await rebuildAggregates(pool, options), undefined);
      assert.deepEqual(await differences(pool), equal);
    });
    assert.ok(await rebuildAggregates(pool, options));
  });
});

Deno.test("a rebuild that fails halfway changes nothing", async () => {
  await withShop(async (pool, sql) => {
    const before = await rebuildAggregates(pool, options);
    await sql.unsafe(`
      update orders set total_amount = 20;
      alter table agg_category_performance add constraint broken check (false) not valid`);
    await assert.rejects(rebuildAggregates(pool, options), /broken/);
    const [row] = await sql`select sum(revenue)::int as revenue from agg_hourly_metrics`;
    assert.equal(row?.revenue, 2400);
    await sql`alter table agg_category_performance drop constraint broken`;
    const after = await rebuildAggregates(pool, options);
    assert.equal(after?.written.agg_hourly_metrics, before?.written.agg_hourly_metrics);
  });
});

Deno.test("nothing is verified before the first build", async () => {
  await withShop(async (pool) => {
    assert.deepEqual(await verifyAggregates(pool), { asOf: undefined, tables: [] });
  });
});
