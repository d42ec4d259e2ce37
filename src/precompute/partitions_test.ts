import assert from "node:assert/strict";
import { untilBlocked } from "../dev/locks.ts";
import { createMonths, emptyDefault } from "./partitions.ts";
import { assertWorks, contents, placed, placeOrder, withShop } from "./partitions_testing.ts";

Deno.test("this month and the next three are made, once", async () => {
  await withShop(async ({ sql, pool, log }) => {
    assert.equal(await createMonths({ pool, log }), 4);
    assert.equal(await createMonths({ pool, log }), 0);
    const [months] = await sql`
      select array_agg((month - date_trunc('month', now() at time zone 'UTC')::date) / 28 order by month) as ahead
      from order_months`;
    assert.deepEqual(months?.ahead, [0, 1, 2, 3]);
    const [now] = await sql`select date_trunc('second', now()) as now`;
    await assertWorks(sql, iso(now?.now), "2001-01-01T00:00:00Z");
  });
});

Deno.test("months are made by the next run where the orders were being read or written", async () => {
  await withShop(async ({ sql, pool, log, lines }) => {
    for (const use of ["select from orders", "select from order_items", "update customers set name = name"]) {
      await sql.begin(async (user) => {
        await user.unsafe(use);
        assert.equal(await createMonths({ pool, log }), 0, use);
      });
    }
    assert.match(lines.at(-1) ?? "", /months not created: the orders are in use/);
    assert.equal(await createMonths({ pool, log }), 4);
  });
});

Deno.test("who reads the lines first and the orders then is never the victim of a deadlock", async () => {
  await withShop(async ({ sql, pool, log }) => {
    await placeOrder(sql, "2024-05-05T05:00:00Z");
    for (const change of [createMonths, emptyDefault]) {
      await sql.begin(async (reader) => {
        await reader`select from order_items`;
        const changed = change({ pool, log });
        await untilBlocked(sql);
        assert.equal((await reader`select from orders`).length, 1);
        assert.equal(await changed, 0);
      });
    }
  });
});

Deno.test("the default partition is emptied a month at a time, and nothing else changes", async () => {
  await withShop(async ({ sql, pool, log, lines }) => {
    await sql`select create_order_months('2024-01-01', '2024-01-01')`;
    for (const day of ["2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01", "1999-12-31"]) {
      await placeOrder(sql, `${day}T23:59:59.999999Z`);
    }
    await sql`insert into orders (order_date, total_amount, status) values ('2024-02-01', -3, 'pending')`;
    assert.deepEqual(await placed(sql), { orders_2024_01: 1, orders_default: 5 });
    const before = await contents(sql);
    assert.equal(await emptyDefault({ pool, log }), 5);
    assert.deepEqual(await contents(sql), before);
    assert.deepEqual(await placed(sql), {
      orders_1999_12: 1,
      orders_2024_01: 1,
      orders_2024_02: 3,
      orders_2024_03: 1,
    });
    assert.equal(lines.length, 3);
    assert.equal(await emptyDefault({ pool, log }), 0);
    await assertWorks(sql, "2024-02-10T00:00:00Z", "2024-03-10T00:00:00Z");
    await assertWorks(sql, "2024-03-10T00:00:00Z", "2030-03-10T00:00:00Z");
    await assertWorks(sql, "2030-03-10T00:00:00Z", "1999-12-01T00:00:00Z");
  });
});

Deno.test("a move that is rolled back leaves the default partition as it was", async () => {
  await withShop(async ({ sql }) => {
    await placeOrder(sql, "2024-05-05T05:00:00Z");
    const before = await contents(sql);
    await sql.begin(async (transaction) => {
      await transaction`select empty_default_month('2024-05-01')`;
      await transaction`select no_such_column`;
    }).catch(() => {});
    assert.deepEqual(await contents(sql), before);
    assert.deepEqual(await placed(sql), { orders_default: 1 });
    await assertWorks(sql, "2024-05-06T00:00:00Z", "2024-06-06T00:00:00Z");
  });
});

Deno.test("orders are moved by the next run where one is just being written, and that one too", async () => {
  await withShop(async ({ sql, pool, log, lines }) => {
    await placeOrder(sql, "2024-05-05T05:00:00Z");
    await sql.begin(async (writer) => {
      await placeOrder(writer, "2024-05-06T05:00:00Z");
      assert.equal(await emptyDefault({ pool, log }), 0);
    });
    assert.match(lines.at(-1) ?? "", /not moved out of the default partition: the orders are in use/);
    assert.deepEqual(await placed(sql), { orders_default: 2 });
    assert.equal(await emptyDefault({ pool, log }), 2);
  });
});

Deno.test("whoever writes or reads while orders move finds them all afterwards", async () => {
  await withShop(async ({ sql }) => {
    const id = await placeOrder(sql, "2024-05-05T05:00:00Z");
    let written: Promise<unknown> = Promise.resolve();
    let read: Promise<readonly unknown[]> = Promise.resolve([]);
    await sql.begin(async (move) => {
      await move`select empty_default_month('2024-05-01')`;
      written = Promise.all([
        placeOrder(sql, "2024-05-06T05:00:00Z"),
        sql`update orders set order_date = '2024-05-07' where id = ${id}`,
      ]);
      await untilBlocked(sql, 2);
    });
    await written;
    assert.deepEqual(await placed(sql), { orders_2024_05: 2 });
    const dates = await sql`select distinct order_date from order_items order by 1`;
    assert.deepEqual(dates.map(({ order_date }) => iso(order_date)), [
      "2024-05-06T05:00:00Z",
      "2024-05-07T00:00:00Z",
    ]);

    await placeOrder(sql, "2024-06-05T05:00:00Z");
    await sql.begin(async (move) => {
      await move`select empty_default_month('2024-06-01')`;
      // With the old partitions in its plan, and a snapshot of after the move, it would see no order.
      read = sql`select from orders where order_date >= '2024-06-01' and order_date < '2024-07-01'`.execute();
      await untilBlocked(sql);
    });
    assert.equal((await read).length, 1);
  });
});

Deno.test("no month is moved while a drain runs: in its snapshot, the new partition would be empty", async () => {
  await withShop(async ({ sql, pool, log }) => {
    await placeOrder(sql, "2024-05-05T05:00:00Z");
    await sql.begin("isolation level repeatable read", async (drain) => {
      await drain`lock table precompute_lock in exclusive mode nowait`;
      await drain`select from touched`;
      assert.equal(await emptyDefault({ pool, log }), 0);
      assert.equal((await drain`select from orders where order_date >= '2024-05-01'`).length, 1);
    });
    assert.equal(await emptyDefault({ pool, log }), 1);
  });
});

function iso(instant: unknown): string {
  return (instant as Date).toISOString().replace(".000Z", "Z");
}
