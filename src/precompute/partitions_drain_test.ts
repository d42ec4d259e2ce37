/** What happens to partitions in the middle of a drain: after its snapshot, before it looks at the orders. */
import assert from "node:assert/strict";
import type postgres from "postgres";
import { createClock } from "../base/clock.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { drain, drainAll } from "./drain.ts";
import { archiveMonths, createMonths, emptyDefault } from "./partitions.ts";
import { customers, placeOrder, product, type Shop, withShop } from "./partitions_testing.ts";

const clock = createClock();
const options = { timeZone: "America/New_York", weekStart: 1, clock } as const;

const changes = [
  ["months are made", createMonths, 4],
  ["the default partition is emptied", emptyDefault, 0],
  ["a month is archived", (shop: Shop) => archiveMonths({ ...shop, clock, olderThanMonths: 24 }), 0],
  ["a month is attached", attachMarch, 1],
] as const;

for (const [what, change, done] of changes) {
  Deno.test(`${what} in the middle of a drain: the aggregates come out right`, async () => {
    await withShop(async (shop) => {
      const { sql, pool } = shop;
      await sql`select create_order_month('2022-01-01')`;
      for (const date of ["2022-01-05", "2022-02-05"]) await placeOrder(sql, date);
      await drainAll(pool, options);
      await placeOrder(sql, "2022-02-05T01:00:00Z", customers.bob);
      await prepareMarch(sql);

      let changed: number | undefined;
      await drain(after(pool, "drain/lead", async () => void (changed = await change(shop))), options);
      assert.equal(changed, done);
      await drainAll(pool, options);
      assert.deepEqual(await sums(sql, aggregateSums), await sums(sql, orderSums));
    });
  });
}

/** @returns a pool that runs `work` after each run of the statement at `path` */
function after(pool: Pool, path: string, work: () => Promise<void>): Pool {
  return {
    ...pool,
    snapshot: (mode, inside) =>
      pool.snapshot(mode, (transaction) =>
        inside({
          ...transaction,
          run: async (given, parameters) => {
            const rows = await transaction.run(given, parameters);
            if (given === statement(path)) await work();
            return rows as never;
          },
        })),
  };
}

async function prepareMarch(sql: postgres.Sql): Promise<void> {
  await sql`select prepare_month('2022-03-01')`;
  await sql`insert into orders_2022_03 (order_date, total_amount, customer_id)
    values ('2022-03-05', 7, ${customers.bob}), ('2022-03-05 12:00', 8, null)`;
  await sql`insert into order_items_2022_03 (order_id, order_date, product_id, quantity, unit_price, total_price)
    select id, order_date, ${product}, 1, 10, 10 from orders_2022_03`;
}

async function attachMarch({ sql }: Shop): Promise<number> {
  const rows = await sql`select attach_month('orders_2022_03', 'order_items_2022_03', '2022-03-01')`;
  return rows.length;
}

const orderSums = `
  select (select sum(total_amount) from orders) as hours, (select sum(total_amount) from orders) as days,
    (select sum(total_price) from order_items) as products,
    (select sum(total_amount) from orders where customer_id is not null) as customers,
    (select count(distinct customer_id) from orders) as active`;
const aggregateSums = `
  select (select sum(revenue) from agg_hourly_metrics) as hours, (select sum(revenue) from agg_order_daily) as days,
    (select sum(revenue) from agg_product_daily) as products,
    (select sum(revenue) from agg_customer_daily) as customers,
    (select sum(customers) from agg_activity_daily where prev_day is null) as active`;

async function sums(sql: postgres.Sql, query: string): Promise<Readonly<Record<string, number>>> {
  const [row] = await sql.unsafe<Record<string, string>[]>(query);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, sum]) => [name, Number(sum)]));
}
