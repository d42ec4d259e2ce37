/** A small shop for tests of months: how to fill it, and what must hold of it. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createLog, type Log } from "../base/log.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";

export interface Shop {
  readonly sql: postgres.Sql;
  readonly pool: Pool;
  readonly log: Log;
  /** What was logged so far. */
  readonly lines: readonly string[];
}

export const customers = {
  ann: "00000000-0000-7000-8000-0000000000c1",
  bob: "00000000-0000-7000-8000-0000000000c2",
} as const;
export const product = "00000000-0000-7000-8000-0000000000a1";

export async function withShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 4, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 20_000, name: "test" });
  const lines: string[] = [];
  await sql`insert into customers (id, name) values (${customers.ann}, 'Ann'), (${customers.bob}, 'Bob')`;
  await sql`insert into products (id, name, selling_price) values (${product}, 'Lamp', 10)`;
  try {
    await work({ sql, pool, lines, log: createLog({ write: (line) => lines.push(line) }) });
  } finally {
    await sql.end();
    await pool.close();
  }
}

/** @returns the id of an order of two lines */
export async function placeOrder(
  sql: postgres.ISql,
  date: string,
  customer: string = customers.ann,
): Promise<string> {
  const [order] = await sql<{ id: string }[]>`
    insert into orders (order_date, customer_id, total_amount) values (${date}, ${customer}, 20) returning id`;
  assert.ok(order);
  await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
    select ${order.id}, ${date}, ${product}, quantity, 10, 10 from generate_series(1, 2) quantity`;
  return order.id;
}

/** Everything that a move must not change. */
export async function contents(sql: postgres.Sql): Promise<unknown> {
  return {
    orders: [...await sql`select * from orders order by id`],
    items: [...await sql`select * from order_items order by id`],
    ids: [...await sql`select * from order_ids order by id`],
    touched: [...await sql`select * from touched order by id`],
  };
}

/** @returns how many orders lie in each partition that holds any; its lines must lie in its twin */
export async function placed(sql: postgres.Sql): Promise<Readonly<Record<string, number>>> {
  const rows = await sql<{ name: string; orders: number; astray: number }[]>`
    select o.tableoid::regclass::text as name, count(distinct o.id)::int as orders,
      count(*) filter (where replace(i.tableoid::regclass::text, 'order_items', 'orders')
        <> o.tableoid::regclass::text)::int as astray
    from orders o left join order_items i on i.order_id = o.id and i.order_date = o.order_date
    group by 1 order by 1`;
  for (const { name, astray } of rows) assert.equal(astray, 0, `${name} has lines elsewhere`);
  return Object.fromEntries(rows.map(({ name, orders }) => [name, orders]));
}

/** Waits until so many on this database wait for a lock, or until `done` has settled instead. */
export async function untilBlocked(sql: postgres.Sql, many = 1, done?: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => void (isOver = true);
  done?.then(end, end);
  while (!isOver) {
    const waiting = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    isOver ||= waiting.length >= many;
  }
}

/**
 * Checks that a month behaves as every month must: what is written is logged once, ids are registered and unique,
 * lines follow their order to another date, and are deleted with it.
 * @param away another instant that can be written
 */
export async function assertWorks(sql: postgres.Sql, date: string, away: string): Promise<void> {
  await sql`delete from touched`;
  const id = await placeOrder(sql, date);
  assert.deepEqual(await logged(sql), [`line ${date}`, `order ${date}`]);
  await assert.rejects(
    sql`insert into orders (id, order_date, total_amount) values (${id}, ${away}, 1)`,
    /order_ids_pkey/,
  );
  await sql`update orders set order_date = ${away} where id = ${id}`;
  assert.deepEqual(
    new Set(await logged(sql)),
    new Set([`line ${date}`, `order ${date}`, `line ${away}`, `order ${away}`]),
  );
  const dates = await sql`
    select order_date from order_items where order_id = ${id} union all select order_date from order_ids where id = ${id}`;
  assert.deepEqual(dates.map(({ order_date }) => order_date.getTime()), Array(3).fill(Date.parse(away)));
  await sql`update orders set order_date = ${date} where id = ${id}`;
  await sql`delete from touched`;
  await sql`delete from orders where id = ${id}`;
  assert.deepEqual(await logged(sql), [`line ${date}`, `order ${date}`]);
  assert.equal((await sql`select from order_items where order_id = ${id}`).length, 0);
  assert.equal((await sql`select from order_ids where id = ${id}`).length, 0);
}

async function logged(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ kind: string; at: Date | null }[]>`select kind, at from touched order by kind, at`;
  return rows.map(({ kind, at }) => `${kind} ${at?.toISOString().replace(".000Z", "Z")}`);
}
