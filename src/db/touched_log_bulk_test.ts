/** What is logged as touched by a statement of many rows, and by COPY. */
import assert from "node:assert/strict";
import { touchedBy, withShop } from "./touched_log_testing.ts";

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
