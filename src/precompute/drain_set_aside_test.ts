/** What becomes of changes whose rebuild fails: they are set aside and tried again, and hold up nothing else. */
import assert from "node:assert/strict";
import { options, wrongRows } from "../../tests/interleave.ts";
import { drainAll } from "./drain.ts";
import {
  aside,
  assertRight,
  becomeDue,
  broken,
  drained,
  mended,
  orders,
  rowsOf,
  stateOf,
  withShop,
} from "./drain_testing.ts";
import { beginRebuild } from "./rebuild.ts";

for (const table of ["agg_hourly_metrics", "agg_order_daily", "agg_customer_daily"]) {
  Deno.test(`a day that cannot be rebuilt is set aside until it can: ${table}`, () =>
    withShop(async (stage) => {
      const { pool, a } = stage;
      const day = table === "agg_hourly_metrics" ? "metric_hour::date" : "day";
      await a.unsafe(broken(table, `${day} is distinct from '2024-01-10'::date`));
      await a.unsafe("select place('bad', '2024-01-10T15:00Z', 5), place('good', '2024-01-11T15:00Z', 5)");
      const first = await drained(stage);
      assert.deepEqual([first.taken, first.left, first.setAside, first.failures.length], [2, 0, 1, 1]);
      assert.match(first.failures[0] ?? "", /^2024-01-10: .*"broken"/);
      assert.deepEqual(await aside(stage), [{
        kind: "order",
        at: "01-10 15:00",
        tries: 1,
        told: true,
        wait: 15,
      }]);
      // The other day is done, and this one counts as touched.
      assert.deepEqual(await wrongRows(pool, true), []);
      assert.equal((await a`select from agg_hourly_metrics`).length, 1);

      const idle = await drained(stage);
      assert.deepEqual([idle.taken, idle.setAside, idle.failures], [0, 1, []]);

      // What is new fails by itself; both wait.
      await a.unsafe("select place('more', '2024-01-10T16:00Z', 5)");
      assert.equal((await drained(stage)).setAside, 2);
      await a.unsafe(becomeDue);
      assert.equal((await drained(stage)).taken, 2);
      assert.deepEqual((await aside(stage)).map(({ tries, wait }) => [tries, wait]), [[2, 30], [2, 30]]);

      await a.unsafe(`${mended(table)}; select touch_order(id('bad'), '2024-01-10T15:00Z', id('ada'), null)`);
      assert.equal((await drained(stage)).setAside, 2);
      await a.unsafe(becomeDue);
      const last = await drained(stage);
      assert.deepEqual([last.taken, last.setAside, last.failures], [2, 0, []]);
      await assertRight(stage);
    }));
}

Deno.test("of a range, the days that cannot be rebuilt are set aside alone", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(`${broken("agg_product_daily", "day <> '2024-01-11'")};
      select place('d' || n, '2024-01-08T15:00Z'::timestamptz + n * interval '1 day', 5), add_line('d' || n, 'lamp', 5)
      from generate_series(1, 4) n; delete from touched; select touch_range('2024-01-09T05:00Z', '2024-01-13T05:00Z')`);
    const done = await drained(stage);
    assert.deepEqual([done.setAside, done.failures.length], [1, 1]);
    assert.deepEqual(await rowsOf(stage, "select at, until from touched"), [
      { at: new Date("2024-01-11T05:00Z"), until: new Date("2024-01-12T05:00Z") },
    ]);
    assert.deepEqual(await wrongRows(pool, true), []);
    await a.unsafe(`${mended("agg_product_daily")}; ${becomeDue}`);
    await drained(stage);
    await assertRight(stage);
  }));

Deno.test("a day that fails in a build is set aside, and its customers are counted once it can be", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(orders(2, "2024-01-10") + orders(2, "2024-01-20") + orders(2, "2024-02-10"));
    await drainAll(pool, options);
    await a.unsafe(`${broken("agg_customer_daily", "day <> '2024-01-20'")}; delete from agg_customer_daily;
      delete from agg_activity_daily; delete from agg_cohort_monthly; delete from agg_customer_sets_daily;
      delete from agg_customer_sets_spans`);
    await beginRebuild(pool, options);
    assert.equal((await drainAll(pool, options)).setAside, 1);
    assert.deepEqual(await wrongRows(pool, true), []);
    await a.unsafe(`${mended("agg_customer_daily")}; ${becomeDue}`);
    assert.equal((await drainAll(pool, options)).setAside, 0);
    await assertRight(stage);
  }));

Deno.test("counts that cannot be made keep a build from its end, with the reason, until they can", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(`${orders(2)} ${broken("agg_cohort_monthly", "false")}`);
    await beginRebuild(pool, options);
    for (let turn = 0; turn < 2; turn++) await assert.rejects(drainAll(pool, options), /"broken"/);
    assert.equal((await stateOf(stage)).as_of, null);
    assert.deepEqual(await rowsOf(stage, "select part from build_pieces"), [{ part: "cohorts" }]);
    await a.unsafe(mended("agg_cohort_monthly"));
    await drainAll(pool, options);
    await assertRight(stage);
  }));

Deno.test("where so much is set aside that answers come from the aggregates alone, these do not pass for newer", () =>
  withShop(async (stage) => {
    const { asOf } = await drained(stage);
    await stage.a.unsafe(`${broken("agg_order_daily", "day not between '2024-01-10' and '2024-01-12'")};
      select place('o' || n, '2024-01-09T15:00Z'::timestamptz + n * interval '1 day', 10) from generate_series(1, 3) n;
      delete from touched; select touch_range('2024-01-09', '2024-01-14')`);
    assert.equal((await drainAll(stage.pool, options)).setAside, 3);
    // More than 48 hours are touched, which the range is read without.
    const [cover] = await rowsOf(
      stage,
      `select base = '{}' as without, to_json(as_of)#>>'{}' as as_of
      from hour_cover('2024-01-01T05:00Z', '2024-02-01T05:00Z', '${options.timeZone}')`,
    );
    assert.equal(cover?.without, true);
    assert.equal(cover?.as_of && Temporal.Instant.from(cover.as_of).toString(), asOf?.toString());
  }));

Deno.test("the waits between tries double, up to an hour", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(`${broken("agg_hourly_metrics", "false")}; ${orders(1)}`);
    const waits: number[] = [];
    for (let turn = 0; turn < 12; turn++) {
      await drained(stage);
      waits.push((await aside(stage))[0]?.wait);
      await stage.a.unsafe(becomeDue);
    }
    assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
  }));
