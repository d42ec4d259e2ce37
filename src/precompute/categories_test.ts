/** Days and months of categories, where products move, and the running periods that follow from them. */
import assert from "node:assert/strict";
import type postgres from "postgres";
import { options, type Stage, wrongRows } from "../../tests/interleave.ts";
import { createClock } from "../base/clock.ts";
import { createPool } from "../db/pool.ts";
import { drainAll, type DrainOptions } from "./drain.ts";
import {
  aside,
  assertRight,
  becomeDue,
  broken,
  drained,
  mended,
  rowsOf,
  stateOf,
  withShop,
} from "./drain_testing.ts";
import { isEqual, verifyAggregates } from "./verify.ts";
import { withOlderDatabase } from "./upgrade_testing.ts";

const sale = "select place('o1', '2024-03-20T15:00Z', 5), add_line('o1', 'lamp', 5);";

Deno.test("products that cannot be moved hold up nothing else, and are moved once they can be", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(sale);
    await drained(stage);
    await a.unsafe(`${broken("agg_product_category", "false")};
      update products set category_id = id('home') where id = id('desk');
      select place('o2', '2024-03-20T16:00Z', 5), add_line('o2', 'desk', 7)`);
    for (const [tries, wait] of [[1, 15], [2, 30]] as const) {
      const done = await drained(stage);
      assert.equal(done.failures.length, 1);
      assert.match(done.failures[0] ?? "", /^agg_product_category: .*"broken"/);
      assert.equal(done.setAside, 1);
      assert.deepEqual(await aside(stage), [{ kind: "product", at: "", tries, told: true, wait }]);
      const wrong = await wrongRows(pool, false);
      assert.ok(
        wrong.length > 0 && wrong.every((row) => /agg_product_category|^touched/.test(row)),
        wrong.join(),
      );
      await a.unsafe(becomeDue);
    }
    await a.unsafe(`${mended("agg_product_category")}; ${becomeDue}`);
    assert.equal((await drained(stage)).setAside, 0);
    await assertRight(stage);
    assert.deepEqual(await wrongPeriods(stage), []);
  }));

const merges = {
  "merged into another": `
    update order_items set product_id = id('desk') where product_id = id('lamp');
    delete from products where id = id('lamp')`,
  "deleted with its last order": "delete from orders; delete from products where id = id('lamp')",
};

for (const [what, write] of Object.entries(merges)) {
  Deno.test(`a product that is ${what} takes its part of the categories along`, () =>
    withShop(async (stage) => {
      await stage.a.unsafe(sale);
      await drained(stage);
      await stage.a.unsafe(write);
      // One row at a time: the product's own comes last.
      await drainAll(stage.pool, { ...options, batch: 1 });
      await assertRight(stage);
      assert.deepEqual(await wrongPeriods(stage), []);
    }));
}

Deno.test("the running periods are right after the shop's midnight, without a write", () =>
  withShop(async (stage) => {
    const at = (instant: string, weekStart: 1 | 7): DrainOptions => ({
      ...options,
      weekStart,
      clock: createClock(Temporal.Instant.from(instant)),
    });
    const periods = () =>
      rowsOf(
        stage,
        "select period || ' ' || period_start as period, revenue::float8 as revenue from agg_category_performance order by 1",
      ).then((rows) => Object.fromEntries(rows.map(({ period, revenue }) => [period, revenue])));
    // Saturday, Sunday and Monday.
    await stage.a.unsafe(
      `select place('d' || n, '2024-03-29T15:00Z'::timestamptz + n * interval '1 day', n) from generate_series(1, 3) n;
      select add_line('d1', 'lamp', 1), add_line('d2', 'lamp', 10), add_line('d3', 'lamp', 100); delete from touched;
      select touch_range('2024-03-01', '2024-04-05'); update precompute_state set week_start = 7`,
    );
    await drainAll(stage.pool, at("2024-03-31T03:59:59Z", 7));
    assert.deepEqual(await periods(), {
      "month 2024-03-01": 11,
      "quarter 2024-01-01": 11,
      "today 2024-03-30": 1,
      "week 2024-03-24": 1,
      "year 2024-01-01": 111,
    });
    const before = await stateOf(stage);
    const cases = [
      ["2024-03-31T04:00:00Z", 7, {
        "month 2024-03-01": 11,
        "quarter 2024-01-01": 11,
        "today 2024-03-31": 10,
        "week 2024-03-31": 110,
        "year 2024-01-01": 111,
      }],
      ["2024-04-01T04:00:00Z", 7, {
        "month 2024-04-01": 100,
        "quarter 2024-04-01": 100,
        "today 2024-04-01": 100,
        "week 2024-03-31": 110,
        "year 2024-01-01": 111,
      }],
      ["2025-01-01T05:00:00Z", 7, {}],
    ] as const;
    for (const [now, weekStart, expected] of cases) {
      assert.equal((await drained(stage, at(now, weekStart))).taken, 0);
      assert.deepEqual(await periods(), expected, now);
    }
    assert.equal((await stateOf(stage)).generation, before.generation);
  }));

Deno.test("running periods follow sales, returns and categories", () =>
  withShop(async (stage) => {
    const writes = [
      "select place('o1', '2024-03-20T15:00Z', 5), add_line('o1', 'lamp', 5), add_line('o1', 'desk', 2)",
      "select place('o2', '2024-03-01T15:00Z', 5), add_line('o2', 'lamp', 5)",
      "insert into categories (id, name, parent_id) values (id('light'), 'Light', id('home')); update products set category_id = id('light') where id = id('lamp')",
      "select place('o3', '2024-03-19T15:00Z', 5), add_line('o3', 'lamp', 5)",
      "update products set category_id = null where id = id('lamp'); update order_items set total_price = 6 where product_id = id('lamp')",
      `update products set category_id = id('home') where id = id('desk');
        insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
        select order_id, order_date, product_id, -quantity, unit_price, -total_price, unit_cost from order_items where product_id = id('desk')`,
      "delete from orders where id = id('o1')",
      "select place('o4', '2023-12-31T15:00Z', 5), add_line('o4', 'lamp', 5)",
      "delete from orders",
    ];
    for (const write of writes) {
      await stage.a.unsafe(write);
      await drained(stage);
      assert.deepEqual(await wrongRows(stage.pool, false), [], write);
      assert.deepEqual(await wrongPeriods(stage), [], write);
    }
    assert.deepEqual(await rowsOf(stage, "select from agg_category_performance"), []);
  }));

Deno.test("a product takes its days along to another category, archived ones too, and an id that is listed again is counted anew", () =>
  withShop(async (stage) => {
    const { a } = stage;
    const sums = () =>
      rowsOf(
        stage,
        `select c.name, m.month::text, m.revenue::int, m.times_sold::int from agg_category_monthly m
        left join categories c on c.id = m.category_id order by 1, 2`,
      );
    await a.unsafe(`insert into categories (id, name) values (id('light'), 'Light');
      select place('o1', '2024-01-20T15:00Z', 5), add_line('o1', 'lamp', 5), add_line('o1', 'desk', 1);
      select place('o2', '2024-03-20T15:00Z', 5), add_line('o2', 'lamp', 6)`);
    await drained(stage);
    await a.unsafe("select archive_month('2024-01-01')");
    await a.unsafe("update products set category_id = id('light') where id = id('lamp')");
    await drained(stage);
    assert.deepEqual(await sums(), [
      { name: "Light", month: "2024-01-01", revenue: 5, times_sold: 1 },
      { name: "Light", month: "2024-03-01", revenue: 6, times_sold: 1 },
      { name: null, month: "2024-01-01", revenue: 1, times_sold: 1 },
    ]);
    await assertVerified(stage);

    await a.unsafe(
      `insert into products (id, name, category_id, selling_price) values (id('vase'), 'Vase', id('home'), 1);
      select place('o3', '2024-03-20T16:00Z', 5), add_line('o3', 'vase', 3)`,
    );
    await drained(stage);
    await a.unsafe("delete from orders where id = id('o3'); delete from products where id = id('vase')");
    await drained(stage);
    await a.unsafe(
      `insert into products (id, name, category_id, selling_price) values (id('vase'), 'Vase', id('light'), 1);
      select place('o4', '2024-03-20T16:00Z', 5), add_line('o4', 'vase', 3)`,
    );
    await drainAll(stage.pool, { ...options, batch: 1 });
    assert.deepEqual((await sums())[1], { name: "Light", month: "2024-03-01", revenue: 9, times_sold: 2 });
    await assertVerified(stage);
  }));

Deno.test("so many products that all days are read once take theirs along too", () =>
  withShop(async (stage) => {
    const { a } = stage;
    await a.unsafe(`insert into products (id, name, category_id, selling_price)
        select id('p' || n), 'P' || n, case when n % 2 = 0 then id('home') end, 1 from generate_series(1, 150) n;
      select place('o' || n, '2024-01-10T15:00Z'::timestamptz + n % 50 * interval '1 day', 5) from generate_series(1, 150) n;
      select add_line('o' || n, 'p' || n, n) from generate_series(1, 150) n`);
    await drained(stage);
    await a.unsafe(
      `update products set category_id = case when category_id is null then id('home') end where name ~ '^P';
      select place('new', '2024-03-20T15:00Z', 5), add_line('new', 'p7', 5)`,
    );
    await drained(stage);
    await assertRight(stage);
    assert.deepEqual(await wrongPeriods(stage), []);
  }));

Deno.test("days that were drained before the upgrade are in their categories after it", () =>
  withOlderDatabase("0021", async ({ url, sql, upgrade }) => {
    const pool = createPool({ url, size: 2, deadlineMs: 20_000, name: "test" });
    try {
      await sql.unsafe(`insert into categories (name) values ('Home');
        insert into products (name, category_id, selling_price)
          select 'P' || i, case when i < 3 then (select id from categories) end, 10 from generate_series(1, 3) i;
        insert into agg_product_daily
          select day, id, 1, 2, 3, 4, 5 from products cross join generate_series('2024-01-30'::timestamp, '2024-02-02', '1 day') day;
        insert into agg_product_monthly
          select date_trunc('month', day), product_id, sum(revenue), sum(costed_revenue), sum(cost), sum(units), sum(orders)
          from agg_product_daily group by 1, 2;
        update precompute_state set as_of = now(), time_zone = 'UTC', closed_before = '2024-03-01'`);
      await upgrade();
      const { asOf, tables } = await verifyAggregates(pool);
      assert.ok(asOf);
      assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
      const rows =
        await sql`select month::text, category_id is null as without, revenue::int, units::int, times_sold::int
        from agg_category_monthly order by 1, 2`;
      assert.deepEqual(
        rows.map((row) => Object.values(row)),
        ["2024-01-01", "2024-02-01"].flatMap((month) => [[month, false, 4, 16, 20], [month, true, 2, 8, 10]]),
      );
    } finally {
      await pool.close();
    }
  }));

async function assertVerified({ pool }: Stage): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table) || table.waiting > 0), []);
}

/** @returns the rows of agg_category_performance that the lines do not come to, and those that it lacks */
async function wrongPeriods(stage: Stage): Promise<postgres.Row[]> {
  const columns = "category_id, period, period_start, revenue, costed_revenue, profit, units_sold";
  return await rowsOf(
    stage,
    `with expected as (
      select a.ancestor_id as category_id, p.period, p.period_start, sum(l.revenue) as revenue,
        sum(l.costed_revenue) as costed_revenue, sum(l.costed_revenue - l.cost) as profit, sum(l.units) as units_sold
      from precompute_state s
      cross join lateral running_periods(s.today, s.week_start) p
      join completed_lines l on l.order_date >= day_start(p.period_start, s.time_zone)
        and l.order_date < day_start(p.period_end, s.time_zone)
      join products on products.id = l.product_id
      left join category_ancestors a using (category_id)
      group by 1, 2, 3
      having (sum(l.revenue), sum(l.costed_revenue), sum(l.costed_revenue - l.cost), sum(l.units)) <> (0, 0, 0, 0)
    )
    select ${columns}, count(*)
    from (
      select ${columns} from agg_category_performance
      union all
      select ${columns} from expected
    ) both_ways
    group by ${columns}
    having count(*) <> 2`,
  );
}
