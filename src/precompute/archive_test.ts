/** The archive as tables: what belongs to it, what may leave it, and who may still be erased. */
import assert from "node:assert/strict";
import { createClock } from "../base/clock.ts";
import { drainAll } from "./drain.ts";
import { customers, placeOrder, product, type Shop, withShop } from "./partitions_testing.ts";
import { tags } from "./tags.ts";
import { isEqual, verifyAggregates } from "./verify.ts";
import { withOlderDatabase } from "./upgrade_testing.ts";

const timeZone = "America/New_York";

Deno.test("what counts is the same for drains and for questions", async () => {
  await withShop(async ({ sql }) => {
    const definition = async (view: string) => {
      const [row] = await sql<
        { definition: string }[]
      >`select pg_get_viewdef(${view}::regclass) as definition`;
      return row?.definition.replaceAll(/\s+/g, " ");
    };
    const twins = [
      ["completed_orders", "sold_orders"],
      ["line_sums", "every_line_sums"],
      ["completed_lines", "sold_lines"],
    ] as const;
    for (const [drained, asked] of twins) {
      const there = (await definition(asked))?.replaceAll("every_line_sums", "line_sums")
        .replaceAll("every_order", "orders").replaceAll("every_line", "order_items");
      assert.equal(there, await definition(drained));
    }
  });
});

Deno.test("months that were archived before belong to the archive after the upgrade, and the next one does too", () =>
  withOlderDatabase("0012", async ({ sql, upgrade }) => {
    await sql`insert into products (id, name, selling_price) values (${product}, 'Lamp', 10)`;
    await sql`insert into customers (id, name) values (${customers.ann}, 'Ann')`;
    await sql`select create_order_months('2022-01-01', '2022-04-01')`;
    // The last two instants that January and March hold: of the day that lies across their ends in UTC.
    const dates = [
      "2022-01-05T00:00:00Z",
      "2022-02-01T04:59:59Z",
      "2022-02-01T05:00:00Z",
      "2022-04-01T03:59:59Z",
    ];
    for (const date of dates) await placeOrder(sql, date);
    await sql`delete from touched`;
    await sql`update precompute_state set as_of = now(), time_zone = ${timeZone}`;
    for (const month of ["2022-01-01", "2022-02-01"]) await sql`select archive_month(${month})`;
    await upgrade();
    await sql`select archive_month('2022-03-01')`;
    const placed = await sql`
      select o.tableoid::regclass::text as place, o.order_date, count(i.id)::int as lines
      from archive.orders o join archive.order_items i on i.order_id = o.id and i.order_date = o.order_date
      group by 1, 2 order by 2`;
    const months = ["01", "01", "02", "03"];
    assert.deepEqual(
      placed.map((row) => ({ ...row })),
      dates.map((date, index) => ({
        place: `archive.orders_2022_${months[index]}`,
        order_date: new Date(date),
        lines: 2,
      })),
    );
    assert.equal((await sql`select from sold_orders`).length, 4);
    assert.equal((await sql`select from sold_lines`).length, 8);
  }));

Deno.test("an archived month may be taken away, and put back: its aggregates stay", async () => {
  await withArchive(async (shop) => {
    const { sql } = shop;
    const sums = () => sql`select sum(revenue) as revenue, count(*) as hours from agg_hourly_metrics`;
    const before = await sums();
    await sql`alter table archive.order_items detach partition archive.order_items_2022_01`;
    await sql`alter table archive.orders detach partition archive.orders_2022_01`;
    await sql`select touch_range('2021-01-01', '2023-01-01')`;
    await drained(shop);
    assert.deepEqual(await sums(), before);
    await assertVerified(shop);
    const [merged] = await sql`select merge_customers(${customers.bob}, ${customers.ann})`;
    assert.equal(merged?.merge_customers, "2", "those that are there");
    await drained(shop);
    await assertVerified(shop);
    await sql`select attach_archived('2022-01-01', '2022-01-01', '2022-02-01T05:00:00Z')`;
    assert.equal((await sql`select from sold_orders`).length, 5);
  });
});

Deno.test("a customer with archived orders is pseudonymised without a figure changed, and cannot be deleted", async () => {
  await withArchive(async (shop) => {
    const { sql } = shop;
    await sql`delete from orders where customer_id = ${customers.bob}`;
    await drained(shop);
    const figures = async () => [
      [...await sql`select * from agg_customer_daily order by customer_id, day`],
      [...await sql`select * from agg_order_daily order by day`],
      [...await sql`select * from agg_cohort_monthly order by cohort, month`],
    ];
    const before = await figures();
    await assert.rejects(sql`delete from customers where id = ${customers.bob}`, /foreign key/);
    await sql`update customers set name = 'erased', email = null, segment = null where id = ${customers.bob}`;
    await drained(shop);
    assert.deepEqual(await figures(), before);
    await assertVerified(shop);
  });
});

Deno.test("a merge of archived orders makes every answer stale, of any month", async () => {
  await withArchive(async (shop) => {
    const { sql } = shop;
    await sql`delete from orders where customer_id = ${customers.bob}`;
    await drained(shop);
    await sql`select merge_customers(${customers.bob}, ${customers.ann})`;
    const { generation } = await drained(shop);
    const stale =
      await sql`select tag from generations where month = '-infinity' and generation = ${generation}`;
    assert.deepEqual(new Set(stale.map(({ tag }) => tag)), new Set(tags));
  });
});

/** January and February 2022 are archived, March is open; in each, Ann or Bob or both have bought. */
async function withArchive(work: (shop: Shop) => Promise<void>): Promise<void> {
  await withShop(async (shop) => {
    const { sql } = shop;
    await sql`select create_order_months('2022-01-01', '2022-03-01')`;
    const dates = ["2022-01-05", "2022-02-05", "2022-03-05"];
    for (const date of dates) await placeOrder(sql, date, customers.bob);
    for (const date of ["2022-01-05", "2022-02-06"]) await placeOrder(sql, date, customers.ann);
    await drained(shop);
    for (const month of ["2022-01-01", "2022-02-01"]) await sql`select archive_month(${month})`;
    await work(shop);
  });
}

async function drained({ pool }: Shop): Promise<{ readonly generation: number }> {
  return await drainAll(pool, { timeZone, weekStart: 1, clock: createClock() });
}

async function assertVerified({ pool }: Shop): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
}
