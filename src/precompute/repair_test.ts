import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { aggregates, productCategories } from "./aggregates.ts";
import { drain, drainAll } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { repairAggregates } from "./repair.ts";
import { isEqual, type Verification, verifyAggregates } from "./verify.ts";
import { inBuiltShop, repair } from "./repair_testing.ts";
import { interrupted, options, unequal } from "./verify_testing.ts";

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

Deno.test("a product counted in a wrong category is right again on all its days, also on those that were not compared", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`update agg_product_category set category_id = (select id from categories where name = 'Desk')`;
    const found = await verifyAggregates(pool, { sample: 1 });
    assert.deepEqual(unequal(await repair(pool, found)), {});
    assert.deepEqual(unequal(await verifyAggregates(pool)), {});
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
