/** A small shop whose aggregates are written by hand, for tests of the views. */
import postgres from "postgres";
import { createLog } from "../base/log.ts";
import { createPool, type Pool } from "../db/pool.ts";

export const log = createLog({ write: () => {} });

export interface Shop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly url: string;
}

/** Works on the database at `url`, after running `setup` there; numbers of any kind come as numbers. */
export async function withShop(
  url: string,
  setup: string,
  work: (shop: Shop) => Promise<void>,
): Promise<void> {
  // Whoever would wait in here waits for a test that waits for it.
  const connection = { lock_timeout: 1_000 };
  const sql = postgres(url, { max: 3, onnotice: () => {}, types: { numeric }, connection });
  const pool = createPool({ url, size: 3, deadlineMs: 10_000, name: "test" });
  try {
    await sql.unsafe(setup);
    await work({ pool, sql, url });
  } finally {
    await sql.end();
    await pool.close();
  }
}

const numeric = { to: 1700, from: [20, 1700], serialize: String, parse: Number };

/** @returns the id that ends with `n` */
export function id(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** What a drain leaves behind of itself, in SQL. */
export function drained(generation: number): string {
  return `update precompute_state set generation = ${generation}, time_zone = 'UTC',
    as_of = '2024-03-01T00:00:00Z'::timestamptz + ${generation} * interval '1 second';`;
}

/** Three days with orders or returns, three products, four customers, and a drain of generation 1. */
export const smallShop = `
  insert into categories (id, name) values ('${id(1)}', 'Lamps');
  insert into products (id, name, category_id, selling_price) values
    ('${id(11)}', 'Arc', '${id(1)}', 10), ('${id(12)}', 'Beam', null, 10),
    ('${id(13)}', 'Unsold', null, 10);
  insert into customers (id, name, segment) values
    ('${id(21)}', 'Ada', 'Premium'), ('${id(22)}', 'Bo', null),
    ('${id(23)}', 'Returns', null), ('${id(24)}', 'New', 'New');
  insert into agg_order_daily
    (day, sales_rep_id, customer_segment, revenue, line_revenue, costed_revenue, cost, orders, units) values
    ('2024-01-30', null, 'Premium', 30, 30, 20, 12, 2, 5),
    ('2024-01-30', '${id(31)}', null, 10, 10, 0, 0, 1, 1),
    ('2024-02-02', null, 'Premium', 5, 5, 5, 3, 1, 1),
    ('2024-02-03', null, null, -4, -4, 0, 0, 0, -1);
  insert into agg_activity_daily (day, prev_day, customers) values
    ('2024-01-30', null, 1), ('2024-01-30', '2023-12-01', 1), ('2024-02-02', '2024-01-30', 1);
  insert into agg_product_monthly (month, product_id, revenue, costed_revenue, cost, units, orders) values
    ('2024-01-01', '${id(11)}', 30, 20, 12, 5, 2), ('2024-02-01', '${id(11)}', 5, 5, 3, 1, 1),
    ('2024-01-01', '${id(12)}', 10, 0, 0, 1, 1), ('2024-02-01', '${id(12)}', -4, 0, 0, -1, 0);
  insert into agg_customer_daily
    (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost, prev_day) values
    ('${id(21)}', '2024-01-30', 2, 30, 30, 20, 12, null),
    ('${id(21)}', '2024-02-02', 1, 5, 5, 5, 3, '2024-01-30'),
    ('${id(22)}', '2024-01-30', 1, 10, 10, 0, 0, null),
    ('${id(22)}', '2024-02-04', 0, -1, -1, 0, 0, null),
    ('${id(23)}', '2024-02-03', 0, -4, -4, 0, 0, null);
  ${drained(1)}`;
