import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { UnavailableError } from "../base/errors.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain, drainAll, type DrainOptions } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { isEqual, verifyAggregates } from "./verify.ts";

const options: DrainOptions = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-06-20T20:00:00Z")),
  // One piece on each connection, and then it is told.
  buildMs: 0,
};

interface Shop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
}

/** Half a year of so many orders that they are built in pieces; a customer has several a day, and some are returns. */
async function withLargeShop(
  work: (shop: Shop) => Promise<void>,
  { analyzed = true } = {},
): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 60_000, name: "test" });
  await sql.unsafe(`
    insert into products (id, name, selling_price)
      select md5('p' || i)::uuid, 'P' || i, 10 from generate_series(1, 20) i;
    insert into customers (id, name) select md5('c' || i)::uuid, 'C' || i from generate_series(1, 400) i;
    set session_replication_role = replica;
    insert into orders (id, order_date, total_amount, customer_id, status)
      select md5('o' || i)::uuid, '2024-01-01'::timestamptz + i * interval '10 minutes', case when i % 17 = 0 then -5 else 10 end,
        case when i % 9 > 0 then md5('c' || 1 + i * i % 400)::uuid end, case when i % 23 = 0 then 'pending' else 'completed' end
      from generate_series(1, 24000) i;
    insert into order_ids (id, order_date) select id, order_date from orders;
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select id, order_date, md5('p' || 1 + (n * 7 + ascii(id::text)) % 20)::uuid, 1, 10, 10.0001 * n, case when n > 1 then 1.23456789 end
      from orders cross join generate_series(1, 2) n where ascii(reverse(id::text)) % 5 > 0;
    set session_replication_role = origin; ${analyzed ? "analyze" : ""}`);
  try {
    await work({ pool, sql });
  } finally {
    await sql.end();
    await pool.close();
  }
}

async function assertRight({ pool, sql }: Shop): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table) || table.waiting > 0), []);
  assert.deepEqual([...await sql`select from build_pieces union all select from built_orders`], []);
}

const piecesOf = ({ sql }: Shop) =>
  sql<{ readonly kind: string }[]>`select kind from build_pieces order by id`;

const indexesOf = async ({ sql }: Shop) =>
  (await sql<
    { indexdef: string }[]
  >`select indexdef from pg_indexes where tablename like 'agg\\_%' order by 1`)
    .map(({ indexdef }) => indexdef);

Deno.test("a large build goes from piece to piece, and makes at its end the indexes it found", () =>
  withLargeShop(async (shop) => {
    const { pool } = shop;
    const indexes = await indexesOf(shop);
    const kinds = new Set<string>();
    const left: number[] = [];
    for (;;) {
      const done = await drain(pool, options);
      left.push(done?.left ?? NaN);
      for (const { kind } of await piecesOf(shop)) kinds.add(kind);
      if (done?.asOf) break;
    }
    assert.deepEqual([...kinds], ["index", "days", "customers", "counts"]);
    assert.ok(left.length > 7);
    assert.deepEqual(left, left.toSorted((one, other) => other - one));
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }, { analyzed: false }));

Deno.test("what changes between the pieces of a build is drained at its end, from any day", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    for (let round = 0;; round++) {
      const done = await drain(pool, options);
      assert.ok(done);
      if (done.asOf) break;
      // Some of what they touch is built already, and some is not.
      await sql.unsafe(`
        update orders set order_date = order_date + interval '40 days' where id = md5('o' || ${
        500 + round
      })::uuid;
        update orders set status = 'cancelled' where id = md5('o' || ${9000 + round})::uuid;
        delete from orders where id = md5('o' || ${23000 + round})::uuid;
        update orders set total_amount = total_amount + 1
          where order_date >= '2024-03-01'::timestamptz + ${round} * interval '9 days' and order_date < '2024-03-10'::timestamptz + ${round} * interval '9 days'`);
    }
    await drainAll(pool, options);
    await assertRight(shop);
  }));

Deno.test("a build whose connections are cut off goes on where it stopped", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    const indexes = await indexesOf(shop);
    // Each comes to an end in its turn, and is rolled back just before it would have been committed.
    for (
      const cut of ["append_orders", "append agg_customer_daily", "make_index", "append agg_cohort_monthly"]
    ) {
      const failing: Pool = {
        ...pool,
        snapshot: (mode, work) =>
          pool.snapshot(mode, (transaction) =>
            work({
              ...transaction,
              run: async (statement, parameters) => {
                const rows = await transaction.run(statement, parameters);
                if (statement.name === cut) throw new UnavailableError("cut off");
                return rows as never;
              },
            })),
      };
      await assert.rejects(drainAll(failing, options), /cut off/);
      const [state] = await sql`select as_of from precompute_state`;
      assert.equal(state?.as_of, null);
    }
    assert.ok((await piecesOf(shop)).every(({ kind }) => kind === "counts"));
    await drainAll(pool, options);
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));

Deno.test("begun anew in the middle, a build makes all of it, and keeps the indexes that are due", () =>
  withLargeShop(async (shop) => {
    const { pool } = shop;
    const indexes = await indexesOf(shop);
    await drain(pool, options);
    await drain(pool, options);
    const kathmandu = { ...options, timeZone: "Asia/Kathmandu" };
    await beginRebuild(pool, kathmandu);
    await drainAll(pool, kathmandu);
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }));

Deno.test("indexes that somebody reads by are not taken away", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    await sql.begin(async (reading) => {
      await reading`select from agg_product_daily`;
      assert.ok(await drain(pool, options));
    });
    assert.ok(!(await piecesOf(shop)).some(({ kind }) => kind === "index"));
    await drainAll(pool, options);
    await assertRight(shop);
  }));

Deno.test("those who build keep out whoever else writes aggregates", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    await drain(pool, options);
    await sql.begin(async (building) => {
      await building`lock table precompute_lock in share mode`;
      assert.equal(await drain(pool, options), undefined);
      await assert.rejects(beginRebuild(pool, options), UnavailableError);
    });
  }));
