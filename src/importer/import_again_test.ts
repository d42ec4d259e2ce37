/** Importing orders that are there already: the same ones, corrected ones, and both at once. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { testDatabase } from "../dev/test_database.ts";
import { contentsOf, header, importText, shopFile, versionsOf, withoutCategoryIds } from "./testing.ts";
import { withSql } from "../dev/with_sql.ts";

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
