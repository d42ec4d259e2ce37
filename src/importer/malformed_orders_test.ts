/** What becomes of orders whose rows are bad or contradict each other. */
import assert from "node:assert/strict";
import { testDatabase } from "../dev/test_database.ts";
import { header, row } from "./malformed_testing.ts";
import { importText } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

const contradictions: readonly { name: string; rows: string[]; reason: RegExp }[] = [
  {
    name: "two customers",
    rows: [row("X"), row("X", { product_id: "p2", customer_id: "c2" })],
    reason: /^its order has two values of customer_id: "c1" in line 2 and "c2" in line 3$/,
  },
  {
    name: "two dates",
    rows: [row("X"), row("X", { product_id: "p2" }), row("X", { order_date: "2024-03-02" })],
    reason:
      /two values of order_date: "2024-03-01T00:00:00Z" in line 2 and "2024-03-02T00:00:00Z" in line 4$/,
  },
  {
    name: "two states",
    rows: [
      row("X", { status: "pending" }),
      row("X", { product_id: "p2" }),
      row("X", { status: "cancelled" }),
    ],
    reason: /two values of status: "pending" in line 2 and "cancelled" in line 4$/,
  },
  {
    name: "two totals",
    rows: [row("X", { order_total: "5" }), row("X", { order_total: "6.00" })],
    reason: /two values of order_total: "5.0000" in line 2 and "6.0000" in line 3$/,
  },
  {
    name: "two sales representatives",
    rows: [row("X"), row("X", { sales_rep_id: "r2" })],
    reason: /two values of sales_rep_id: "r1" in line 2 and "r2" in line 3$/,
  },
  {
    name: "more money than fits",
    rows: Array(20).fill(row("X", { line_total: "99999999999999" })),
    reason: /^the lines of its order come to too large an amount$/,
  },
];
for (const { name, rows, reason } of contradictions) {
  Deno.test(`an order with ${name} is refused whole, its neighbours are not`, async () => {
    await using database = await testDatabase();
    const result = await importText(
      database.url,
      [header, ...rows, row("Y"), row("Z")].join("\n"),
      { shop: { timeZone: "UTC", currency: "EUR" } },
    );
    assert.deepEqual([result.orders, result.stored, result.rejected], [2, 2, rows.length]);
    for (const found of result.reasons.values()) assert.match(found, reason);
  });
}

Deno.test("of two lines with one line_id, the first goes in", async () => {
  await using database = await testDatabase();
  const rows = [
    row("X", { line_id: "1" }),
    row("X", { line_id: "1", quantity: "5" }),
    row("Y", { line_id: "1" }),
  ];
  const result = await importText(database.url, [header, ...rows].join("\n"));
  assert.deepEqual([...result.reasons], [[3, "its line_id is that of line 2, of the same order"]]);
  assert.equal(result.stored, 2);
});

Deno.test("an order with a bad row goes in with its good ones", async () => {
  await using database = await testDatabase();
  const rows = [row("X"), row("X", { quantity: "none" }), row("X", { product_id: "p2", quantity: "1" })];
  const result = await importText(database.url, [header, ...rows].join("\n"));
  assert.deepEqual([result.stored, result.rejected], [1, 1]);
  await withSql(database.url, async (sql) => {
    assert.deepEqual((await sql`select total_amount from orders`).map((order) => order.total_amount), [
      "29.8500",
    ]);
  });
});

Deno.test("a Shopify order without its first row is refused: it may have been cancelled", async () => {
  await using database = await testDatabase();
  const text = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price\n" +
    "#1,a@e.org,paid,2024-03-01 10:00:00 +0100,1,Mug,5\n" +
    "#2,a@e.org,,2024-03-01 10:00:00 +0100,1,Mug,5\n" +
    "#3,a@e.org,paid,2024-03-01 10:00:00 +0100,zero,Mug,5\n#3,a@e.org,,,1,Mug,5\n" +
    "#4,,paid,2024-03-01 10:00:00 +0100,1,Mug,5\n#4,,,,2,Mug,5\n";
  const result = await importText(database.url, text);
  assert.deepEqual([result.stored, result.rejected], [2, 3]);
  assert.match(result.reasons.get(3) ?? "", /tells the order's status: its first row is missing or bad/);
  assert.match(result.reasons.get(4) ?? "", /^Lineitem quantity is not a number/);
  assert.match(result.reasons.get(5) ?? "", /tells the order's date/);
  await withSql(database.url, async (sql) => {
    const orders = await sql`
      select total_amount, c.name from orders left join customers c on c.id = customer_id order by total_amount`;
    assert.deepEqual(orders.map((order) => Object.values(order)), [["5.0000", "a@e.org"], ["15.0000", null]]);
  });
});

Deno.test("--strict: one bad row keeps all others out", async () => {
  await using database = await testDatabase();
  const text = [header, row("A", { customer_id: "c9", product_id: "p9" }), row("B", { quantity: "0" })].join(
    "\n",
  );
  const result = await importText(database.url, text, { strict: true });
  assert.deepEqual([result.stored, result.unchanged, result.rejected, result.rejects?.length], [0, 0, 1, 2]);
  await withSql(database.url, async (sql) => {
    const [rows] = await sql`
      select (select count(*) from orders) + (select count(*) from customers) + (select count(*) from products) as count`;
    assert.equal(Number(rows?.count), 0);
  });
  const good = await importText(database.url, [header, row("A"), row("B")].join("\n"), { strict: true });
  assert.deepEqual([good.stored, good.rejected], [2, 0]);
});
