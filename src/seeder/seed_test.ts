// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";
import { type SeedOptions, seedShop } from "./seed.ts";

const until = Temporal.Instant.from("2025-06-15T12:00:00Z");
const settings = { shop: { timeZone: "Europe/Berlin" }, orders: 2_000, seed: 1, until, months: 6 } as const;
const tables = [
  "orders",
  "order_items",
  "customers",
  "products",
  "categories",
  "sales_representatives",
  "order_ids",
];

/** Seeds a database of its own, as `options` say, and shows it to `look`. */
async function seeded<T>(
  options: Partial<SeedOptions>,
  look: (sql: postgres.Sql, url: string) => Promise<T>,
): Promise<T> {
  await using database = await testDatabase();
  await seedShop({ url: database.url, ...settings, ...options });
  return await connected(database.url, (sql) => look(sql, database.url));
}

async function connected<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** @returns by table: all columns of all rows, in one digest */
async function digests(sql: postgres.Sql): Promise<Record<string, string>> {
  const digestOf = async (table: string) => {
    const [row] = await sql`select md5(string_agg(t::text, e'\n' order by t::text)) as digest from ${
      sql(table)
    } t`;
    return [table, row!.digest];
  };
  return Object.fromEntries(await Promise.all(tables.map(digestOf)));
}

async function countRows(sql: postgres.Sql): Promise<number[]> {
  return await Promise.all(tables.map(async (table) => (await sql`select from ${sql(table)}`).length));
}

Deno.test("the same settings give the same rows, ids and times included; another seed gives others", async () => {
  const one = await seeded({}, digests);
  assert.deepEqual(await seeded({}, digests), one);
  const other = await seeded({ seed: 2 }, digests);
  for (const table of tables) assert.notEqual(other[table], one[table], table);
});

Deno.test("orders and lines agree, and lie in their months", () =>
  seeded({ months: 36 }, async (sql) => {
    const [counts] = await sql`
      select
        (select count(*)::int from orders) as orders,
        (select count(*)::int from order_ids) as ids,
        (select count(*)::int from orders_default) as astray,
        (select count(*)::int from order_items_default) as lines_astray`;
    assert.deepEqual({ ...counts }, { orders: 2000, ids: 2000, astray: 0, lines_astray: 0 });
    const wrong = await sql`
      select o.id from orders o left join order_items i on i.order_id = o.id
      group by o.id, o.order_date, o.total_amount
      having sum(i.total_price) is distinct from o.total_amount or bool_or(i.order_date <> o.order_date)`;
    assert.equal(wrong.length, 0);
    const [range] = await sql`select
      min(order_date) >= '2022-06-14T22:00Z' and max(order_date) < ${until.toString()} as inside,
      max(order_date) - min(order_date) > '1070 days' as wide from orders`;
    assert.deepEqual({ ...range }, { inside: true, wide: true });
  }));

Deno.test("what stands in the tables is a shop", () =>
  seeded({}, async (sql) => {
    const [shop] = await sql`
      select
        count(*) filter (where status = 'cancelled')::int as cancelled,
        count(*) filter (where total_amount < 0)::int as returns,
        count(*) filter (where customer_id is null)::int as guests,
        count(*) filter (where customer_id is null and (customer_segment is not null or sales_rep_id is not null))::int
          as odd_guests,
        count(distinct customer_segment)::int as segments,
        count(distinct sales_rep_id)::int as reps
      from orders`;
    assert.ok(shop!.cancelled > 50 && shop!.cancelled < 90, JSON.stringify(shop));
    assert.ok(shop!.returns > 20 && shop!.returns < 40, JSON.stringify(shop));
    assert.ok(shop!.guests > 130 && shop!.guests < 190, JSON.stringify(shop));
    assert.deepEqual([shop!.odd_guests, shop!.segments, shop!.reps], [0, 3, 8]);
    const early =
      await sql`select from orders o join customers c on c.id = o.customer_id where c.created_at > o.order_date`;
    assert.equal(early.length, 0);
    const unlaunched = await sql`select from order_items i join products p on p.id = i.product_id
      where p.created_at > i.order_date + interval '1 second'`;
    assert.equal(unlaunched.length, 0);
    const idle =
      await sql`select from customers c where not exists (select from orders o where o.customer_id = c.id)`;
    assert.equal(idle.length, 0);
  }));

Deno.test("it tells what it made, and how far it is", async () => {
  await using database = await testDatabase();
  const progress: number[] = [];
  const onProgress = (orders: number) => void progress.push(orders);
  const result = await seedShop({ url: database.url, ...settings, orders: 10_500, months: 2, onProgress });
  assert.deepEqual(progress, [10_000, 10_500]);
  assert.equal(result.from.toString(), "2025-04-14T22:00:00Z");
  await connected(database.url, async (sql) => {
    const [orders, lines, customers, products] = await countRows(sql);
    const { from: _, ...told } = result;
    assert.deepEqual(told, { orders, lines, customers, products });
  });
});

Deno.test("one order alone is a shop too", () =>
  seeded({ orders: 1, months: 1 }, async (sql) => {
    assert.equal((await sql`select from orders`).length, 1);
  }));

Deno.test("a database that holds anything is refused, and stays as it is", () =>
  seeded({ orders: 10 }, async (sql, url) => {
    const before = await digests(sql);
    await assert.rejects(
      seedShop({ url, ...settings, seed: 2 }),
      /^UsageError: Cannot seed: the database holds orders, customers, products, categories, sales_representatives/,
    );
    assert.deepEqual(await digests(sql), before);
  }));

Deno.test("of two at once one fills the database, and the other is refused", async () => {
  await using database = await testDatabase();
  const results = await Promise.allSettled(
    [1, 2].map((seed) => seedShop({ url: database.url, ...settings, seed })),
  );
  assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  await connected(database.url, async (sql) => assert.equal((await countRows(sql))[0], 2_000));
});

Deno.test("stopped halfway it leaves no rows, and a second run fills the database", async () => {
  await using database = await testDatabase();
  const stop = new AbortController();
  const options = { url: database.url, ...settings, orders: 30_000, months: 1 };
  const onProgress = () => stop.abort(new Error("enough"));
  await assert.rejects(seedShop({ ...options, signal: stop.signal, onProgress }), /enough/);
  await connected(database.url, async (sql) => {
    assert.deepEqual(await countRows(sql), tables.map(() => 0));
  });
  await seedShop({ ...options, orders: 100 });
});

Deno.test("a signal that has aborted before stops all", async () => {
  await using database = await testDatabase();
  const signal = AbortSignal.abort(new Error("not even begun"));
  await assert.rejects(seedShop({ url: database.url, ...settings, signal }), /not even begun/);
});
