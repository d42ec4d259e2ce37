/** What the core tables accept and refuse. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";

async function withTables(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await sql`insert into products (id, name, selling_price)
      values ('00000000-0000-7000-8000-000000000001', 'Lamp', 10)`;
    await sql`select create_order_months('2024-01-01', '2024-03-01')`;
    await work(sql);
  } finally {
    await sql.end();
  }
}

const product = "00000000-0000-7000-8000-000000000001";

async function insertOrder(sql: postgres.Sql, date: string): Promise<string> {
  const [order] = await sql<{ id: string }[]>`
    insert into orders (order_date, total_amount) values (${date}, 10) returning id`;
  assert.ok(order);
  await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
    values (${order.id}, ${date}, ${product}, 1, 10, 10)`;
  return order.id;
}

const partitionsOf = async (sql: postgres.Sql, id: string) => {
  const [order] = await sql`select tableoid::regclass::text as name from orders where id = ${id}`;
  const [line] = await sql`select tableoid::regclass::text as name from order_items where order_id = ${id}`;
  return [order?.name, line?.name];
};

Deno.test("nonsense is refused by the table, whoever writes it", async () => {
  await withTables(async (sql) => {
    const order = await insertOrder(sql, "2024-01-15");
    const line = (values: string) =>
      `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
       values ('${order}', '2024-01-15', ${values})`;
    const cases = [
      ["insert into orders (order_date, total_amount) values ('infinity', 1)", "check"],
      ["insert into orders (order_date, total_amount) values ('10000-01-01', 1)", "check"],
      ["insert into orders (order_date, total_amount) values ('0044-03-15 BC', 1)", "check"],
      ["insert into orders (order_date, total_amount) values ('2024-01-01', 'NaN')", "check"],
      [
        "insert into orders (order_date, total_amount) values ('2024-01-01', 'Infinity')",
        "numeric field overflow",
      ],
      ["insert into orders (order_date, total_amount, status) values ('2024-01-01', 1, 'shipped')", "check"],
      ["insert into orders (order_date, total_amount) values (null, 1)", "null value"],
      [line(`'${product}', 0, 1, 1, 1`), "check"],
      [line(`'${product}', 1, -1, 1, 1`), "check"],
      [line(`'${product}', 1, 'NaN', 1, 1`), "check"],
      [line(`'${product}', 1, 1, 'NaN', 1`), "check"],
      [line(`'${product}', 1, 1, 1, -1`), "check"],
      [line("null, 1, 1, 1, 1"), "null value"],
      [line("'00000000-0000-7000-8000-00000000dead', 1, 1, 1, 1"), "foreign key"],
      [`update order_items set order_date = '2024-02-01' where order_id = '${order}'`, "foreign key"],
      ["insert into products (name, selling_price) values ('x', -1)", "check"],
      ["insert into products (name, selling_price, cost_price) values ('x', 1, 'NaN')", "check"],
      ["insert into products (name, selling_price) values ('', 1)", "check"],
      ["insert into sales_representatives (name, commission_rate) values ('x', 101)", "check"],
      ["insert into sales_representatives (name, commission_rate) values ('x', 'NaN')", "check"],
      ["insert into customers (name, email) values ('x', '')", "check"],
      ["delete from products", "foreign key"],
    ] as const;
    for (const [text, message] of cases) await assert.rejects(sql.unsafe(text), new RegExp(message), text);
  });
});

Deno.test("an id stands once over all months, however it is written", async () => {
  await withTables(async (sql) => {
    const id = await insertOrder(sql, "2024-01-15");
    const again = (table: string) =>
      sql.unsafe(`insert into ${table} (id, order_date, total_amount) values ('${id}', '2024-02-15', 1)`);
    await assert.rejects(again("orders"), /order_ids_pkey/);
    await assert.rejects(again("orders_2024_02"), /order_ids_pkey/);
    await sql`delete from orders where id = ${id}`;
    await again("orders_2024_02");
    await sql`update orders set id = new_id()`;
    await again("orders");
    const [counts] =
      await sql`select (select count(*) from orders) as orders, (select count(*) from order_ids) as ids`;
    assert.deepEqual({ ...counts }, { orders: "2", ids: "2" });
  });
});

Deno.test("an order that moves to another month takes its lines and its id along", async () => {
  await withTables(async (sql) => {
    const id = await insertOrder(sql, "2024-01-15");
    assert.deepEqual(await partitionsOf(sql, id), ["orders_2024_01", "order_items_2024_01"]);
    await sql`update orders set order_date = '2024-02-20' where id = ${id}`;
    assert.deepEqual(await partitionsOf(sql, id), ["orders_2024_02", "order_items_2024_02"]);
    await sql`update orders set order_date = '2031-01-01' where id = ${id}`;
    assert.deepEqual(await partitionsOf(sql, id), ["orders_default", "order_items_default"]);
    const [registered] = await sql`select order_date from order_ids where id = ${id}`;
    assert.equal(registered?.order_date.toISOString(), "2031-01-01T00:00:00.000Z");
  });
});

Deno.test("deleting an order deletes its lines", async () => {
  await withTables(async (sql) => {
    const id = await insertOrder(sql, "2024-01-15");
    await sql`delete from orders where id = ${id}`;
    assert.equal((await sql`select 1 from order_items`).length, 0);
    assert.equal((await sql`select 1 from order_ids`).length, 0);
  });
});

Deno.test("months are made once, by however many processes, and never over rows of the default partition", async () => {
  await using database = await testDatabase();
  const connections = Array.from({ length: 4 }, () => postgres(database.url, { max: 1, onnotice: () => {} }));
  const [sql] = connections;
  assert.ok(sql);
  await insertOrderless(sql, "2024-02-10");
  const made = await Promise.all(
    connections.map((each) => each`select create_order_months('2024-01-31', '2024-03-01') as made`),
  );
  assert.equal(made.flat().reduce((sum, row) => sum + row.made, 0), 2);
  const names = await sql`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'orders'::regclass order by 1`;
  assert.deepEqual(names.map(({ name }) => name), ["orders_2024_01", "orders_2024_03", "orders_default"]);
  await Promise.all(connections.map((each) => each.end()));
});

async function insertOrderless(sql: postgres.Sql, date: string): Promise<void> {
  await sql`insert into orders (order_date, total_amount) values (${date}, 1)`;
}

Deno.test("a category never lies below itself, even when two moves race", async () => {
  await using database = await testDatabase();
  const [first, second] = [1, 2].map(() => postgres(database.url, { max: 1, onnotice: () => {} }));
  assert.ok(first && second);
  await first`insert into categories (id, name) values
    ('00000000-0000-7000-8000-00000000000a', 'A'), ('00000000-0000-7000-8000-00000000000b', 'B')`;
  const under = (sql: postgres.Sql, child: string, parent: string) =>
    sql`update categories set parent_id = (select id from categories where name = ${parent}) where name = ${child}`;
  await assert.rejects(under(first, "A", "A"), /its own ancestor/);
  // The second move starts while the first is open, and is judged once that is committed.
  let racing: Promise<unknown> = Promise.resolve();
  await first.begin(async (tx) => {
    await tx`update categories set parent_id = (select id from categories where name = 'B') where name = 'A'`;
    racing = assert.rejects(under(second, "B", "A"), /its own ancestor/);
    while ((await tx`select 1 from pg_locks where not granted`).length === 0);
  });
  await racing;
  await Promise.all([first.end(), second.end()]);
});

Deno.test("new ids are version 7 and ordered by time", async () => {
  await withTables(async (sql) => {
    // Time is told in milliseconds, and a sleep is never shorter: each id has one of its own.
    const rows = await sql<
      { id: string }[]
    >`select new_id()::text as id, pg_sleep(0.002) from generate_series(1, 20)`;
    const ids = rows.map(({ id }) => id);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    const times = ids.map((id) => id.slice(0, 13));
    assert.deepEqual(times, [...new Set(times)].toSorted());
  });
});
