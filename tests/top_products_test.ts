/** Rankings of products that few shops have, from every lane. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { id } from "./by_hand.ts";
import { answer, inEveryLane, walk } from "./products_shop.ts";

Deno.test("equal margins are ties, however they come about", async () => {
  const fill = async (url: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    await sql`insert into products (id, name, selling_price) values (${id(1)}, 'A', 1), (${id(2)}, 'B', 1)`;
    await sql`insert into orders (id, order_date, total_amount) values (${id(1)}, '2024-03-05', 7.2)`;
    // -7 of 6 and -1.4 of 1.2, which Postgres divides to 16 and to 20 decimals.
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      values (${id(1)}, '2024-03-05', ${id(1)}, 1, 6, 6, 13), (${id(1)}, '2024-03-05', ${
      id(2)
    }, 1, 1.2, 1.2, 2.6)`;
    await sql.end();
  };
  await inEveryLane(async (asked, lanes) => {
    const { topProducts } = await answer(
      asked,
      lanes.allTime,
      "{ topProducts(sortBy: MARGIN) { product { id name } profitMargin } }",
    );
    assert.deepEqual(topProducts.map(({ product, profitMargin }) => [product.name, profitMargin]), [
      ["A", -1.166667],
      ["B", -1.166667],
    ]);
    assert.deepEqual(await walk(asked, lanes.allTime, "sortBy: MARGIN", 1), [1, 2]);
  }, fill);
});

Deno.test("what came to nothing in what products are ranked by is ranked all the same", async () => {
  const fill = async (url: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    await sql`insert into products (id, name, selling_price) values
      (${id(1)}, 'Gift, sent back', 1), (${id(2)}, 'Lamp', 1), (${id(3)}, 'Never sold', 1)`;
    await sql`insert into orders (id, order_date, total_amount) values
      (${id(1)}, '2024-03-05', -5), (${id(2)}, '2024-03-06', 30)`;
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost) values
      (${id(1)}, '2024-03-05', ${id(1)}, -1, 0, 0, 4), (${id(2)}, '2024-03-06', ${id(2)}, 3, 10, 30, 9)`;
    await sql.end();
  };
  const ranked: readonly (readonly [string, readonly number[]])[] = [
    ["REVENUE", [2, 1]],
    ["UNITS", [2, 1]],
    ["PROFIT", [1, 2]],
    ["MARGIN", [2, 1]],
  ];
  await inEveryLane(async (asked, lanes) => {
    for (const [sort, expected] of ranked) {
      const { topProducts } = await answer(
        asked,
        lanes.ranged,
        `{ topProducts(sortBy: ${sort}, period: MONTH) { rank product { id } unitsSold profit orders } }`,
      );
      const figures = { 1: [-1, 4, 0], 2: [3, 3, 1] };
      assert.deepEqual(
        topProducts.map(({ product, ...rest }) => [product.id, ...Object.values(rest)]),
        expected.map((n, index) => [id(n), index + 1, ...figures[n as 1 | 2]]),
        sort,
      );
    }
  }, fill);
});
