/** What the touched log is kept from: losing changes, or holding what no drain could deal with. */
import assert from "node:assert/strict";
import type postgres from "postgres";
import { logged, withShop } from "./touched_log_testing.ts";

Deno.test("touched: in the writer's transaction, so that what is rolled back touches nothing", () =>
  withShop(async (sql) => {
    const rows = async () => (await sql.unsafe(logged)).map(({ row }) => row);
    await sql.unsafe("begin; update orders set total_amount = 11; rollback");
    assert.deepEqual(await rows(), []);
    await sql.unsafe(
      `begin; savepoint one; update orders set total_amount = 11 where id = id('a'); rollback to one;
      update orders set total_amount = 11 where id = id('b'); commit`,
    );
    assert.deepEqual(await rows(), ["order 01-11 10:00 b ada"]);
    await assert.rejects(sql.unsafe("update orders set total_amount = 'NaN'"), /total_amount/);
    assert.deepEqual(await rows(), ["order 01-11 10:00 b ada"]);
  }));

Deno.test("touched: TRUNCATE is refused, with the way out", () =>
  withShop(async (sql) => {
    const tables = [
      "order_items",
      "order_items_2024_01",
      "order_items_default",
      "products",
      "customers",
      "categories",
    ];
    for (const table of [...tables, "sales_representatives", "orders", "orders_2024_01", "orders_default"]) {
      await assert.rejects(sql.unsafe(`truncate ${table} cascade`), (error: postgres.PostgresError) => {
        assert.match(error.message, /^Cannot truncate \w+: the aggregates .* would not learn what is gone$/);
        assert.match(error.hint ?? "", /Use DELETE/);
        assert.equal(error.code, "0A000");
        return true;
      }, table);
    }
    assert.equal((await sql`select from orders`).length, 6);
  }));

Deno.test("touched: whatever a writer's search_path finds, the log is ours", () =>
  withShop(async (sql) => {
    for (const path of ["''", "pg_temp, public"]) {
      await sql.unsafe(`
        begin; set local search_path = ${path};
        create temp table touched (like public.touched including all) on commit drop;
        create temp table order_ids (like public.order_ids) on commit drop;
        insert into public.orders (order_date, total_amount) values ('2024-01-20', 5);
        insert into public.categories (name) values ('New ' || clock_timestamp());
        update public.categories set parent_id = (select id from public.categories c where c.name = 'Home' limit 1)
          where name like 'New%';
        commit`);
    }
    const rows = await sql`select kind from touched order by id`;
    assert.deepEqual(rows.map(({ kind }) => kind).filter((kind) => kind === "order"), ["order", "order"]);
    assert.equal((await sql`select from order_ids where order_date = '2024-01-20'`).length, 2);
  }));

Deno.test("touched: a call by hand with an absurd date is refused or cut, and no drain has to deal with it", () =>
  withShop(async (sql) => {
    await assert.rejects(
      sql`select touch_order(gen_random_uuid(), 'infinity', null, null)`,
      /touched_at_check|touched_check/,
    );
    await assert.rejects(
      sql`select touch_line(gen_random_uuid(), '4000-01-01 BC', gen_random_uuid())`,
      /touched_at_check|touched_check/,
    );
    await sql`select touch_range('-infinity', 'infinity'), touch_range('2150-01-01', 'infinity')`;
    const rows = await sql`select at::text as at, until::text as until from touched`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [
      { at: "1969-12-31 00:00:00+00", until: "2101-01-02 00:00:00+00" },
    ]);
  }));

Deno.test("touched: every partition has what the parent has", () =>
  withShop(async (sql) => {
    await sql`select create_order_months('2024-06-01', '2024-06-01')`;
    const triggers = await sql`
      select p.relname as table, array_agg(g.tgname::text order by g.tgname) as triggers
      from pg_class p join pg_trigger g on g.tgrelid = p.oid
      where p.relname ~ '^(orders|order_items)($|_)' and not g.tgisinternal
      group by p.relname`;
    const of = new Map(triggers.map((row) => [row.table, row.triggers]));
    const parts = ["default", "2024_01", "2024_02", "2024_06"];
    for (const parent of ["orders", "order_items"]) {
      for (const part of parts) {
        assert.deepEqual(of.get(`${parent}_${part}`), of.get(parent), `${parent}_${part}`);
      }
    }
    assert.ok(of.get("orders").length > of.get("order_items").length);
  }));
