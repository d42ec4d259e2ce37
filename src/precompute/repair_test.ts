import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import type { Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { aggregates, productCategories } from "./aggregates.ts";
import { drain, drainAll } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { repairAggregates } from "./repair.ts";
import { isEqual, type Verification, verifyAggregates } from "./verify.ts";
import { addYears } from "./years_testing.ts";
import { interrupted, options, type Shop, unequal, withShop } from "./verify_testing.ts";

async function inBuiltShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await withShop(database.url, async (shop) => {
    await drainAll(shop.pool, options);
    await addYears(shop.pool, options);
    await work(shop);
  });
}

const repair = (pool: Pool, found: Verification) => repairAggregates(pool, found, { waitMs: 20_000 });

// One row of each aggregate, corrupted by hand in each way that its constraints let pass.
const corruptions: readonly { readonly name: string; readonly how: string; readonly by: string }[] = [
  ...[
    [
      "agg_hourly_metrics",
      "metric_hour",
      "units",
      "'2024-01-09T03:00:00Z', '2024-01-09T04:00:00Z', 1, 1, 1, 1, 1, 1, 1, 1",
    ],
    ["agg_order_daily", "day", "cost", "'2024-02-01', null, 'none', 1, 1, 1, 1, 1, 1"],
    ["agg_product_daily", "day", "revenue", "'2024-02-01', new_id(), 1, 1, 1, 1, 1"],
    [
      "agg_customer_daily",
      "day",
      "line_revenue",
      "(select id from customers limit 1), '2023-12-05', 1, 1, 1, 1, 1",
    ],
    ["agg_order_monthly", "month", "cost", "'2024-06-01', null, 'none', 1, 1, 1, 1, 1, 1"],
    ["agg_product_monthly", "month", "orders", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    [
      "agg_product_year_to_date",
      "until",
      "units",
      "(select max(until) from years_to_date), new_id(), 1, 1, 1, 1, 1",
    ],
    ["agg_category_daily", "day", "cost", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    ["agg_category_monthly", "month", "times_sold", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    ["agg_activity_daily", "day", "customers", "'2024-02-02', '2019-01-01', 4"],
    ["agg_cohort_monthly", "month", "revenue", "'2019-01-01', '2024-02-01', 4, 4"],
  ].flatMap(([name = "", key, value, row]) => [
    {
      name,
      how: "a wrong value",
      by:
        `update ${name} set ${value} = ${value} + 1 where ctid = (select ctid from ${name} order by ${key} limit 1 offset 2)`,
    },
    {
      name,
      how: "a missing row",
      by: `delete from ${name} where ctid = (select ctid from ${name} order by ${key} desc limit 1)`,
    },
    { name, how: "a surplus row", by: `insert into ${name} values (${row})` },
  ]),
  // A bit each, the last one being nobody's.
  ...["agg_customer_sets_daily", "agg_customer_sets_spans"].flatMap((name) => {
    const one = `ctid = (select ctid from ${name} order by at_least, ${
      name.endsWith("daily") ? "day" : "first_day"
    } desc limit 1)`;
    return [
      {
        name,
        how: "a customer too many",
        by: `update ${name} set customers = set_bit(customers, 16383, 1) where ${one}`,
      },
      {
        name,
        how: "a customer too few",
        by:
          `update ${name} set customers = set_bit(customers, position(B'1' in customers) - 1, 0) where ${one}`,
      },
      {
        name,
        how: "another customer",
        by: `update ${name} set customers = customers >> 1 where ${one}`,
      },
      { name, how: "a missing row", by: `delete from ${name} where ${one}` },
      {
        name,
        how: "a surplus row",
        by: `insert into ${name} values (2, ${
          name.endsWith("daily") ? "" : "'third', "
        }'2024-02-01', 7, customer_bit(3))`,
      },
      { name, how: "nothing left", by: `delete from ${name}` },
    ];
  }),
  {
    name: "agg_customer_sets_daily",
    how: "a customer without a number",
    by:
      "delete from agg_customer_numbers where customer_id = (select customer_id from agg_customer_daily order by day limit 1)",
  },
  {
    name: "agg_product_category",
    how: "another category",
    by: "update agg_product_category set category_id = (select id from categories where name = 'Desk')",
  },
  { name: "agg_product_category", how: "nothing left", by: "delete from agg_product_category" },
  {
    name: "agg_product_category",
    how: "a product that is none",
    by: "insert into agg_product_category select new_id(), id from categories",
  },
  ...[
    ["another day", "prev_day - 1", "prev_day is not null"],
    ["none", "null", "prev_day is not null"],
    ["one too many", "day - 1", "prev_day is null and orders > 0"],
    ["one of a day without an order", "day - 1", "orders = 0"],
  ].map(([how, value, where]) => ({
    name: "agg_customer_daily.prev_day",
    how: `a link to ${how}`,
    by: `update agg_customer_daily set prev_day = ${value}
      where (customer_id, day) = (select customer_id, day from agg_customer_daily where ${where} order by day limit 1)`,
  })),
  {
    name: "agg_customer_daily",
    how: "an order too few",
    by: "update agg_customer_daily set orders = 0 where day = '2024-01-05'",
  },
  { name: "agg_customer_daily", how: "nothing left", by: "delete from agg_customer_daily" },
  { name: "agg_activity_daily", how: "nothing left", by: "delete from agg_activity_daily" },
  {
    name: "agg_hourly_metrics",
    how: "an hour that is none",
    by:
      "update agg_hourly_metrics set metric_hour = metric_hour + interval '7 minutes' where metric_hour = (select max(metric_hour) from agg_hourly_metrics)",
  },
  ...["agg_order_monthly", "agg_product_monthly", "agg_category_monthly", "agg_cohort_monthly"].map((
    name,
  ) => ({
    name,
    how: "a month that is none",
    by:
      `update ${name} set month = month + 14 where ctid = (select ctid from ${name} order by month desc limit 1)`,
  })),
];

Deno.test("a row corrupted by hand is found, told and repaired, in every aggregate", (t) =>
  inBuiltShop(async ({ pool, sql }) => {
    for (const { name, how, by } of corruptions) {
      await t.step(`${name}: ${how}`, async () => {
        await addYears(pool, options);
        await sql.unsafe(by);
        const found = await verifyAggregates(pool);
        const wrong = found.tables.find((table) => table.name === name);
        assert.ok(wrong && !isEqual(wrong), JSON.stringify(unequal(found)));
        assert.ok(wrong.examples.length > 0);
        assert.deepEqual(unequal(await repair(pool, found)), {});
        assert.deepEqual(unequal(await verifyAggregates(pool)), {});
      });
    }
  }));

Deno.test("all rows of all aggregates gone or doubled are found and repaired at once", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const tables = [...new Set(aggregates.map(({ table }) => table))];
    for (
      const by of [
        (table: string) => `delete from ${table}`,
        (table: string) => `update ${table} set revenue = 2 * revenue`,
      ]
    ) {
      for (const table of tables) await sql.unsafe(by(table)).catch(() => {});
      const found = await verifyAggregates(pool);
      assert.ok(found.tables.filter((table) => !isEqual(table)).length >= 4);
      assert.deepEqual(unequal(await repair(pool, found)), {});
      assert.deepEqual(unequal(await verifyAggregates(pool)), {});
    }
  }));

Deno.test("archived days are neither compared with orders nor repaired, but what follows from them is", () =>
  inBuiltShop(async ({ pool, sql }) => {
    // Archiving takes the orders away without a trace in the log.
    await sql.unsafe(`
      set session_replication_role = replica;
      delete from order_items where order_date < '2024-01-31T23:00:00Z';
      delete from orders where order_date < '2024-01-31T23:00:00Z';
      set session_replication_role = origin;
      update precompute_state set closed_before = '2024-01-31T23:00:00Z'`);
    assert.deepEqual(unequal(await verifyAggregates(pool)), {});
    const [before] = await sql`select sum(units)::int as units from agg_product_daily`;
    await sql`update agg_product_daily set units = 50 where day = '2024-02-01'`;
    await sql`update agg_product_monthly set units = 50 where month = '2024-01-01'`;
    const found = await verifyAggregates(pool);
    assert.deepEqual(Object.keys(unequal(found)), [
      "agg_product_daily",
      "agg_product_monthly",
      "agg_product_year_to_date",
      "agg_category_daily",
    ]);
    assert.deepEqual(unequal(await repair(pool, found)), {});
    const [after] = await sql`select sum(units)::int as units from agg_product_daily`;
    assert.deepEqual(after, before);
  }));

Deno.test("a repair waits for the drain that runs, works on what that left, and makes answers stale", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`update agg_product_daily set units = 50 where day = '2024-01-05'`;
    const found = await verifyAggregates(pool);
    let repaired: Promise<Verification> | undefined;
    await sql.begin("isolation level repeatable read", async (drain) => {
      await drain`lock table precompute_lock in exclusive mode nowait`;
      repaired = repair(pool, found);
      for (let waits = false; !waits;) {
        const rows =
          await sql`select from pg_locks where relation = 'precompute_lock'::regclass and not granted`;
        waits = rows.length > 0;
      }
      await drain`update agg_product_daily set units = 60 where day = '2024-01-05'`;
      await drain`update precompute_state set generation = 100`;
    });
    assert.ok(repaired);
    assert.deepEqual(unequal(await repaired), {});
    const generations =
      await sql`select month::text, generation::int from generations where generation > 100`;
    assert.equal(generations.length, 10);
    assert.ok(generations.every(({ month, generation }) => /infinity$/.test(month) && generation === 101));
    assert.deepEqual(unequal(await verifyAggregates(pool)), {});
  }));

Deno.test("a repair that has waited long enough says so, and changes nothing", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`update agg_product_daily set units = 50 where day = '2024-01-05'`;
    const found = await verifyAggregates(pool);
    await sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode nowait`;
      await assert.rejects(
        repairAggregates(pool, found, { waitMs: 20 }),
        (error) => error instanceof UnavailableError && /^Cannot repair: another process/.test(error.message),
      );
    });
    assert.deepEqual(unequal(await verifyAggregates(pool)), unequal(found));
  }));

Deno.test("a drain gives way while a repair runs, and takes what waits after it", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`update orders set total_amount = 70 where order_date < '2024-01-10'`;
    await sql`update agg_product_daily set units = 50 where day in ('2024-01-05', '2024-02-05')`;
    const found = await verifyAggregates(pool);
    const during: unknown[] = [];
    const slow = interrupted(pool, "note_repair", async () => {
      during.push(await drain(pool, options));
    });
    assert.deepEqual((await repair(slow, found)).tables.filter((table) => !isEqual(table)), []);
    assert.deepEqual(during, [undefined]);
    await drainAll(pool, options);
    assert.deepEqual(unequal(await verifyAggregates(pool)), {});
  }));

Deno.test("nothing is repaired while everything is built anew", () =>
  inBuiltShop(async ({ pool }) => {
    const found = await verifyAggregates(pool);
    await beginRebuild(pool, { ...options, timeZone: "Asia/Kathmandu" });
    await assert.rejects(
      repair(pool, found),
      /^UsageError: Cannot repair: the aggregates are being built anew/,
    );
  }));

Deno.test("a shop without orders has nothing that differs, and what is left in its aggregates is found", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`delete from orders`;
    await drainAll(pool, options);
    const empty = await verifyAggregates(pool);
    assert.deepEqual(unequal(empty), {});
    const filled = empty.tables.filter(({ rows }) => rows > 0).map(({ table }) => table);
    assert.deepEqual([empty.asOf !== undefined, filled], [true, [productCategories.table]]);
    await sql`insert into agg_cohort_monthly values ('2024-01-01', '2024-02-01', 1, 1)`;
    const found = await verifyAggregates(pool);
    assert.deepEqual(unequal(found), { agg_cohort_monthly: [0, 1, 0] });
    assert.deepEqual(unequal(await repair(pool, found)), {});
  }));
