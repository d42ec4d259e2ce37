import assert from "node:assert/strict";
import type postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";
import { aggregates } from "./aggregates.ts";
import { nameOf } from "./compare.ts";
import { drainAll } from "./drain.ts";
import { beginRebuild } from "./rebuild.ts";
import { isEqual, verifyAggregates, type VerifyOptions } from "./verify.ts";
import { addYears } from "./years_testing.ts";
import { interrupted, options, type Shop, unequal, withShop } from "./verify_testing.ts";

async function inBuiltShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await withShop(database.url, async (shop) => {
    await drainAll(shop.pool, options);
    await addYears(shop.pool, options);
    await work(shop);
  });
}

Deno.test("what the drain has built is equal, every row of every aggregate compared", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const told: number[][] = [];
    const verification = await verifyAggregates(pool, { onProgress: (...progress) => told.push(progress) });
    assert.deepEqual(unequal(verification), {});
    assert.ok(verification.asOf);
    assert.equal(verification.sampled, undefined);
    assert.deepEqual(verification.tables.map(({ name }) => name), aggregates.map(nameOf));
    for (const { name, table, rows } of verification.tables) {
      const [{ count }] = await sql`select count(*)::int from ${sql(table)}` as unknown as [
        { count: number },
      ];
      assert.ok(count > 0 && rows === count, name);
    }
    assert.deepEqual(told, told.map((_, index) => [index + 1, told.length]));
  }));

Deno.test("examples name the row, the columns that differ, and both values; no more than five are told", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const [row] = await sql`
      select product_id as id, units::int, trim_scale(cost)::text as cost from agg_product_daily where day = '2024-01-05' limit 1`;
    await sql`update agg_product_daily set units = 9, cost = 1.50 where day = '2024-01-05' and product_id = ${row?.id}`;
    await sql`update agg_activity_daily set customers = 7 where day = '2024-01-01' and prev_day is null`;
    await sql`delete from agg_hourly_metrics where metric_hour >= '2024-02-01T00:00:00Z'`;
    await sql`insert into agg_order_daily values ('2021-03-04', null, null, 1, 2, 3, 4, 5, 6)`;
    const { tables } = await verifyAggregates(pool);
    const examples = (name: string) => tables.find((table) => table.name === name)?.examples;
    assert.deepEqual(examples("agg_product_daily"), [
      `day=2024-01-05 product_id=${row?.id} cost: stored 1.5, orders say ${row?.cost}; units: stored 9, orders say ${row?.units}`,
    ]);
    assert.deepEqual(examples("agg_activity_daily"), [
      "day=2024-01-01 prev_day=null customers: stored 7, should be 3",
    ]);
    assert.deepEqual(examples("agg_order_daily"), [
      "day=2021-03-04 sales_rep_id=null customer_segment=null is surplus: stored revenue 1, line_revenue 2, " +
      "costed_revenue 3, cost 4, orders 5, units 6",
    ]);
    const hours = examples("agg_hourly_metrics") ?? [];
    assert.equal(hours.length, 5);
    assert.match(
      hours[0] ?? "",
      /^metric_hour=2024-02-01 00:00:00\+00 is missing: orders say hour_end 2024-02-01 /,
    );
  }));

Deno.test("what the drain is about to rebuild waits, and a row beside it that does not is found", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const waiting = async () => {
      const verification = await verifyAggregates(pool);
      assert.ok(verification.tables.every(isEqual), JSON.stringify(unequal(verification)));
      return verification.tables.filter((table) => table.waiting > 0).map(({ name }) => name);
    };
    const made = ["agg_hourly_metrics", "agg_order_daily", "agg_product_daily", "agg_customer_daily"];
    const oneOrder =
      "(select id from orders where status = 'completed' and customer_id is not null and total_amount > 0 order by order_date limit 1)";
    for (
      const change of [
        "insert into orders (order_date, total_amount) values ('2024-07-01', 5)",
        `update orders set total_amount = 99 where id = ${oneOrder}`,
        `update orders set status = 'cancelled' where id = ${oneOrder}`,
        `update order_items set total_price = 99, unit_cost = 1 where order_id = ${oneOrder}`,
        `update orders set order_date = '2024-02-25T23:30:00Z', customer_id = null, sales_rep_id = null where id = ${oneOrder}`,
        `delete from order_items where order_id = ${oneOrder}`,
        `delete from orders where id = ${oneOrder}`,
        "update orders set total_amount = total_amount + 1 where order_date < '2024-02-01'",
      ]
    ) {
      await sql.unsafe(change);
      const names = await waiting();
      assert.ok(names.length > 0 && names.every((name) => made.includes(name)), `${change}: ${names}`);
      await drainAll(pool, options);
      assert.deepEqual(await waiting(), [], change);
    }
    await sql`update products set category_id = (select id from categories where name = 'Lamps')`;
    assert.deepEqual(await waiting(), ["agg_product_category"]);
    await drainAll(pool, options);

    await sql`select touch_range('2024-01-10T00:00:00Z', '2024-01-11T00:00:00Z')`;
    await sql`update agg_product_daily set units = 50 where day in ('2024-01-09', '2024-01-10', '2024-01-11', '2024-01-12')`;
    const days = (await verifyAggregates(pool)).tables.find(({ name }) => name === "agg_product_daily")?.days;
    assert.deepEqual(days, ["2024-01-09", "2024-01-12"]);
  }));

const kinds: readonly { readonly name: string; readonly set: string; readonly key: string }[] = [
  {
    name: "agg_hourly_metrics",
    set: "units = 50",
    key:
      "metric_hour = (select min(metric_hour) from agg_hourly_metrics where metric_hour > '2024-01-05T12:00:00Z')",
  },
  {
    name: "agg_order_daily",
    set: "units = 50",
    key:
      "day = '2024-01-05' and sales_rep_id is not distinct from (select sales_rep_id from orders where order_date = '2024-01-05T08:00:00Z')",
  },
  {
    name: "agg_product_daily",
    set: "units = 50",
    key:
      "day = '2024-01-05' and product_id not in (select product_id from order_items where order_date = '2024-01-05T00:00:00Z')",
  },
  {
    name: "agg_customer_daily",
    set: "revenue = 50",
    key:
      "day = '2024-01-05' and customer_id = (select customer_id from orders where order_date = '2024-01-05T08:00:00Z')",
  },
];

Deno.test("of a touched day, what nobody touched is compared", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`update orders set total_amount = 70 where order_date = '2024-01-05T00:00:00Z'`;
    for (const { name, set, key } of kinds) {
      const written = await sql.unsafe(`update ${name} set ${set} where ${key}`);
      assert.ok(written.count > 0, name);
      const found = await verifyAggregates(pool);
      const [wrong] = found.tables.filter((table) => table.name === name);
      assert.ok(wrong && wrong.missing === written.count, `${name} ${JSON.stringify(unequal(found))}`);
    }
  }));

Deno.test("days and months: a range, and what lies outside the orders' own", () =>
  inBuiltShop(async ({ pool, sql }) => {
    await sql`insert into agg_product_daily values ('2023-10-31', new_id(), 1, 1, 1, 1, 1)`;
    await sql`insert into agg_product_monthly values ('2024-09-01', new_id(), 1, 1, 1, 1, 1)`;
    await sql`insert into agg_order_monthly values ('2024-10-01', null, null, 1, 1, 1, 1, 1, 1)`;
    await sql`delete from agg_customer_sets_spans where first_day = '2024-02-01'`;
    const names = async (range: VerifyOptions) => Object.keys(unequal(await verifyAggregates(pool, range)));
    const months = ["agg_order_monthly", "agg_product_monthly"];
    assert.deepEqual(await names({}), [
      "agg_product_daily",
      ...months,
      "agg_category_daily",
      "agg_customer_sets_spans",
    ]);
    assert.deepEqual(await names({ from: "2024-01-01", to: "2024-01-31" }), []);
    assert.deepEqual(await names({ to: "2024-01-31" }), [
      "agg_product_daily",
      "agg_product_monthly",
      "agg_category_daily",
    ]);
    assert.deepEqual(await names({ from: "2024-02-29" }), [...months, "agg_customer_sets_spans"]);
    assert.deepEqual(await names({ from: "2024-02-10", to: "2024-02-11" }), ["agg_customer_sets_spans"]);
    assert.deepEqual(await names({ from: "2050-01-01" }), []);
    const { tables } = await verifyAggregates(pool, { from: "2024-01-05", to: "2024-01-06" });
    assert.equal(tables[0]?.rows, 6);
  }));

Deno.test("a sample is of so many days, and of all months", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const one = await verifyAggregates(pool, { sample: 1 });
    assert.equal(one.sampled?.length, 1);
    const [day = ""] = one.sampled ?? [];
    const [row] = await sql`select
      (select count(*)::int from agg_product_daily where day = ${day}) as of_day,
      (select count(*)::int from agg_product_monthly) as of_months`;
    const rows = (name: string) => one.tables.find((table) => table.name === name)?.rows;
    assert.deepEqual([rows("agg_product_daily"), rows("agg_product_monthly")], [row?.of_day, row?.of_months]);
    const several = await verifyAggregates(pool, { sample: 7, from: "2024-01-01", to: "2024-01-10" });
    assert.equal(new Set(several.sampled).size, 7);
    assert.deepEqual(several.sampled, several.sampled?.toSorted());
    assert.ok(several.sampled?.every((each) => each >= "2024-01-01" && each <= "2024-01-10"));
    const more = await verifyAggregates(pool, { sample: 1000 });
    assert.equal(more.sampled, undefined);
    assert.deepEqual(unequal(more), {});
  }));

const at = ["range", ...aggregates.map((aggregate) => `verify ${nameOf(aggregate)}`)];

Deno.test("a drain that commits at any moment of a verification is not seen by it", (t) =>
  inBuiltShop(async (shop) => {
    for (const name of at) {
      await t.step(`before ${name}`, async () => {
        let ran = 0;
        const between = async () => {
          ran += 1;
          await shop.sql`update orders set total_amount = total_amount + 3`;
          await drainAll(shop.pool, options);
        };
        const verification = await verifyAggregates(interrupted(shop.pool, name, between));
        assert.deepEqual([ran, unequal(verification)], [1, {}]);
      });
    }
  }));

Deno.test("a month that is archived just before a verification is archived for it, and none is during one", () =>
  inBuiltShop(async ({ pool, sql }) => {
    const archive = (month: string) => sql`select archive_month(${month}::date)`;
    const before = await verifyAggregates(interrupted(pool, "hold", () => archive("2024-01-01")));
    assert.deepEqual(unequal(before), {});
    assert.equal(before.tables[0]?.rows, await openHours(sql));
    const during = await verifyAggregates(interrupted(pool, "range", async () => {
      await assert.rejects(archive("2024-02-01"), /lock timeout/);
    }));
    assert.deepEqual(unequal(during), {});
    await assert.rejects(archive("2024-02-01"), /default partition holds orders/);
  }));

async function openHours(sql: postgres.Sql): Promise<number> {
  const [row] = await sql`select count(*)::int as hours from agg_hourly_metrics
    where metric_hour >= (select closed_before from precompute_state)`;
  return row?.hours;
}

Deno.test("nothing is compared before a build is complete", async () => {
  await using database = await testDatabase();
  await withShop(database.url, async ({ pool }) => {
    const none = { asOf: undefined, tables: [], setAside: [], sampled: undefined };
    assert.deepEqual(await verifyAggregates(pool), none);
    await drainAll(pool, options);
    await beginRebuild(pool, { ...options, timeZone: "Asia/Kathmandu" });
    assert.deepEqual(await verifyAggregates(pool), none);
  });
});
