/** What comes in of a file. */
import assert from "node:assert/strict";
import { testDatabase } from "../dev/test_database.ts";
import { everything, header, importText, shopFile } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

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
    assert.equal(
      (await sql`select from pg_class where relnamespace = 'laneway_import'::regnamespace`).length,
      0,
    );
  });
});

Deno.test("whoever may write orders imports them, whatever the user's name", async () => {
  await using database = await testDatabase();
  const user = `Ann@${database.name}.example`;
  const url = new URL(database.url);
  url.searchParams.set("role", user);
  await withSql(database.url, async (sql) => {
    // What is granted on a database is not copied from its template.
    await sql`select grant_roles()`;
    await sql.unsafe(`create role "${user}" in role laneway_writer`);
    try {
      assert.equal((await importText(url.href, shopFile)).stored, 23);
    } finally {
      await sql.unsafe(`drop role "${user}"`);
    }
  });
});
