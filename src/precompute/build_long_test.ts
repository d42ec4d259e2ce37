import assert from "node:assert/strict";
import { assertRight, indexesOf, kindsLeft, options, withLargeShop } from "./build_testing.ts";
import { drain, drainAll } from "./drain.ts";

Deno.test("a large build goes from piece to piece, and makes at its end the indexes it found", () =>
  withLargeShop(async (shop) => {
    const { pool } = shop;
    const indexes = await indexesOf(shop);
    const kinds = new Set<string>();
    const left: number[] = [];
    for (;;) {
      const done = await drain(pool, options);
      left.push(done?.left ?? NaN);
      for (const kind of await kindsLeft(shop)) kinds.add(kind);
      if (done?.asOf) break;
    }
    assert.deepEqual([...kinds], ["index", "days", "customers", "counts"]);
    assert.ok(left.length > 7);
    assert.deepEqual(left, left.toSorted((one, other) => other - one));
    await assertRight(shop);
    assert.deepEqual(await indexesOf(shop), indexes);
  }, { analyzed: false }));

Deno.test("what changes between the pieces of a build is drained at its end, from any day", () =>
  withLargeShop(async (shop) => {
    const { pool, sql } = shop;
    for (let round = 0;; round++) {
      const done = await drain(pool, options);
      assert.ok(done);
      if (done.asOf) break;
      // Some of what they touch is built already, and some is not.
      await sql.unsafe(`
        update orders set order_date = order_date + interval '40 days' where id = md5('o' || ${
        500 + round
      })::uuid;
        update orders set status = 'cancelled' where id = md5('o' || ${9000 + round})::uuid;
        delete from orders where id = md5('o' || ${23000 + round})::uuid;
        update orders set total_amount = total_amount + 1
          where order_date >= '2024-03-01'::timestamptz + ${round} * interval '9 days' and order_date < '2024-03-10'::timestamptz + ${round} * interval '9 days'`);
    }
    await drainAll(pool, options);
    await assertRight(shop);
  }));
