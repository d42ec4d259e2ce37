import assert from "node:assert/strict";
import type postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { drainAll } from "./drain.ts";
import { archiveMonths } from "./partitions.ts";
import { isEqual, verifyAggregates } from "./verify.ts";
import {
  assertWorks,
  contents,
  customers,
  placed,
  placeOrder,
  product,
  type Shop,
  withShop,
} from "./partitions_testing.ts";

Deno.test("prepared tables become a month: ids registered, the month touched, and working like any other", async () => {
  await withShop(async ({ sql }) => {
    await prepareMay(sql);
    await sql`delete from touched`;
    await sql`alter table orders_2024_05 rename to loaded`;
    const [attached] = await sql`select attach_month('loaded', 'order_items_2024_05', '2024-05-01')`;
    assert.equal(attached?.attach_month, "2");
    assert.deepEqual(await placed(sql), { orders_2024_05: 2 });
    assert.equal((await sql`select from order_ids join orders using (id, order_date)`).length, 2);
    const touched = await sql`select kind, at, until from touched`;
    assert.deepEqual(touched.map((row) => ({ ...row })), [
      { kind: "range", at: new Date("2024-05-01"), until: new Date("2024-06-01") },
    ]);
    await assertWorks(sql, "2024-05-10T00:00:00Z", "2024-06-10T00:00:00Z");
  });
});

Deno.test("tables that do not fit a month are refused, and stay as they are", async () => {
  await withShop(async ({ sql }) => {
    await prepareMay(sql);
    const known = await placeOrder(sql, "2024-04-05T05:00:00Z");
    const cases = [
      [
        "update orders_2024_05 set order_date = '2024-06-01'",
        /partition constraint .* is violated by some row/,
      ],
      [`update orders_2024_05 set id = '${known}' where order_date = '2024-05-01'`, /order_ids_pkey/],
      ["update orders_2024_05 set id = (select min(id::text)::uuid from orders_2024_05)", /order_ids_pkey/],
      ["delete from orders_2024_05 where order_date = '2024-05-01'", /foreign key constraint/],
      ["alter table orders_2024_05 drop column status", /missing column "status"/],
      ["alter table order_items_2024_05 drop constraint order_items_quantity_check", /missing constraint/],
      ["insert into orders (order_date, total_amount) values ('2024-05-05', 1)", /default partition/],
      [
        "select create_order_month('2024-06-01'); alter table orders_2024_05 rename to other",
        /already exists/,
        "06",
      ],
    ] as const;
    for (const [damage, message, month = "05"] of cases) {
      await assert.rejects(
        sql.begin(async (transaction) => {
          await transaction.unsafe(damage);
          const table = damage.includes("other") ? "other" : "orders_2024_05";
          await transaction`select attach_month(${table}, 'order_items_2024_05', ${`2024-${month}-01`})`;
        }),
        (error: Error) => {
          assert.match(
            error.message,
            /^Cannot attach .* and order_items_2024_05 as month 2024-0[56]: /,
            damage,
          );
          assert.match(error.message, message, damage);
          return true;
        },
      );
    }
    await sql`select attach_month('orders_2024_05', 'order_items_2024_05', '2024-05-01')`;
    assert.deepEqual(await placed(sql), { orders_2024_05: 2, orders_default: 1 });
  });
});

// The instant where the day ends that lies across the end of January 2022 in UTC.
const zones = [
  ["UTC", "2022-02-01T00:00:00Z"],
  ["America/New_York", "2022-02-01T05:00:00Z"],
  ["Asia/Kathmandu", "2022-02-01T18:15:00Z"],
  ["Pacific/Kiritimati", "2022-02-01T10:00:00Z"],
] as const;

for (const [timeZone, closed] of zones) {
  Deno.test(`a month is archived with the rest of its last day, and closed: ${timeZone}`, async () => {
    await withShop(async (shop) => {
      const { sql } = shop;
      await sql`select create_order_months('2022-01-01', '2022-03-01')`;
      const last = Temporal.Instant.from(closed).subtract({ microseconds: 1 }).toString();
      await placeOrder(sql, "2021-12-31T12:00:00Z");
      await sql`select empty_default_month('2021-12-01')`;
      for (const date of ["2022-01-20T00:00:00Z", last, closed]) await placeOrder(sql, date);
      await drained(shop, timeZone);
      const before = await aggregates(sql);
      const ids = await sql`select * from order_ids order by id`;
      assert.equal(await archive(shop, 2), 2);

      assert.deepEqual(await placed(sql), { orders_2022_02: 1 });
      const archived = await sql`
        select (select count(*)::int from archive.orders_2021_12) as december,
          (select count(*)::int from archive.orders_2022_01) as january,
          (select count(*)::int from archive.order_items_2022_01) as lines, closed_before from precompute_state`;
      assert.deepEqual({ ...archived[0] }, {
        december: 1,
        january: 2,
        lines: 4,
        closed_before: new Date(closed),
      });
      assert.deepEqual(await sql`select * from order_ids order by id`, ids);
      await assertClosed(sql, closed);

      // The first open day, and the month it lies in, are still rebuilt right.
      await assertWorks(sql, closed, "2022-03-10T00:00:00Z");
      await sql`select touch_range(${closed}, '2022-04-01')`;
      await drained(shop, timeZone);
      assert.deepEqual(await aggregates(sql), before);
    });
  });
}

Deno.test("a month that is made after its first day was archived is closed as far", async () => {
  await withShop(async (shop) => {
    const { sql } = shop;
    await sql`select create_order_month('2022-01-01')`;
    await drained(shop, "America/New_York");
    assert.equal(await archive(shop, 2), 1);
    const load = (date: string) =>
      sql.begin(async (transaction) => {
        await transaction`select prepare_month('2022-02-01')`;
        await transaction`insert into orders_2022_02 (order_date, total_amount) values (${date}, 1)`;
        await transaction`select attach_month('orders_2022_02', 'order_items_2022_02', '2022-02-01')`;
      });
    await assert.rejects(load("2022-02-01T04:59:59Z"), /orders before 2022-02-01 05:00:00\+00 are archived/);
    await load("2022-02-01T05:00:00Z");
    await assertClosed(sql, "2022-02-01T05:00:00Z");
    await assertWorks(sql, "2022-02-01T05:00:00Z", "2022-03-10T00:00:00Z");
  });
});

Deno.test("months are archived in order, drained, ended, and with nothing of them in the default partition", async () => {
  await withShop(async (shop) => {
    const { sql } = shop;
    const refused = async (month: string, reason: RegExp) => {
      const before = await contents(sql);
      await assert.rejects(sql`select archive_month(${month})`, reason);
      assert.deepEqual(await contents(sql), before);
    };
    await sql`select create_order_months('2022-01-01', '2022-02-01'), create_order_month(now()::date)`;
    await placeOrder(sql, "2022-01-20T00:00:00Z");
    await refused("2022-01-01", /Cannot archive month 2022-01: the aggregates .* are not built/);
    await drained(shop, "UTC");
    await refused("2021-12-01", /there is no such month/);
    await refused("2022-02-01", /2022-01 comes first/);
    await refused(new Date().toISOString(), /it has not ended/);
    await sql`update orders set total_amount = 21`;
    await refused("2022-01-01", /changes to it are not in the aggregates yet/);
    await drained(shop, "UTC");
    await placeOrder(sql, "2020-01-20T00:00:00Z", customers.bob);
    await drained(shop, "UTC");
    await refused("2022-01-01", /the default partition holds orders of its time or before/);
    await sql`select empty_default_month('2020-01-01')`;
    assert.equal(await archive(shop, 1), 3);
    assert.deepEqual((await sql`select month from order_months`).length, 1);
    await sql`select create_order_month('2022-03-01')`;
    await assertWorks(sql, "2022-03-01T00:00:00Z", "2022-04-10T00:00:00Z");
  });
});

Deno.test("only months that are old enough are archived, and by the next run where orders are in use", async () => {
  await withShop(async (shop) => {
    const { sql, lines } = shop;
    await sql`select create_order_months('2022-01-01', '2022-04-01')`;
    await drained(shop, "UTC");
    // The second is what a drain holds.
    for (const use of ["select from orders", "lock table precompute_lock in exclusive mode"]) {
      await sql.begin(async (user) => {
        await user.unsafe(use);
        assert.equal(await archive(shop, 2), 0, use);
      });
    }
    assert.match(lines.at(-1) ?? "", /month not archived: the orders are in use/);
    assert.equal(await archive(shop, 2), 1);
    assert.equal(await archive(shop, 2), 0);
    assert.equal(await archive(shop, 0), 2);
  });
});

Deno.test("a merge moves a customer's orders in the archive too", async () => {
  await withShop(async (shop) => {
    const { sql } = shop;
    await sql`select create_order_months('2022-01-01', '2022-03-01')`;
    const dates = ["2022-01-05", "2022-02-05", "2022-03-05"];
    for (const date of dates) await placeOrder(sql, date, customers.bob);
    await placeOrder(sql, "2022-02-06", customers.ann);
    await drained(shop, "UTC");
    await archive(shop, 1);
    await assert.rejects(sql`delete from customers where id = ${customers.bob}`, /foreign key/);
    const [merged] = await sql`select merge_customers(${customers.bob}, ${customers.ann})`;
    assert.equal(merged?.merge_customers, "3");
    await sql`delete from customers where id = ${customers.bob}`;
    const owners = await sql`
      select customer_id from orders union all select customer_id from archive.orders_2022_01
      union all select customer_id from archive.orders_2022_02`;
    assert.deepEqual(owners.map(({ customer_id }) => customer_id), Array(4).fill(customers.ann));
    const touched = await sql`select distinct at from touched where kind = 'order'`;
    assert.deepEqual(
      touched.map(({ at }) => at),
      [new Date("2022-03-05")],
      "what is archived is never rebuilt",
    );
  });
});

async function prepareMay(sql: postgres.Sql): Promise<void> {
  await sql`select prepare_month('2024-05-01')`;
  await sql`insert into orders_2024_05 (order_date, total_amount) values ('2024-05-01', 10), ('2024-05-31T23:59:59Z', 20)`;
  await sql`insert into order_items_2024_05 (order_id, order_date, product_id, quantity, unit_price, total_price)
    select id, order_date, ${product}, 1, 10, 10 from orders_2024_05`;
}

async function drained({ pool }: Shop, timeZone: string): Promise<void> {
  await drainAll(pool, { timeZone, weekStart: 1, clock: createClock() });
}

/** As if it were the middle of April 2022. */
function archive({ pool, log }: Shop, olderThanMonths: number): Promise<number> {
  const clock = createClock(Temporal.Instant.from("2022-04-15T00:00:00Z"));
  return archiveMonths({ pool, log, clock, olderThanMonths });
}

async function aggregates(sql: postgres.Sql): Promise<unknown> {
  return {
    hours: [...await sql`select * from agg_hourly_metrics order by metric_hour`],
    days: [...await sql`select * from agg_order_daily order by day`],
    reps: [...await sql`select * from agg_order_monthly order by month`],
    products: [...await sql`select * from agg_product_daily order by day`],
    months: [...await sql`select * from agg_product_monthly order by month`],
    customers: [...await sql`select * from agg_customer_daily order by day`],
    activity: [...await sql`select * from agg_activity_daily order by day, prev_day`],
    cohorts: [...await sql`select * from agg_cohort_monthly order by month`],
    sets: [...await sql`select * from agg_customer_sets_daily order by at_least, day, chunk`],
    setsOfSpans: [
      ...await sql`select * from agg_customer_sets_spans order by at_least, span, first_day, chunk`,
    ],
  };
}

async function assertClosed(sql: postgres.Sql, closed: string): Promise<void> {
  const last = Temporal.Instant.from(closed).subtract({ microseconds: 1 }).toString();
  const [open] = await sql`select id from orders`;
  const cases = [
    ...["2010-01-01", "2022-01-20", last].flatMap((date) => [
      `insert into orders (order_date, total_amount) values ('${date}', 1)`,
      `update orders set order_date = '${date}'`,
      `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
       values ('${open?.id}', '${date}', '${product}', 1, 1, 1)`,
    ]),
    "select create_order_month('2022-01-01')",
    "select create_order_month('2010-01-01')",
  ];
  for (const text of cases) {
    await assert.rejects(sql.unsafe(text), /orders before 2022-0.* are archived/, text);
  }
}

for (const timeZone of ["UTC", "America/New_York", "Asia/Kolkata"]) {
  Deno.test(`what is archived is never rebuilt, whatever is touched beside it: ${timeZone}`, async () => {
    await withShop(async ({ sql, pool, log }) => {
      const options = { timeZone, weekStart: 1, clock: createClock() } as const;
      await sql`select create_order_months('2024-01-01', '2024-03-01')`;
      for (let day = 1; day <= 60; day++) {
        const date = Temporal.Instant.from("2024-01-01T05:00:00Z").add({ hours: 24 * (day - 1) + day % 20 });
        await placeOrder(sql, date.toString());
      }
      await drainAll(pool, options);
      const clock = createClock(Temporal.Instant.from("2026-02-15T12:00:00Z"));
      assert.equal(await archiveMonths({ pool, log, clock, olderThanMonths: 24 }), 1);
      const sums = () =>
        sql`
        select sum(revenue) as revenue, count(*) as hours from agg_hourly_metrics, precompute_state
        where metric_hour < closed_before`;
      const [before] = await sums();
      await sql`insert into orders (order_date, total_amount)
        select closed_before + interval '1 minute', 1 from precompute_state, generate_series(1, 1001)`;
      await sql`select touch_range('2023-01-01', '2025-01-01')`;
      await drainAll(pool, options);
      assert.deepEqual([...await sums()], [before]);
      const { tables } = await verifyAggregates(pool);
      assert.ok(tables.every(isEqual));
    });
  });
}
