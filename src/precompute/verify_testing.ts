/** A shop, and what its aggregates come to, for tests of verifying and repairing. */
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createPool, type Pool, type Queryable } from "../db/pool.ts";
import type { DrainOptions } from "./drain.ts";
import { isEqual, type Verification } from "./verify.ts";

export const options: DrainOptions = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-03-20T20:00:00Z")),
};

export interface Shop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly url: string;
}

/** Eighty days of three orders, by ten customers and guests, with two reps and none. */
export async function withShop(url: string, work: (shop: Shop) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url, size: 4, deadlineMs: 20_000, name: "test" });
  try {
    await sql.unsafe(`
      select create_order_months('2024-01-01', '2024-02-10');
      insert into categories (name) values ('Lamps');
      insert into categories (name, parent_id) select 'Desk', id from categories;
      insert into products (name, category_id, selling_price)
        select 'P' || i, (select id from categories order by name limit 1 offset i % 2), 10 from generate_series(1, 3) i;
      insert into customers (name) select 'C' || i from generate_series(0, 9) i;
      insert into sales_representatives (name) values ('R1'), ('R2');
      insert into orders (order_date, total_amount, customer_id, sales_rep_id, customer_segment)
        select '2024-01-01'::timestamptz + i * interval '8 hours', case when i % 40 = 7 then -10 else 10 + i % 7 end,
          (select id from customers where name = 'C' || (i * i % 11)),
          (select id from sales_representatives where name = 'R' || i % 3),
          case when i % 4 > 0 then 'S' || i % 2 end
        from generate_series(0, 239) i;
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
        select o.id, o.order_date, p.id, 1, 10, 10 + n, 6
        from (select *, row_number() over (order by order_date) as n from orders) o
        join products p on p.name = 'P' || 1 + n % 3 or p.name = 'P' || 1 + n % 2;`);
    await work({ pool, sql, url });
  } finally {
    await sql.end();
    await pool.close();
  }
}

/** @returns what of the tables is not equal: name -> [missing, surplus, differing], and how many wait */
export function unequal({ tables }: Verification): Record<string, readonly number[]> {
  return Object.fromEntries(
    tables.filter(({ waiting, ...table }) => waiting > 0 || !isEqual(table))
      .map(({ name, missing, surplus, differing, waiting }) => [
        name,
        [missing, surplus, differing, ...waiting > 0 ? [waiting] : []],
      ]),
  );
}

/** @returns a pool that, in a transaction, does `first` before it runs the statement of that name for the first time */
export function interrupted(pool: Pool, name: string, first: () => Promise<unknown>): Pool {
  let done = false;
  return {
    ...pool,
    snapshot: (mode, work) =>
      pool.snapshot(mode, (transaction) => {
        const run: Queryable["run"] = async (statement, parameters) => {
          if (statement.name === name && !done) {
            done = true;
            await first();
          }
          return await transaction.run(statement, parameters);
        };
        return work({ ...transaction, run });
      }),
  };
}
