/** Who had never ordered before, from the orders: found one by one or by going through all of them, it is the same people. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import { type Calendar, type Range, spanOf } from "../src/analytics/period.ts";
import { customerRetention } from "../src/analytics/retention.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { id } from "./by_hand.ts";
import { analyticsOver } from "./lanes_law.ts";

// So many orders that the customers of a day are few beside them; a third are of customers who order twice, half a year apart:
// what comes first may be a return, a pending order, or one that a filter leaves out.
const filling = `
  select create_order_months('2024-01-01', '2024-12-31');
  insert into sales_representatives (id, name, region) values ('${id(1)}', 'Ann', 'West'), ('${
  id(2)
}', 'Bob', null);
  insert into products (id, name, selling_price) values ('${id(11)}', 'Arc', 10), ('${id(12)}', 'Beam', 10);
  insert into customers (id, name) select md5('c' || i)::uuid, 'C' || i from generate_series(0, 1300) i;
  insert into orders (id, customer_id, sales_rep_id, customer_segment, order_date, total_amount, status)
    select md5('o' || i)::uuid,
      case when i % 13 > 0 then md5('c' || case when i % 3 = 0 then 100 + i / 3 % 1200 else i * 7 % 100 end)::uuid end,
      (array['${id(1)}', '${id(2)}', null]::uuid[])[1 + abs(hashint4(i)) % 3],
      (array['Gold', null])[1 + abs(hashint4(i + 1)) % 2], '2024-01-01T00:00Z'::timestamptz + i * interval '70 minutes',
      case when abs(hashint4(i + 2)) % 4 = 0 then -5 else 10 end, case when abs(hashint4(i + 3)) % 5 = 0 then 'pending' else 'completed' end
    from generate_series(0, 7199) i;
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
    select id, order_date, case when ascii(id::text) % 2 = 0 then '${id(11)}' else '${
  id(12)
}' end::uuid, 1, 10, 10 from orders`;

interface Narrowed {
  readonly filter: Filter;
  /** The same in SQL, of an order o. */
  readonly where: string;
}

const filters: readonly Narrowed[] = [
  { filter: noFilter, where: "true" },
  { filter: { ...noFilter, regions: ["West"] }, where: `o.sales_rep_id = '${id(1)}'` },
  { filter: { ...noFilter, segments: ["Gold"] }, where: "o.customer_segment = 'Gold'" },
  {
    filter: { ...noFilter, salesRepIds: [id(2), null], segments: [null] },
    where: `o.sales_rep_id is distinct from '${id(1)}' and o.customer_segment is null`,
  },
  {
    filter: { ...noFilter, productIds: [id(12)] },
    where: `exists (select from order_items i where i.order_id = o.id and i.product_id = '${id(12)}')`,
  },
];

const calendar: Calendar = { timeZone: "UTC", weekStart: 1 };
const now = Temporal.Instant.from("2024-12-31T00:00:00Z");

function dayOf(day: string): Range {
  const start = Temporal.PlainDate.from(day).toZonedDateTime("UTC");
  return { from: start.toInstant(), to: start.add({ days: 1 }).toInstant() };
}

Deno.test("new customers are the same, looked up one by one or among all orders", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(filling);
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  const { direct } = analyticsOver(pool, calendar, now);
  let found = 0;
  for (const known of ["for few orders", "for as many as they are"]) {
    // What Postgres takes the orders for decides how the customers are looked for.
    if (known === "for as many as they are") await sql`analyze orders`;
    else {await sql`update pg_class set reltuples = -1 where oid in (select relid from pg_partition_tree('orders'))`;}
    for (const { filter, where } of filters) {
      for (const day of ["2024-01-01", "2024-05-05", "2024-07-07", "2024-11-30"]) {
        const range = dayOf(day);
        const [expected] = await sql.unsafe<{ customers: number; new_customers: number }[]>(
          `
          select count(*)::integer as customers, (count(*) filter (where first >= $1))::integer as new_customers
          from (
            select min(o.order_date) as first, max(o.order_date) filter (where o.order_date < $2) as last
            from orders o
            where o.customer_id is not null and o.status = 'completed' and o.total_amount >= 0 and o.order_date < $2 and ${where}
            group by o.customer_id
          ) c
          where last >= $1`,
          [range.from.toString(), range.to.toString()],
        );
        const span = spanOf("CUSTOM", range, now, calendar);
        const { value } = await customerRetention(direct, span, filter, { newness: true, repeats: true });
        const { customers, newCustomers } = value;
        const what = `${known} ${where} ${day}`;
        assert.deepEqual({ customers, newCustomers }, {
          customers: expected?.customers,
          newCustomers: expected?.new_customers,
        }, what);
        found += newCustomers ?? 0;
      }
    }
  }
  assert.ok(found > 20);
  await sql.end();
  await pool.close();
});
