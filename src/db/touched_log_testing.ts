/** A shop, and what is logged as touched in it, for tests of the log. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";

// Names instead of ids, both ways. Ordered on purpose: `a` to `c` are completed, `p` is pending, `x` cancelled; `d` lies
// where no month's partition is.
const shop = `
  create function id(name text) returns uuid immutable language sql as 'select md5(name)::uuid';
  create function name_of(id uuid) returns text immutable language sql as $$
    select name from unnest('{a,b,c,d,p,x,n,m,ada,bob,rep,lead,lamp,desk,pen}'::text[]) name where id(name) = $1
  $$;
  select create_order_months('2024-01-01', '2024-02-01');
  insert into categories (id, name) values (id('home'), 'Home'), (id('work'), 'Work');
  insert into products (id, name, category_id, selling_price)
    select id(name), name, id('home'), 10 from unnest('{lamp,desk,pen}'::text[]) name;
  insert into customers (id, name) values (id('ada'), 'Ada'), (id('bob'), 'Bob');
  insert into sales_representatives (id, name) values (id('rep'), 'Rep'), (id('lead'), 'Lead');
  insert into orders (id, customer_id, sales_rep_id, order_date, total_amount, status) values
    (id('a'), id('ada'), id('rep'), '2024-01-10T10:00Z', 10, 'completed'),
    (id('b'), id('ada'), null, '2024-01-11T10:00Z', 10, 'completed'),
    (id('c'), null, null, '2024-02-12T10:00Z', 10, 'completed'),
    (id('d'), id('bob'), null, '2020-05-05T10:00Z', 10, 'completed'),
    (id('p'), id('bob'), null, '2024-01-13T10:00Z', 10, 'pending'),
    (id('x'), id('bob'), null, '2024-01-14T10:00Z', 10, 'cancelled');
  insert into order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price)
    select id(l.name), o.id, o.order_date, id(product), 1, 5, 5
    from (values ('a1', 'a', 'lamp'), ('a2', 'a', 'desk'), ('c1', 'c', 'lamp'), ('d1', 'd', 'pen'), ('p1', 'p', 'lamp'))
      l (name, of, product)
    join orders o on o.id = id(l.of);
  delete from touched;`;

/** A query for what is logged as touched, in words. */
export const logged = `
  select concat_ws(' ', kind, to_char(at at time zone 'UTC', 'MM-DD HH24:MI'),
    to_char(until at time zone 'UTC', 'MM-DD HH24:MI'),
    name_of(order_id), name_of(customer_id), name_of(sales_rep_id), name_of(product_id)) as row
  from touched order by 1`;

export async function withShop(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    await sql.unsafe(shop);
    await work(sql);
  } finally {
    await sql.end();
  }
}

/** @returns what is logged while `write` is done, which is undone */
export async function touchedBy(
  sql: postgres.Sql,
  write: (tx: postgres.Sql) => Promise<unknown>,
): Promise<string[]> {
  await sql`begin`;
  try {
    await write(sql);
    return (await sql.unsafe(logged)).map(({ row }) => row);
  } finally {
    await sql`rollback`;
  }
}

export interface Case {
  readonly write: string;
  /** One a row: kind, when (UTC), and what it names. */
  readonly logs: readonly string[];
}

/** A test of what each statement logs. */
export function testCases(name: string, cases: readonly Case[]): void {
  Deno.test(`touched: ${name}`, () =>
    withShop(async (sql) => {
      for (const { write, logs } of cases) {
        assert.deepEqual(await touchedBy(sql, (tx) => tx.unsafe(write)), logs, write);
      }
    }));
}
