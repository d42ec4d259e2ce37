/** A small shop for tests of commands. */
import postgres from "postgres";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";

export interface Shop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly url: string;
}

/** @param days how many, from the first of January 2024 on; each has an order of one line */
export async function withShop(days: number, work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const { url } = database;
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url, size: 1, deadlineMs: 20_000, name: "test" });
  try {
    await sql.unsafe(`
      insert into products (name, selling_price) values ('Lamp', 10);
      insert into orders (order_date, total_amount)
        select '2024-01-01'::timestamptz + i * interval '1 day', 10 from generate_series(0, ${days - 1}) i;
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
        select id, order_date, (select id from products), 6, 10, 10 from orders`);
    await work({ pool, sql, url });
  } finally {
    await sql.end();
    await pool.close();
  }
}
