import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

// On the day in question A and B ordered, and D returned something; the aggregate has A and C.
const shop = `
  insert into customers (id, name)
    select ('00000000-0000-0000-0000-00000000000' || lower(name))::uuid, name from unnest('{A,B,C,D}'::text[]) name;
  insert into orders (customer_id, order_date, total_amount)
    select c.id, '2024-05-01T12:00Z', case when c.name = 'D' then -5 else 5 end from customers c where c.name <> 'C';
  insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost)
    select c.id, '2024-05-01', 1, 5, 0, 0, 0 from customers c where c.name in ('A', 'C');
  delete from touched`;

const cases: readonly {
  readonly name: string;
  /** Customers whose orders the log names; - is a guest. */
  readonly named?: string;
  readonly at?: string;
  readonly range?: readonly [string, string];
  readonly guests?: number;
  readonly changes: string;
}[] = [
  { name: "nobody named", changes: "" },
  { name: "active in both", named: "A", changes: "" },
  { name: "not in the aggregate yet", named: "B", changes: "B 1" },
  { name: "not active any more", named: "C", changes: "C -1" },
  { name: "a return makes nobody active", named: "D", changes: "" },
  { name: "several, some of them twice, and a guest", named: "ABBCD-", changes: "B 1, C -1" },
  { name: "named on another day", named: "BC", at: "2024-05-02T00:00Z", changes: "" },
  { name: "all of a touched range", range: ["2024-05-01T23:00Z", "2024-05-02T05:00Z"], changes: "B 1, C -1" },
  { name: "a range that ends before", range: ["2024-04-01T00:00Z", "2024-05-01T00:00Z"], changes: "" },
  { name: "more rows than are looked at", guests: 5001, changes: "B 1, C -1" },
  { name: "as many rows as are looked at", named: "B", guests: 4999, changes: "B 1" },
];

Deno.test("customers whose day is touched are compared with the orders", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(shop);
  for (const { name, named = "", at = "2024-05-01T12:00Z", range, guests = 0, changes } of cases) {
    await sql`delete from touched`;
    await sql`insert into touched (kind, at, customer_id)
      select 'order', ${at}, c.id from unnest(${[...named]}::text[]) n left join customers c on c.name = n`;
    await sql`insert into touched (kind, at) select 'order', ${at} from generate_series(1, ${guests}::int)`;
    if (range) await sql`select touch_range(${range[0]}, ${range[1]})`;
    const rows = await sql`select c.name, a.change from activity_changes('{[2024-05-01,2024-05-02)}', 'UTC') a
      join customers c on c.id = a.customer_id order by c.name`;
    assert.equal(rows.map((row) => `${row["name"]} ${row["change"]}`).join(", "), changes, name);
  }
  await sql.end();
});
