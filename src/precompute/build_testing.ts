/** A shop that is built in pieces, for tests of the build. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import type { DrainOptions } from "./drain.ts";
import { isEqual, verifyAggregates } from "./verify.ts";

export const options: DrainOptions = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-06-20T20:00:00Z")),
  // One piece on each connection, and then it is told.
  buildMs: 0,
};

export interface Shop {
  readonly url: string;
  readonly pool: Pool;
  readonly sql: postgres.Sql;
}

/** Half a year of so many orders that they are built in pieces; a customer has several a day, and some are returns. */
export async function withLargeShop(
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
    await work({ url: database.url, pool, sql });
  } finally {
    await sql.end();
    await pool.close();
  }
}

/** Fails unless the aggregates are built, every one equals its definition, and nothing is left of the build. */
export async function assertRight({ pool, sql }: Shop): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table) || table.waiting > 0), []);
  assert.deepEqual([...await sql`select from build_pieces union all select from built_orders`], []);
}

/** @returns the kinds of the pieces that are left to build, in order */
export async function kindsLeft({ sql }: Shop): Promise<readonly string[]> {
  const pieces = await sql<{ kind: string }[]>`select kind from build_pieces order by id`;
  return pieces.map(({ kind }) => kind);
}

/** @returns what makes the indexes of the aggregates */
export async function indexesOf({ sql }: Shop): Promise<readonly string[]> {
  const indexes = await sql<{ indexdef: string }[]>`
    select indexdef from pg_indexes where tablename like 'agg\\_%' order by 1`;
  return indexes.map(({ indexdef }) => indexdef);
}
