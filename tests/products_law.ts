/** For tests of the law over products: its shop, and what is asked of it. */
import postgres from "postgres";
import type { Lane } from "../src/analytics/answer.ts";
import type { Filter } from "../src/analytics/filter.ts";
import { type Calendar, type Comparison, type Period, type Span, spanOf } from "../src/analytics/period.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { fillShop } from "./lanes_law.ts";

/** Where the business clock stands. */
export const now = Temporal.Instant.from("2011-11-06T05:45:00Z");

// Of a shop whose clocks change: ends that cut days and hours, whole days, whole months, and what is to date.
const cuts:
  readonly (readonly [Exclude<Period, "CUSTOM">, Comparison] | readonly [string, string, Comparison])[] = [
    ["TODAY", "PREVIOUS_PERIOD"],
    ["MONTH", "PREVIOUS_YEAR"],
    ["QUARTER", "PREVIOUS_PERIOD"],
    ["YEAR", "NONE"],
    ["2011-11-06T04:20:11Z", "2011-11-06T06:59:59Z", "PREVIOUS_PERIOD"],
    ["2011-03-12T18:15:00Z", "2011-10-01T15:30:00Z", "PREVIOUS_PERIOD"],
    ["2011-01-01T00:00:00Z", "2011-11-01T00:00:00Z", "PREVIOUS_YEAR"],
    ["2001-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "NONE"],
  ];

/** @returns what is asked about: every cut */
export function spans(calendar: Calendar): readonly Span[] {
  return cuts.map(([first, second, third]) =>
    third
      ? spanOf(
        "CUSTOM",
        { from: Temporal.Instant.from(first), to: Temporal.Instant.from(second) },
        now,
        calendar,
        third,
      )
      : spanOf(first as Period, undefined, now, calendar, second as Comparison)
  );
}

/** Ids, by name. */
export interface Things {
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly reps: readonly string[];
}

/** Filters, and the lanes that serve them over a range and over all time. */
export function filters(
  { products, categories, reps }: Things,
): readonly (readonly [Partial<Filter>, Lane, Lane])[] {
  const [a = "", b = ""] = products;
  const [home = "", empty = "", lamps = ""] = categories;
  return [
    [{}, "AGGREGATE", "VIEW"],
    [{ categoryIds: [home] }, "AGGREGATE", "VIEW"],
    [{ categoryIds: [null, lamps] }, "AGGREGATE", "VIEW"],
    [{ categoryIds: [empty] }, "AGGREGATE", "VIEW"],
    [{ productIds: [a] }, "AGGREGATE", "VIEW"],
    [{ productIds: [a, b], categoryIds: [lamps, null] }, "AGGREGATE", "VIEW"],
    [{ productIds: [] }, "AGGREGATE", "VIEW"],
    [{ regions: ["West"] }, "DIRECT", "DIRECT"],
    [{ regions: [null], segments: ["Gold", null] }, "DIRECT", "DIRECT"],
    [{ salesRepIds: [reps[0] ?? "", null], productIds: [a, b] }, "DIRECT", "DIRECT"],
  ];
}

/** What no drain has seen: late orders and lines, changes of both, and what is gone. */
export const undrained = [
  `insert into orders (id, order_date, total_amount, sales_rep_id, customer_segment)
     select md5('late' || i)::uuid, '2011-11-06T03:00Z'::timestamptz + i * interval '20 minutes', i * 10 - 20,
       (select id from sales_representatives order by md5(id::text || i) limit 1), 'Gold'
     from generate_series(1, 12) i;
   insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
     select o.id, o.order_date, p.id, 1, 10, o.total_amount, 3
     from orders o join products p on p.name in ('P3', 'P12') join generate_series(1, 2) twice on true
     where o.id in (select md5('late' || i)::uuid from generate_series(1, 12) i);`,
  `update order_items set total_price = total_price + 1.5 where order_date >= '2011-11-05' and order_date < '2011-11-06';
   update orders set status = 'cancelled' where order_date >= '2011-10-01T14:00Z' and order_date < '2011-10-01T15:00Z';
   update orders set order_date = order_date - interval '1 year' where id = md5('late3')::uuid;
   delete from orders where order_date >= '2011-10-31T20:00Z' and order_date < '2011-11-01T08:00Z';`,
];

/** What no drain has seen of products: moved with all they brought, to a category and out of one; gone and listed again. */
export const moved = `
  update products set category_id = (select id from categories where name = 'Desk') where name in ('P1', 'P3');
  update products set category_id = null where name = 'P2';
  create temporary table gone as select id, name, selling_price from products where name = 'P12';
  delete from order_items where product_id = (select id from gone);
  delete from products where name = 'P12';
  insert into products (id, name, selling_price, category_id)
    select gone.*, c.id from gone join categories c on c.name = 'Home';
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
    select o.id, o.order_date, gone.id, 1, 10, 3 from gone join orders o
    on o.order_date >= '2011-11-05' and o.order_date < '2011-11-06T06:00Z';`;

export interface LawShop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly things: Things;
}

/** The shop of the lanes' law, some of whose orders hold a product in two lines. */
export async function inShop(work: (shop: LawShop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await fillShop(database.url);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  try {
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select order_id, order_date, product_id, 1, 5, 5 from order_items where abs(hashtext(id::text)) % 4 = 0`;
    const ids = async (table: string) =>
      (await sql.unsafe<{ readonly id: string }[]>(`select id from ${table} order by name`)).map(({ id }) =>
        id
      );
    const byName = async (name: string) => (await sql`select id from categories where name = ${name}`)[0]?.id;
    await work({
      pool,
      sql,
      things: {
        products: await ids("products"),
        categories: [await byName("Home"), await byName("Empty"), await byName("Lamps")],
        reps: await ids("sales_representatives"),
      },
    });
  } finally {
    await sql.end();
    await pool.close();
  }
}
