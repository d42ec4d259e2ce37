/** What files say of customers, products, categories and reps, who are one though named in many rows. */
import assert from "node:assert/strict";
import { testDatabase } from "../dev/test_database.ts";
import { everything, header, importText } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

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
