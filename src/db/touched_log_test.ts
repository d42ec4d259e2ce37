/** What is logged as touched: by every kind of statement, once, in its own transaction, and nothing for what alters no number. */
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

const logged = `
  select concat_ws(' ', kind, to_char(at at time zone 'UTC', 'MM-DD HH24:MI'),
    to_char(until at time zone 'UTC', 'MM-DD HH24:MI'),
    name_of(order_id), name_of(customer_id), name_of(sales_rep_id), name_of(product_id)) as row
  from touched order by 1`;

async function withShop(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    await sql.unsafe(shop);
    await work(sql);
  } finally {
    await sql.end();
  }
}

async function touchedBy(
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

interface Case {
  readonly write: string;
  /** One a row: kind, when (UTC), and what it names. */
  readonly logs: readonly string[];
}

function testCases(name: string, cases: readonly Case[]): void {
  Deno.test(`touched: ${name}`, () =>
    withShop(async (sql) => {
      for (const { write, logs } of cases) {
        assert.deepEqual(await touchedBy(sql, (tx) => tx.unsafe(write)), logs, write);
      }
    }));
}

const order = (values: string) =>
  `insert into orders (id, customer_id, sales_rep_id, order_date, total_amount, status) values ${values}`;
const line = (values: string) =>
  `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price) values ${values}`;

testCases("orders that come and go", [
  {
    write: order("(id('n'), id('ada'), id('rep'), '2024-01-20', 1, 'completed')"),
    logs: ["order 01-20 00:00 n ada rep"],
  },
  { write: order("(id('n'), null, null, '2024-01-20', 1, 'completed')"), logs: ["order 01-20 00:00 n"] },
  { write: order("(id('n'), id('ada'), null, '2024-01-20', 1, 'pending')"), logs: [] },
  {
    write: order(`(id('n'), id('ada'), null, '2024-01-20', 1, 'completed'),
      (id('m'), id('bob'), null, '2024-02-20', 1, 'completed'), (id('z'), null, null, '2024-02-20', 1, 'cancelled')`),
    logs: ["order 01-20 00:00 n ada", "order 02-20 00:00 m bob"],
  },
  { write: order("(id('n'), null, null, '2019-01-20', 1, 'completed')"), logs: ["order 01-20 00:00 n"] },
  {
    write:
      "insert into orders (id, order_date, total_amount) select id, order_date, 1 from orders where false",
    logs: [],
  },
  {
    write: "insert into orders_2024_01 (id, order_date, total_amount) values (id('n'), '2024-01-20', 1)",
    logs: ["order 01-20 00:00 n"],
  },
  {
    write: "insert into orders_default (id, order_date, total_amount) values (id('n'), '2019-01-20', 1)",
    logs: ["order 01-20 00:00 n"],
  },
  { write: "delete from orders where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  { write: "delete from orders_2024_01 where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  { write: "delete from orders where id in (id('p'), id('x'))", logs: ["line 01-13 10:00 p lamp"] },
  { write: "delete from orders where id = id('nobody')", logs: [] },
  {
    write: "delete from orders where id = id('a')",
    logs: ["line 01-10 10:00 a desk", "line 01-10 10:00 a lamp", "order 01-10 10:00 a ada rep"],
  },
  {
    write: "delete from orders_default where id = id('d')",
    logs: ["line 05-05 10:00 d pen", "order 05-05 10:00 d bob"],
  },
]);

testCases("orders that change", [
  { write: "update orders set total_amount = 11 where id = id('a')", logs: ["order 01-10 10:00 a ada rep"] },
  {
    write: "update orders_2024_01 set total_amount = 11 where id = id('a')",
    logs: ["order 01-10 10:00 a ada rep"],
  },
  {
    write: "update orders_default set total_amount = 11 where id = id('d')",
    logs: ["order 05-05 10:00 d bob"],
  },
  {
    write: "update orders set customer_segment = 'VIP' where id = id('b')",
    logs: ["order 01-11 10:00 b ada"],
  },
  {
    write: "update orders set customer_id = id('bob') where id = id('a')",
    logs: ["order 01-10 10:00 a ada rep", "order 01-10 10:00 a bob rep"],
  },
  {
    write: "update orders set customer_id = null where id = id('b')",
    logs: ["order 01-11 10:00 b", "order 01-11 10:00 b ada"],
  },
  {
    write: "update orders set sales_rep_id = id('lead') where id = id('a')",
    logs: ["order 01-10 10:00 a ada lead", "order 01-10 10:00 a ada rep"],
  },
  { write: "update orders set status = 'cancelled' where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  {
    write: "update orders set status = 'completed' where id in (id('p'), id('x'))",
    logs: ["order 01-13 10:00 p bob", "order 01-14 10:00 x bob"],
  },
  { write: "update orders set status = 'cancelled', customer_id = null where id = id('p')", logs: [] },
  { write: "update orders set total_amount = 99, order_date = '2024-01-15' where id = id('x')", logs: [] },
  { write: "update orders set total_amount = total_amount, status = status", logs: [] },
  { write: "update orders set created_at = '2001-01-01'", logs: [] },
  { write: "update orders set total_amount = 1 where id = id('nobody')", logs: [] },
  {
    write:
      "update orders set total_amount = case id when id('a') then 11 else 10 end where id in (id('a'), id('b'))",
    logs: ["order 01-10 10:00 a ada rep"],
  },
  {
    write: "update orders set order_date = '2024-01-12T10:00Z' where id = id('b')",
    logs: ["order 01-11 10:00 b ada", "order 01-12 10:00 b ada"],
  },
  {
    write: "update orders set order_date = '2024-02-12T10:00Z' where id = id('a')",
    logs: [
      "line 01-10 10:00 a desk",
      "line 01-10 10:00 a lamp",
      "line 02-12 10:00 a desk",
      "line 02-12 10:00 a lamp",
      "order 01-10 10:00 a ada rep",
      "order 02-12 10:00 a ada rep",
    ],
  },
  {
    write: "update orders set order_date = '2024-01-12' where id = id('d')",
    logs: [
      "line 01-12 00:00 d pen",
      "line 05-05 10:00 d pen",
      "order 01-12 00:00 d bob",
      "order 05-05 10:00 d bob",
    ],
  },
  {
    write: "update orders set order_date = '2020-05-05' where id = id('b')",
    logs: ["order 01-11 10:00 b ada", "order 05-05 00:00 b ada"],
  },
  {
    write:
      `update orders set order_date = case id when id('b') then '2024-02-12T10:00Z'::timestamptz else '2024-01-11T10:00Z' end
      where id in (id('b'), id('c'))`,
    logs: [
      "line 01-11 10:00 c lamp",
      "line 02-12 10:00 c lamp",
      "order 01-11 10:00 b ada",
      "order 01-11 10:00 c",
      "order 02-12 10:00 b ada",
      "order 02-12 10:00 c",
    ],
  },
]);

testCases("lines", [
  { write: line("(id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1)"), logs: ["line 01-11 10:00 b pen"] },
  {
    write: line(
      `(id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1), (id('b'), '2024-01-11T10:00Z', id('pen'), 2, 1, 2),
      (id('c'), '2024-02-12T10:00Z', id('lamp'), 2, 1, 2)`,
    ),
    logs: ["line 01-11 10:00 b pen", "line 02-12 10:00 c lamp"],
  },
  {
    write:
      `insert into order_items_2024_01 (order_id, order_date, product_id, quantity, unit_price, total_price)
      values (id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1)`,
    logs: ["line 01-11 10:00 b pen"],
  },
  // An order that is pending may be completed at the same time, by someone whose change is not seen here.
  { write: line("(id('p'), '2024-01-13T10:00Z', id('pen'), 1, 1, 1)"), logs: ["line 01-13 10:00 p pen"] },
  { write: "update order_items set quantity = 2 where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "update order_items_2024_01 set total_price = 4 where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp"],
  },
  { write: "update order_items set unit_cost = 4 where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "update order_items set product_id = id('pen') where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 01-10 10:00 a pen"],
  },
  {
    write: "update order_items set order_id = id('b'), order_date = '2024-01-11T10:00Z' where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 01-11 10:00 b lamp"],
  },
  {
    write: "update order_items set order_id = id('c'), order_date = '2024-02-12T10:00Z' where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 02-12 10:00 c lamp"],
  },
  // What only its own line shows is in no aggregate.
  { write: "update order_items set unit_price = 7, quantity = quantity", logs: [] },
  { write: "delete from order_items where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "delete from order_items_2024_01 where order_id = id('a')",
    logs: ["line 01-10 10:00 a desk", "line 01-10 10:00 a lamp"],
  },
  { write: "delete from order_items where false", logs: [] },
]);

testCases("statements that do several things at once", [
  {
    write: `${
      order(
        "(id('a'), null, null, '2024-01-10T10:00Z', 12, 'completed'), (id('n'), null, null, '2024-01-20', 1, 'completed')",
      )
    }
      on conflict (id, order_date) do update set total_amount = excluded.total_amount`,
    logs: ["order 01-10 10:00 a ada rep", "order 01-20 00:00 n"],
  },
  {
    write: `${order("(id('a'), null, null, '2024-01-10T10:00Z', 12, 'completed')")} on conflict do nothing`,
    logs: [],
  },
  {
    write:
      `merge into orders o using (values (id('a'), 1), (id('b'), 2), (id('n'), 3)) n (id, amount) on n.id = o.id
      when matched and n.amount = 1 then delete
      when matched then update set total_amount = n.amount
      when not matched then insert (id, order_date, total_amount) values (n.id, '2024-02-20', n.amount)`,
    logs: [
      "line 01-10 10:00 a desk",
      "line 01-10 10:00 a lamp",
      "order 01-10 10:00 a ada rep",
      "order 01-11 10:00 b ada",
      "order 02-20 00:00 n",
    ],
  },
  {
    write: `with gone as (delete from order_items where id = id('a1') returning *)
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select order_id, order_date, id('pen'), quantity, unit_price, total_price from gone`,
    logs: ["line 01-10 10:00 a lamp", "line 01-10 10:00 a pen"],
  },
  {
    write:
      `update orders set total_amount = 11 where id = id('a'); update orders set total_amount = 12 where id = id('a')`,
    logs: ["order 01-10 10:00 a ada rep", "order 01-10 10:00 a ada rep"],
  },
]);

testCases("what names or groups sales", [
  { write: "update products set name = 'Lamp' where id = id('lamp')", logs: ["product"] },
  { write: "update products set category_id = id('work')", logs: ["product"] },
  { write: "update products set selling_price = 11", logs: ["product"] },
  { write: "update products set stock_quantity = stock_quantity - 1", logs: [] },
  { write: "update products set name = name", logs: [] },
  {
    write: "insert into products (name, selling_price) values ('Ink', 1), ('Cap', 1)",
    logs: ["listed_product"],
  },
  { write: "insert into customers (name) values ('Cy')", logs: ["listed_customer"] },
  { write: "insert into customers (name) select 'Nobody' where false", logs: [] },
  { write: "update customers set segment = 'VIP'", logs: ["customer"] },
  { write: "update customers set name = name", logs: [] },
  { write: "update categories set parent_id = id('home') where id = id('work')", logs: ["category"] },
  { write: "delete from categories where id = id('work')", logs: ["category"] },
  { write: "update sales_representatives set region = 'North'", logs: ["sales_rep"] },
  { write: "update sales_representatives set commission_rate = null", logs: [] },
]);

testCases("what a writer logs itself, where no trigger serves it", [
  {
    write: "select touch_order(id('a'), '2024-01-10', id('ada'), id('rep'))",
    logs: ["order 01-10 00:00 a ada rep"],
  },
  { write: "select touch_order(id('a'), '2024-01-10', null, null)", logs: ["order 01-10 00:00 a"] },
  { write: "select touch_line(id('a'), '2024-01-10', id('lamp'))", logs: ["line 01-10 00:00 a lamp"] },
  { write: "select touch_range('2024-01-10', '2024-02-01')", logs: ["range 01-10 00:00 02-01 00:00"] },
  {
    write: "select touch_range('2024-01-10', '2024-01-10'), touch_range('2024-01-10', '2024-01-09')",
    logs: [],
  },
  {
    write:
      "select touch_days(array['2024-01-10T10:00Z', '2024-01-10T11:00Z', '2024-01-12T00:00Z']::timestamptz[])",
    logs: ["range 01-10 00:00 01-11 00:00", "range 01-12 00:00 01-13 00:00"],
  },
  { write: "select touch_days('{}')", logs: [] },
  ...["product", "customer", "category", "sales_rep", "shop"].map((kind) => ({
    write: `select touch('${kind}')`,
    logs: [kind],
  })),
]);

const days = (...which: readonly string[]) =>
  which.map((day) => {
    const end = Temporal.PlainDate.from(`2024-${day}`).add({ days: 1 }).toString().slice(5);
    return `range ${day} 00:00 ${end} 00:00`;
  });

const many = (count: number) =>
  `insert into orders (id, order_date, total_amount)
  select id('n' || i), '2024-01-20'::timestamptz + i % 2 * interval '1 day', 1 from generate_series(1, ${count}) i;`;
const manyLines =
  `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
  select id, order_date, id('lamp'), 1, 1, 1 from orders where total_amount = 1;`;

Deno.test("touched: a statement of a thousand rows logs each of them, one of more their days", () =>
  withShop(async (sql) => {
    const each = await touchedBy(sql, (tx) => tx.unsafe(many(1000)));
    assert.equal(each.length, 1000);
    assert.ok(each.every((row) => row.startsWith("order 01-2")));

    // What was there before, the statement, and what it logs.
    const cases = [
      ["", many(1001), days("01-20", "01-21")],
      [many(1001), "update orders set total_amount = 2 where total_amount = 1", days("01-20", "01-21")],
      [
        many(1001),
        "update orders set order_date = order_date + interval '1 day' where total_amount = 1",
        days("01-20", "01-21", "01-22"),
      ],
      [many(1001), manyLines, days("01-20", "01-21")],
      [
        many(1001) + manyLines,
        "update order_items set quantity = 2 where product_id = id('lamp')",
        days("01-10", "01-13", "01-20", "01-21", "02-12"),
      ],
      [
        many(1001) + manyLines,
        "delete from order_items where quantity = 1 and total_price = 1",
        days("01-20", "01-21"),
      ],
      [
        many(1001) + manyLines,
        "delete from orders where total_amount = 1",
        // Lines and orders.
        days("01-20", "01-20", "01-21", "01-21"),
      ],
    ] as const;
    for (const [before, write, logs] of cases) {
      const found = await touchedBy(sql, (tx) => tx.unsafe(`${before}; delete from touched; ${write}`));
      assert.deepEqual(found, logs, write);
    }
  }));

Deno.test("touched: COPY into the parent, a partition and the default partition", () =>
  withShop(async (sql) => {
    const copied = (into: string, rows: string) =>
      touchedBy(sql, async (tx) => {
        const writable = await tx.unsafe(`copy ${into} (id, order_date, total_amount, status) from stdin`)
          .writable();
        await new Promise<void>((resolve, reject) => {
          writable.on("finish", resolve).on("error", reject).end(rows);
        });
      });
    const [n, m] = await Promise.all(
      ["n", "m"].map(async (name) => (await sql`select id(${name}) as id`)[0]?.id),
    );
    const rows = `${n}\t2024-01-20Z\t1\tcompleted\n${m}\t2024-01-21Z\t1\tpending\n`;
    for (const into of ["orders", "orders_2024_01"]) {
      assert.deepEqual(await copied(into, rows), ["order 01-20 00:00 n"], into);
    }
    assert.deepEqual(await copied("orders_default", `${n}\t2019-01-20Z\t1\tcompleted\n`), [
      "order 01-20 00:00 n",
    ]);
    const thousands = Array.from(
      { length: 1001 },
      () => `${crypto.randomUUID()}\t2024-01-20Z\t1\tcompleted\n`,
    )
      .join("");
    assert.deepEqual(await copied("orders", thousands), days("01-20"));
  }));

Deno.test("touched: in the writer's transaction, so that what is rolled back touches nothing", () =>
  withShop(async (sql) => {
    const rows = async () => (await sql.unsafe(logged)).map(({ row }) => row);
    await sql.unsafe("begin; update orders set total_amount = 11; rollback");
    assert.deepEqual(await rows(), []);
    await sql.unsafe(
      `begin; savepoint one; update orders set total_amount = 11 where id = id('a'); rollback to one;
      update orders set total_amount = 11 where id = id('b'); commit`,
    );
    assert.deepEqual(await rows(), ["order 01-11 10:00 b ada"]);
    await assert.rejects(sql.unsafe("update orders set total_amount = 'NaN'"), /total_amount/);
    assert.deepEqual(await rows(), ["order 01-11 10:00 b ada"]);
  }));

Deno.test("touched: TRUNCATE is refused, with the way out", () =>
  withShop(async (sql) => {
    const tables = [
      "order_items",
      "order_items_2024_01",
      "order_items_default",
      "products",
      "customers",
      "categories",
    ];
    for (const table of [...tables, "sales_representatives", "orders", "orders_2024_01", "orders_default"]) {
      await assert.rejects(sql.unsafe(`truncate ${table} cascade`), (error: postgres.PostgresError) => {
        assert.match(error.message, /^Cannot truncate \w+: the aggregates .* would not learn what is gone$/);
        assert.match(error.hint ?? "", /Use DELETE/);
        assert.equal(error.code, "0A000");
        return true;
      }, table);
    }
    assert.equal((await sql`select from orders`).length, 6);
  }));

Deno.test("touched: whatever a writer's search_path finds, the log is ours", () =>
  withShop(async (sql) => {
    for (const path of ["''", "pg_temp, public"]) {
      await sql.unsafe(`
        begin; set local search_path = ${path};
        create temp table touched (like public.touched including all) on commit drop;
        create temp table order_ids (like public.order_ids) on commit drop;
        insert into public.orders (order_date, total_amount) values ('2024-01-20', 5);
        insert into public.categories (name) values ('New ' || clock_timestamp());
        update public.categories set parent_id = (select id from public.categories c where c.name = 'Home' limit 1)
          where name like 'New%';
        commit`);
    }
    const rows = await sql`select kind from touched order by id`;
    assert.deepEqual(rows.map(({ kind }) => kind).filter((kind) => kind === "order"), ["order", "order"]);
    assert.equal((await sql`select from order_ids where order_date = '2024-01-20'`).length, 2);
  }));

Deno.test("touched: a call by hand with an absurd date is refused or cut, and no drain has to deal with it", () =>
  withShop(async (sql) => {
    await assert.rejects(
      sql`select touch_order(gen_random_uuid(), 'infinity', null, null)`,
      /touched_at_check|touched_check/,
    );
    await assert.rejects(
      sql`select touch_line(gen_random_uuid(), '4000-01-01 BC', gen_random_uuid())`,
      /touched_at_check|touched_check/,
    );
    await sql`select touch_range('-infinity', 'infinity'), touch_range('2150-01-01', 'infinity')`;
    const rows = await sql`select at::text as at, until::text as until from touched`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [
      { at: "1969-12-31 00:00:00+00", until: "2101-01-02 00:00:00+00" },
    ]);
  }));

Deno.test("touched: every partition has what the parent has", () =>
  withShop(async (sql) => {
    await sql`select create_order_months('2024-06-01', '2024-06-01')`;
    const triggers = await sql`
      select p.relname as table, array_agg(g.tgname::text order by g.tgname) as triggers
      from pg_class p join pg_trigger g on g.tgrelid = p.oid
      where p.relname ~ '^(orders|order_items)($|_)' and not g.tgisinternal
      group by p.relname`;
    const of = new Map(triggers.map((row) => [row.table, row.triggers]));
    const parts = ["default", "2024_01", "2024_02", "2024_06"];
    for (const parent of ["orders", "order_items"]) {
      for (const part of parts) {
        assert.deepEqual(of.get(`${parent}_${part}`), of.get(parent), `${parent}_${part}`);
      }
    }
    assert.ok(of.get("orders").length > of.get("order_items").length);
  }));
