import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { testDatabase } from "../dev/test_database.ts";
import { contentsOf, header, importText, versionsOf, withSql } from "./testing.ts";

const everything =
  "order_id,line_id,order_date,status,customer_id,customer_name,customer_email,customer_segment," +
  "product_id,product_name,category,quantity,unit_price,unit_cost,line_total,order_total,sales_rep_id,sales_rep_name," +
  "sales_rep_email,region,commission_rate";

Deno.test("one row an order line: every column comes in", async () => {
  await using database = await testDatabase();
  const result = await importText(
    database.url,
    `${everything}\n` +
      "A-1,1,2024-03-01T10:00:00+01:00,Completed,c1,Ann,ann@example.org,Premium,p1,Mug,Kitchen > Mugs,2,9.95,4.00001,18.905,25,r1,Rep,r@example.org,North,2.5\n" +
      "A-1,2,2024-03-01T09:00:00Z,completed,c1,Ann,ann@example.org,Premium,p2,Plate,Kitchen,-1,10,,,25.0000,r1,Rep,r@example.org,North,2.5\n",
  );
  assert.deepEqual(
    [
      result.format,
      result.lines,
      result.orders,
      result.stored,
      result.unchanged,
      result.rejected,
      result.rejectsPath,
    ],
    ["Laneway", 2, 1, 1, 0, 0, undefined],
  );
  await withSql(database.url, async (sql) => {
    const [order] = await sql`
      select o.order_date::text, o.status, o.total_amount, o.customer_segment, c.name as customer, c.email, c.segment,
        r.name as rep, r.email as rep_email, r.region, r.commission_rate
      from orders o join customers c on c.id = o.customer_id join sales_representatives r on r.id = o.sales_rep_id`;
    assert.deepEqual({ ...order }, {
      order_date: "2024-03-01 09:00:00+00",
      status: "completed",
      total_amount: "25.0000",
      customer_segment: "Premium",
      customer: "Ann",
      email: "ann@example.org",
      segment: "Premium",
      rep: "Rep",
      rep_email: "r@example.org",
      region: "North",
      commission_rate: "2.50",
    });
    const items = await sql`
      select p.name, c.name as category, above.name as above, i.quantity, i.unit_price, i.total_price, i.unit_cost,
        p.selling_price, p.cost_price
      from order_items i join products p on p.id = i.product_id join categories c on c.id = p.category_id
      left join categories above on above.id = c.parent_id order by p.name`;
    assert.deepEqual(items.map((item) => Object.values(item)), [
      ["Mug", "Mugs", "Kitchen", 2, "9.9500", "18.9050", "4.00001000", "9.9500", "4.0000"],
      ["Plate", "Kitchen", null, -1, "10.0000", "-10.0000", null, "10.0000", null],
    ]);
  });
});

Deno.test("the six columns it needs are enough", async () => {
  await using database = await testDatabase();
  await importText(database.url, `${header}\nA-1,2024-03-01,c1,p1,3,0.3333\nA-1,2024-03-01,c1,p2,1,2\n`);
  await withSql(database.url, async (sql) => {
    const [order] = await sql`
      select order_date::text, status, total_amount, sales_rep_id, customer_segment, c.name
      from orders join customers c on c.id = customer_id`;
    assert.deepEqual(Object.values(order ?? {}), [
      "2024-02-29 23:00:00+00",
      "completed",
      "2.9999",
      null,
      null,
      "c1",
    ]);
    assert.deepEqual((await sql`select name from products order by name`).map(({ name }) => name), [
      "p1",
      "p2",
    ]);
  });
});

const shopFile = `${everything}\n` + Array.from({ length: 60 }, (_, index) => {
  const order = index % 23;
  return `A-${order},,2024-0${1 + order % 9}-11,completed,c${order % 7},Customer ${order % 7},c${
    order % 7
  }@example.org,,` +
    `p${index % 5},Product ${index % 5},Top > Sub ${index % 5},${1 + index % 3},${5 + index % 5}.5,2,,,r${
      order % 2
    },,,,\n`;
}).join("");

Deno.test("importing twice writes nothing the second time", async () => {
  await using database = await testDatabase();
  const first = await importText(database.url, shopFile);
  assert.deepEqual([first.orders, first.stored, first.rejected], [23, 23, 0]);
  const before = await versionsOf(database.url);
  assert.equal(before.order_items.length, 60);
  const second = await importText(database.url, shopFile, { batch: 4 });
  assert.deepEqual([second.orders, second.stored, second.unchanged], [23, 0, 23]);
  assert.deepEqual(await versionsOf(database.url), before);
});

Deno.test("it does not matter how rows lie, how orders are batched, or whether the file is packed", async () => {
  await using one = await testDatabase();
  await using two = await testDatabase();
  await importText(one.url, shopFile);
  const [head = "", ...rows] = shopFile.trimEnd().split("\n");
  // Lines of an order that name a product again keep their order among them.
  const moved = [
    ...rows.filter((_, index) => index % 5 === 3),
    ...rows.filter((_, index) => index % 5 !== 3),
  ];
  const text = "\ufeff" + [head, ...moved].join("\r\n");
  const packed = gzipSync(text);
  const halves = new Uint8Array([...gzipSync(text.slice(0, 999)), ...gzipSync(text.slice(999))]);
  await importText(two.url, new Uint8Array(packed), { batch: 1 });
  assert.deepEqual(
    withoutCategoryIds(await contentsOf(two.url)),
    withoutCategoryIds(await contentsOf(one.url)),
  );
  assert.equal((await importText(two.url, halves)).unchanged, 23);
  assert.equal((await importText(two.url, text.replaceAll(",", ";"))).unchanged, 23);
  assert.equal((await importText(two.url, text.replaceAll(",", "\t"))).unchanged, 23);
});

/** Categories have no ids of their own in a file. */
function withoutCategoryIds(contents: Awaited<ReturnType<typeof contentsOf>>): unknown {
  const { categories, products, ...others } = contents;
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  return {
    ...others,
    categories: categories.map(({ name, parent_id }) => [name, nameOf.get(parent_id)]).sort(),
    products: products.map(({ category_id, ...product }) => ({
      ...product,
      category: nameOf.get(category_id),
    })),
  };
}

const corrections: readonly { name: string; rows: string[]; order: unknown[]; items: unknown[][] }[] = [
  {
    name: "another price and status",
    rows: ["A,2024-03-01,c1,p1,2,6,cancelled", "A,2024-03-01,c1,p2,1,1,cancelled"],
    order: ["2024-03-01", "cancelled", "13.0000", "c1"],
    items: [["p1", 2, "12.0000"], ["p2", 1, "1.0000"]],
  },
  {
    name: "a line less",
    rows: ["A,2024-03-01,c1,p1,2,5,completed"],
    order: ["2024-03-01", "completed", "10.0000", "c1"],
    items: [["p1", 2, "10.0000"]],
  },
  {
    name: "a line more, of a product it has already",
    rows: [
      "A,2024-03-01,c1,p1,2,5,completed",
      "A,2024-03-01,c1,p2,1,1,completed",
      "A,2024-03-01,c1,p1,7,5,completed",
    ],
    order: ["2024-03-01", "completed", "46.0000", "c1"],
    items: [["p1", 2, "10.0000"], ["p1", 7, "35.0000"], ["p2", 1, "1.0000"]],
  },
  {
    name: "another quantity and price, of the same total",
    rows: [
      "A,2024-03-01,c1,p1,4,2.5,completed",
      "A,2024-03-01,c1,p2,1,1,completed",
      "A,2024-03-01,c1,p3,1,0,completed",
    ],
    order: ["2024-03-01", "completed", "11.0000", "c1"],
    items: [["p1", 4, "10.0000"], ["p2", 1, "1.0000"], ["p3", 1, "0.0000"]],
  },
  {
    name: "a free line less",
    rows: ["A,2024-03-01,c1,p1,2,5,completed", "A,2024-03-01,c1,p2,1,1,completed"],
    order: ["2024-03-01", "completed", "11.0000", "c1"],
    items: [["p1", 2, "10.0000"], ["p2", 1, "1.0000"]],
  },
  {
    name: "a free line more",
    rows: [
      ...["A,2024-03-01,c1,p1,2,5,completed", "A,2024-03-01,c1,p2,1,1,completed"],
      ...["A,2024-03-01,c1,p3,1,0,completed", "A,2024-03-01,c1,p3,2,0,completed"],
    ],
    order: ["2024-03-01", "completed", "11.0000", "c1"],
    items: [["p1", 2, "10.0000"], ["p2", 1, "1.0000"], ["p3", 1, "0.0000"], ["p3", 2, "0.0000"]],
  },
  {
    name: "another month and customer",
    rows: ["A,2023-11-30,c9,p1,2,5,completed", "A,2023-11-30,c9,p2,1,1,completed"],
    order: ["2023-11-30", "completed", "11.0000", "c9"],
    items: [["p1", 2, "10.0000"], ["p2", 1, "1.0000"]],
  },
];
for (const { name, rows, order, items } of corrections) {
  Deno.test(`a corrected file updates its orders: ${name}`, async () => {
    await using database = await testDatabase();
    const wide = `${header},status\n`;
    const others = ["B,2024-03-02,c1,p1,1,5,completed", "C,2024-04-02,c2,p2,1,5,completed"];
    const before = [
      "A,2024-03-01,c1,p1,2,5,completed",
      "A,2024-03-01,c1,p2,1,1,completed",
      "A,2024-03-01,c1,p3,1,0,completed",
    ];
    await importText(database.url, wide + [...before, ...others].join("\n"));
    const result = await importText(database.url, wide + [...rows, others[0]].join("\n"));
    assert.deepEqual([result.stored, result.unchanged], [1, 1]);
    await withSql(database.url, async (sql) => {
      const [found] = await sql`
        select (order_date at time zone 'Europe/Berlin')::date::text, status, total_amount, c.name
        from orders join customers c on c.id = customer_id
        where order_date not in ('2024-03-01T23:00Z', '2024-04-01T22:00Z')`;
      assert.deepEqual(Object.values(found ?? {}), order);
      const lines = await sql`
        select p.name, quantity, total_price from order_items join products p on p.id = product_id
        where order_date not in ('2024-03-01T23:00Z', '2024-04-01T22:00Z') order by p.name, quantity`;
      assert.deepEqual(lines.map((line) => Object.values(line)), items);
      const [counts] =
        await sql`select (select count(*) from orders)::int as orders, (select count(*) from order_ids)::int as ids`;
      assert.deepEqual({ ...counts }, { orders: 3, ids: 3 });
    });
    const again = await importText(database.url, wide + [...rows, others[0]].join("\n"));
    assert.deepEqual([again.stored, again.unchanged], [0, 2]);
  });
}

Deno.test("what a later file does not say of customers, products and reps stays", async () => {
  await using database = await testDatabase();
  await importText(
    database.url,
    `${everything}\nA,,2024-03-01,,c1,Ann,ann@example.org,Premium,p1,Mug,Kitchen,1,5,2,,,r1,Rep,r@example.org,North,2\n`,
  );
  await importText(database.url, `${header},sales_rep_id\nB,2024-03-02,c1,p1,1,6,r1\n`);
  await withSql(database.url, async (sql) => {
    const [found] = await sql`
      select c.name, c.email, c.segment, p.name as product, k.name as category, p.selling_price, p.cost_price,
        r.name as rep, r.email as rep_email, r.region, r.commission_rate
      from customers c, products p join categories k on k.id = p.category_id, sales_representatives r`;
    assert.deepEqual(Object.values(found ?? {}), [
      ...["Ann", "ann@example.org", "Premium", "Mug", "Kitchen", "6.0000", "2.0000"],
      ...["Rep", "r@example.org", "North", "2.00"],
    ]);
  });
});

Deno.test("the last row that says it names a customer or a product; a product's price is its newest order's", async () => {
  await using database = await testDatabase();
  await importText(
    database.url,
    `${header},customer_name,product_name,customer_segment,unit_cost\n` +
      "A,2024-03-09,c1,p1,1,9,Old,Old mug,Premium,3\n" +
      "B,2024-03-01,c1,p1,1,5,New,,Standard,\n" +
      "C,2024-03-02,c1,p1,1,6,,New mug,,2\n",
  );
  await withSql(database.url, async (sql) => {
    const [found] = await sql`
      select c.name, c.segment, p.name as product, p.selling_price, p.cost_price from customers c, products p`;
    assert.deepEqual(Object.values(found ?? {}), ["New", "Standard", "New mug", "9.0000", "3.0000"]);
    const orders = await sql`select customer_segment from orders order by order_date`;
    assert.deepEqual(orders.map((order) => order.customer_segment), ["Standard", null, "Premium"]);
  });
});

Deno.test("no two have an e-mail: the first keeps it, and nobody's order is lost", async () => {
  await using database = await testDatabase();
  const wide = `${header},customer_email\n`;
  const emails = () =>
    withSql(database.url, async (sql) => {
      const rows = await sql`select name, email from customers order by name`;
      return Object.fromEntries(rows.map(({ name, email }) => [name, email]));
    });
  const row = (customer: string, email: string) => `${customer}-1,2024-03-01,${customer},p1,1,1,${email}\n`;

  const first = await importText(
    database.url,
    wide + row("c1", "x@e.org") + row("c2", "x@e.org") + row("c3", "y@e.org"),
  );
  assert.deepEqual([first.stored, first.rejected], [3, 0]);
  assert.deepEqual(first.warnings, [
    "1 went in without their e-mail, as another one has it: the first is c2, x@e.org",
  ]);
  assert.deepEqual(await emails(), { c1: "x@e.org", c2: null, c3: "y@e.org" });

  // In a later file of its own, it is still the first one's.
  assert.equal((await importText(database.url, wide + row("c4", "y@e.org"))).warnings.length, 1);
  // Two change places; a third takes what is given up.
  const third = await importText(
    database.url,
    wide + row("c1", "y@e.org") + row("c3", "x@e.org") + row("c4", "z@e.org") + row("c2", "y@e.org"),
  );
  assert.equal(third.warnings.length, 1);
  assert.deepEqual(await emails(), { c1: "y@e.org", c2: null, c3: "x@e.org", c4: "z@e.org" });
});

Deno.test("two sales representatives never share an e-mail either", async () => {
  await using database = await testDatabase();
  const text =
    `${header},sales_rep_id,sales_rep_email\nA,2024-03-01,c1,p1,1,1,r1,x@e.org\nB,2024-03-01,c1,p1,1,1,r2,x@e.org\n`;
  const { stored, warnings } = await importText(database.url, text);
  assert.deepEqual([stored, warnings.length], [2, 1]);
  await importText(database.url, text.replace("r1,x@", "r1,y@"));
  await withSql(database.url, async (sql) => {
    const rows = await sql`select name, email from sales_representatives order by name`;
    assert.deepEqual(rows.map((row) => Object.values(row)), [["r1", "y@e.org"], ["r2", "x@e.org"]]);
  });
});

Deno.test("categories that are there already are used, whoever made them", async () => {
  await using database = await testDatabase();
  await withSql(database.url, async (sql) => {
    const [top] = await sql`insert into categories (name) values ('Top') returning id`;
    await sql`insert into categories (name, parent_id) values ('Sub', ${top?.id})`;
  });
  await importText(
    database.url,
    `${header},category\nA,2024-03-01,c1,p1,1,1,Top > Sub > Leaf\nA,2024-03-01,c1,p2,1,1,Sub\nA,2024-03-01,c1,p3,1,1,Top\n`,
  );
  await withSql(database.url, async (sql) => {
    const rows = await sql`
      select c.name, above.name as above from categories c left join categories above on above.id = c.parent_id
      order by c.name, above.name`;
    assert.deepEqual(rows.map((row) => Object.values(row)), [
      ["Leaf", "Sub"],
      ["Sub", "Top"],
      ["Sub", null],
      ["Top", null],
    ]);
  });
});

Deno.test("a header and no rows is an import of nothing", async () => {
  await using database = await testDatabase();
  const { lines, orders, stored, rejected } = await importText(database.url, `${header}\n`);
  assert.deepEqual([lines, orders, stored, rejected], [0, 0, 0, 0]);
});

Deno.test("months are made for the orders there are, a century of them too", async () => {
  await using database = await testDatabase();
  const rows = ["1970-01-01", "2100-12-31", "2024-02-10"].map((date, index) =>
    `A-${index},${date},c1,p1,1,1\n`
  );
  assert.equal((await importText(database.url, `${header}\n${rows.join("")}`)).stored, 3);
  await withSql(database.url, async (sql) => {
    const found = await sql`select tableoid::regclass::text as month from orders order by order_date`;
    // Berlin is an hour ahead: the first is still in 1969 there where months are cut.
    assert.deepEqual(found.map(({ month }) => month), ["orders_1969_12", "orders_2024_02", "orders_2100_12"]);
  });
});

Deno.test("two imports at once end as one after the other would", async () => {
  await using both = await testDatabase();
  await using alone = await testDatabase();
  await importText(alone.url, shopFile);
  const results = await Promise.all([
    importText(both.url, shopFile, { batch: 2 }),
    importText(both.url, shopFile, { batch: 3 }),
  ]);
  assert.equal(results[0].stored + results[1].stored, 23);
  assert.deepEqual(
    withoutCategoryIds(await contentsOf(both.url)),
    withoutCategoryIds(await contentsOf(alone.url)),
  );
});

Deno.test("staging tables are gone afterwards, also where the import failed", async () => {
  await using database = await testDatabase();
  await importText(database.url, shopFile);
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("stopped"));
  await assert.rejects(
    importText(database.url, shopFile, { onProgress: stop, signal: controller.signal }),
    /stopped/,
  );
  await withSql(database.url, async (sql) => {
    assert.equal((await sql`select from pg_namespace where nspname like 'laneway_import%'`).length, 0);
  });
});
