/** The running periods of categories, which drains add to, or make anew. */
import assert from "node:assert/strict";
import { options, wrongRows } from "../../tests/interleave.ts";
import { createClock } from "../base/clock.ts";
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

const sale = "select place('o1', '2024-03-20T15:00Z', 5), add_line('o1', 'lamp', 5);";
const waysToStore = {
  "added to": sale,
  "made anew": `${sale} update products set name = 'Lantern' where id = id('lamp')`,
};

for (const [way, write] of Object.entries(waysToStore)) {
  Deno.test(`running periods that cannot be ${way} hold up nothing else`, () =>
    withShop(async (stage) => {
      const { pool, a } = stage;
      await a.unsafe(`${broken("agg_category_performance", "period <> 'today'")}; ${write}`);
      const done = await drained(stage);
      assert.equal(done.failures.length, 1);
      assert.match(done.failures[0] ?? "", /^agg_category_performance: .*"broken"/);
      assert.equal(done.setAside, 1);
      assert.deepEqual(await aside(stage), [{ kind: "category", at: "", tries: 1, told: true, wait: 15 }]);
      const wrong = await wrongRows(pool, false);
      assert.ok(
        wrong.length > 0 && wrong.every((row) => /agg_category_performance|^touched/.test(row)),
        wrong.join(),
      );

      await a.unsafe(`${mended("agg_category_performance")}; ${becomeDue}`);
      assert.equal((await drained(stage)).setAside, 0);
      await assertRight(stage);
    }));
}

const merges = {
  "merged into another": `
    update order_items set product_id = id('desk') where product_id = id('lamp');
    delete from products where id = id('lamp')`,
  "deleted with its last order": "delete from orders; delete from products where id = id('lamp')",
};

for (const [what, write] of Object.entries(merges)) {
  Deno.test(`a product that is ${what} takes its part of the running periods along`, () =>
    withShop(async (stage) => {
      await stage.a.unsafe(sale);
      await drained(stage);
      await stage.a.unsafe(write);
      // One row at a time: the product's own comes last.
      await drainAll(stage.pool, { ...options, batch: 1 });
      await assertRight(stage);
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
    }
    assert.deepEqual(await rowsOf(stage, "select from agg_category_performance"), []);
  }));
