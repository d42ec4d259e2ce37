/** Sums of products up to days of years: which there are, and what drains do to them. */
import assert from "node:assert/strict";
import { options, type Stage } from "../../tests/interleave.ts";
import { drainAll } from "./drain.ts";
import { assertRight, drained, rowsOf, withShop } from "./drain_testing.ts";
import { addYears } from "./years_testing.ts";

async function yearsOf(stage: Stage): Promise<readonly string[]> {
  return (await rowsOf(stage, "select until::text from years_to_date order by 1")).map(({ until }) => until);
}

/** @returns revenue of the lamp up to each day that is held */
async function lamps(stage: Stage): Promise<Record<string, number>> {
  const rows = await rowsOf(
    stage,
    `select until::text, coalesce(a.revenue, 0)::int as revenue from years_to_date
    left join agg_product_year_to_date a using (until)
    where a.product_id is null or a.product_id = id('lamp') order by 1`,
  );
  return Object.fromEntries(rows.map(({ until, revenue }) => [until, revenue]));
}

const sold = `select place('a', '2023-12-15T15:00Z', 5), add_line('a', 'lamp', 1);
  select place('b', '2024-01-10T15:00Z', 5), add_line('b', 'lamp', 10);
  select place('c', '2024-03-20T15:00Z', 5), add_line('c', 'lamp', 100)`;

Deno.test("drains make sums up to the days of years that are past, the latest first, each of its own year", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(sold);
    await drainAll(stage.pool, options);
    for (const expected of [["2024-03-11"], ["2024-03-01", "2024-03-11"]]) {
      await drained(stage);
      assert.deepEqual(await yearsOf(stage), expected);
    }
    await addYears(stage.pool, options);
    assert.deepEqual(await lamps(stage), {
      "2023-12-01": 0,
      "2023-12-11": 0,
      "2023-12-21": 1,
      "2024-01-01": 1,
      "2024-01-11": 10,
      "2024-01-21": 10,
      "2024-02-01": 10,
      "2024-02-11": 10,
      "2024-02-21": 10,
      "2024-03-01": 10,
      "2024-03-11": 10,
    });
    await assertRight(stage);
  }));

Deno.test("while each drain has something to take, one in twenty makes such a sum", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(sold);
    await drainAll(stage.pool, options);
    const before = await yearsOf(stage);
    await stage.a.unsafe("update precompute_state set generation = 117");
    for (const made of [0, 0, 1, 1]) {
      await stage.a.unsafe("update order_items set total_price = total_price + 1 where id = id('clamp')");
      await drained(stage);
      assert.equal((await yearsOf(stage)).length, before.length + made);
    }
  }));

Deno.test("a correction is added to what follows it in its year, and a sale that is gone leaves no row", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(sold);
    await drainAll(stage.pool, options);
    await addYears(stage.pool, options);
    const years = await yearsOf(stage);
    const changes = [
      ["update order_items set total_price = 3 where id = id('alamp')", ["2023-12-21", "2024-01-01"], 3],
      ["update order_items set total_price = 200 where id = id('clamp')", [], 0],
      ["delete from orders where id = id('b')", years.filter((until) => until > "2024-01-10"), 0],
      ["select place('d', '2023-12-31T15:00Z', 5), add_line('d', 'lamp', 4)", ["2024-01-01"], 7],
    ] as const;
    for (const [change, altered, revenue] of changes) {
      const before = await lamps(stage);
      await stage.a.unsafe(change);
      await drained(stage);
      assert.deepEqual(await yearsOf(stage), years, change);
      const expected = { ...before, ...Object.fromEntries(altered.map((until) => [until, revenue])) };
      assert.deepEqual({ ...before, ...await lamps(stage) }, expected, change);
      await assertRight(stage);
    }
    const rows = await rowsOf(
      stage,
      "select until::text from agg_product_year_to_date where until >= '2024-01-11'",
    );
    assert.deepEqual(rows, []);
  }));

Deno.test("whole days that are rebuilt leave the sums of their year that they are in to be made again", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(sold);
    await drainAll(stage.pool, options);
    await addYears(stage.pool, options);
    const years = await yearsOf(stage);
    await stage.a.unsafe(
      "update order_items set total_price = 3; delete from touched; select touch_range('2023-12-14', '2023-12-16')",
    );
    await drained(stage);
    const forgotten = ["2023-12-21", "2024-01-01"];
    assert.deepEqual(await yearsOf(stage), years.filter((until) => !forgotten.includes(until)));
    await stage.a.unsafe("select touch_range('2023-12-14', '2024-03-21')");
    await addYears(stage.pool, options);
    assert.deepEqual(await yearsOf(stage), years);
    await assertRight(stage);
  }));
