import assert from "node:assert/strict";
import { contentsOf, importText } from "../importer/testing.ts";
import { order, testIngest, writerDatabase } from "./testing.ts";

Deno.test("beside an import of the same orders, both end, and every order is as one of them says", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer);
  const rows = Array.from(
    { length: 300 },
    (_, index) => `o${index},2024-01-11,c${index % 7},p${index % 5},1,5\n`,
  );
  const imported = importText(
    database.writer,
    `order_id,order_date,customer_id,product_id,quantity,unit_price\n${rows.join("")}`,
    { batch: 10 },
  );
  let isOver = false;
  const over = imported.finally(() => isOver = true);
  for (let round = 0; !isOver; round++) {
    const from = 37 * round % 260;
    await ingest.send(
      Array.from({ length: 40 }, (_, index) =>
        order(`o${from + index}`, {
          order_date: `2024-0${1 + round % 9}-11`,
          customer_id: `c${(from + index) % 7}`,
        }, {
          product_id: `p${(from + index) % 5}`,
          quantity: 2,
        })),
    );
  }
  await over;
  const { orders, order_items, order_ids } = await contentsOf(database.url);
  assert.deepEqual([orders.length, order_items.length, order_ids.length], [300, 300, 300]);
});
