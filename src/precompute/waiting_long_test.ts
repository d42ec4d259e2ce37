import assert from "node:assert/strict";
import fc from "fast-check";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain, drainAll, type DrainOptions } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { isEqual, verifyAggregates } from "./verify.ts";

// Orders lie around the nights on which these zones turn their clocks back, over midnight in Havana.
const zones = ["America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"];
const first = "2023-11-01T00:00:00Z";

const some = (table: string) => `(select id from ${table} order by md5(id::text || $1) limit 1)`;
const instant = `timestamptz '${first}' + make_interval(secs => mod(abs(hashtext($1))::bigint, 900000))`;

/** Each takes a seed, $1. */
const changes: readonly string[] = [
  `insert into orders (order_date, total_amount, customer_id, sales_rep_id, customer_segment)
    values (${instant}, 10, ${some("customers")}, ${some("sales_representatives")}, 'S')`,
  `insert into orders (order_date, total_amount) values (${instant}, -5)`,
  `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select id, order_date, ${some("products")}, 1, 10, 10, 3 from orders where id = ${some("orders")}`,
  `update orders set order_date = ${instant} where id = ${some("orders")}`,
  `update orders set status = (array['completed', 'cancelled', 'pending'])[1 + abs(hashtext($1)) % 3]
    where id = ${some("orders")}`,
  `update orders set customer_id = ${some("customers")}, sales_rep_id = null, customer_segment = null
    where id = ${some("orders")}`,
  `update orders set sales_rep_id = ${
    some("sales_representatives")
  }, total_amount = -total_amount where id = ${some("orders")}`,
  `update order_items set product_id = ${some("products")}, unit_cost = null where id = ${
    some("order_items")
  }`,
  `delete from order_items where id = ${some("order_items")}`,
  `delete from orders where id = ${some("orders")}`,
  `update products set category_id = ${some("categories")} where id = ${some("products")}`,
  `select touch_range(t, t + interval '5 hours') from (select ${instant} as t) i`,
];

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ change: fc.constantFrom(...changes), seed: fc.string({ maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ batch: fc.integer({ min: 1, max: 4 }) }) },
);

Deno.test("before, between and after drains, whatever differs from the orders is known to wait", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 20_000, name: "test" });
  await sql.unsafe(`
    insert into categories (name) values ('A'), ('B');
    insert into products (name, selling_price) values ('P1', 1), ('P2', 1), ('P3', 1);
    insert into customers (name) values ('C1'), ('C2'), ('C3');
    insert into sales_representatives (name) values ('R1'), ('R2');
    insert into orders (order_date, total_amount, customer_id)
      select timestamptz '${first}' + i * interval '11 hours', 10, (select id from customers where name = 'C' || i % 4)
      from generate_series(0, 20) i;
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select o.id, o.order_date, p.id, 1, 10, 10 from orders o cross join products p`);
  let waited = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.array(step, { minLength: 3, maxLength: 12 }),
        async (timeZone, steps) => {
          const options: DrainOptions = {
            timeZone,
            weekStart: 1,
            clock: createClock(Temporal.Instant.from("2023-11-08T12:00:00Z")),
          };
          await beginRebuild(pool, options);
          await drainAll(pool, options);
          for (const each of steps) {
            if ("batch" in each) await drain(pool, { ...options, batch: each.batch });
            else await sql.unsafe(each.change, each.change.includes("$1") ? [each.seed] : []);
            const { asOf, tables } = await verifyAggregates(pool);
            assert.ok(asOf);
            assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
            waited += tables.filter(({ waiting }) => waiting > 0).length;
          }
          await drainAll(pool, options);
          const { tables } = await verifyAggregates(pool);
          assert.deepEqual(tables.filter((table) => !isEqual(table) || table.waiting > 0), []);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    assert.ok(waited > 0);
  } finally {
    await sql.end();
    await pool.close();
  }
});
