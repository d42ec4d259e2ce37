/** What a drain takes, tells and leaves behind. That it is right, whatever happens beside it: tests/interleavings_test.ts. */
import assert from "node:assert/strict";
import { options, wrongRows } from "../../tests/interleave.ts";
import { UsageError } from "../base/errors.ts";
import { parseStatement } from "../db/statements.ts";
import { drain, drainAll, type Drained } from "./drain.ts";
import {
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
import { repairAggregates } from "./repair.ts";
import { verifyAggregates } from "./verify.ts";

Deno.test("a drain takes at most a batch of keys, and as_of waits for the last", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(25));
    const before = await stateOf(stage);
    const told: Drained[] = [];
    const last = await drainAll(stage.pool, { ...options, batch: 10 }, (done) => told.push(done));
    assert.deepEqual(told.map(({ taken, left }) => [taken, left]), [[10, 15], [10, 5], [5, 0]]);
    assert.deepEqual(told.map(({ generation }) => generation - Number(before.generation)), [1, 2, 3]);
    assert.equal(told.at(-1), last);
    const [first, second, third] = told.map(({ asOf }) => asOf);
    assert.ok(first && second && third);
    assert.ok(first.equals(second));
    assert.equal(Temporal.Instant.compare(second, third), -1);
    await assertRight(stage);
  }));

Deno.test("a drain takes about a month of touched ranges where they hold many orders, and the rest stays touched", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(`insert into orders (order_date, total_amount)
      select '2024-01-01T12:00Z'::timestamptz + n % 80 * interval '1 day', 1 from generate_series(1, 100000) n`);
    const before = await stateOf(stage);
    const earliest = async () => (await a`select min(at) as at from touched`)[0]?.at;
    const starts: Date[] = [await earliest()];
    for (;;) {
      const { left, asOf } = await drained(stage);
      if (left === 0) break;
      assert.ok(asOf?.equals(before.as_of));
      starts.push(await earliest());
      assert.deepEqual(await wrongRows(pool, true), []);
    }
    const steps = starts.slice(1).map((start, n) => start.getTime() - Number(starts[n]));
    assert.ok(steps.length >= 1 && steps.every((step) => step > 0 && step <= 33 * 86_400_000), steps.join());
    await assertRight(stage);
  }));

Deno.test("an idle drain moves heartbeat and as_of, and no generation", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(1));
    await drained(stage);
    const generations = () => rowsOf(stage, "select * from generations order by 1, 2");
    const [before, noted] = [await stateOf(stage), await generations()];
    const done = await drained(stage);
    const after = await stateOf(stage);
    assert.deepEqual([done.taken, done.left, done.setAside, done.generation], [0, 0, 0, before.generation]);
    assert.ok(after.heartbeat_at > before.heartbeat_at && after.as_of > before.as_of);
    assert.deepEqual([after.generation, after.epoch], [before.generation, before.epoch]);
    assert.deepEqual(await generations(), noted);
  }));

Deno.test("aggregates that are cut for another zone or week are not drained", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(1));
    const cases = [
      [
        { timeZone: "Asia/Kolkata" },
        "SHOP_TIME_ZONE is Asia/Kolkata, and they are built for America/New_York",
      ],
      [{ weekStart: 7 }, "SHOP_WEEK_START is sunday, and they are built for monday"],
    ] as const;
    for (const [other, difference] of cases) {
      await assert.rejects(
        drain(stage.pool, { ...options, ...other }),
        new UsageError(
          `Cannot use the aggregates: ${difference}. Run deno task rebuild to build them anew, or set it back`,
        ),
      );
    }
    assert.equal((await drained(stage)).taken, 1);
  }));

Deno.test("an empty shop is complete, and so is one that is empty again", () =>
  withShop(async (stage) => {
    const tables = [
      "agg_hourly_metrics",
      "agg_order_daily",
      "agg_order_monthly",
      "agg_product_daily",
      "agg_product_monthly",
      "agg_category_daily",
      "agg_category_monthly",
      "agg_customer_daily",
      "agg_activity_daily",
      "agg_cohort_monthly",
      "agg_customer_sets_daily",
      "agg_customer_sets_spans",
      "agg_category_performance",
    ];
    const rows = async () => {
      const counts = tables.map((table) => rowsOf(stage, `select from ${table}`));
      return (await Promise.all(counts)).map(({ length }) => length);
    };
    assert.ok((await stateOf(stage)).as_of);
    assert.deepEqual(await rows(), tables.map(() => 0));
    await stage.a.unsafe(
      `${orders(3, "2024-03-20")} select add_line('2024-03-20' || n, 'lamp', n) from generate_series(1, 3) n`,
    );
    await drainAll(stage.pool, options);
    assert.ok((await rows()).every((count) => count > 0));
    await stage.a.unsafe("delete from orders");
    await drainAll(stage.pool, options);
    assert.deepEqual(await rows(), tables.map(() => 0));
  }));

Deno.test("the largest values that the tables take are summed exactly", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(`
      select place('first', '1969-12-31Z', 999999999999999.9999), place('back', '1969-12-31T00:00:00.000001Z', -999999999999999.9999),
        place('last', '2101-01-01T23:59:59.999999Z', 999999999999999.9999), place('more', '2101-01-01T23:00Z', 999999999999999.9999);
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
        select id, order_date, id('lamp'), 2147483647, 999999999999999.9999, 999999999999999.9999, 999999999999999.99999999
        from orders cross join generate_series(1, 3)`);
    assert.deepEqual((await drainAll(stage.pool, options)).failures, []);
    assert.deepEqual(
      await rowsOf(
        stage,
        "select day::text, revenue::text, orders, line_revenue::text, cost::text, units::text from agg_order_daily order by 1",
      ),
      [
        {
          day: "1969-12-30",
          revenue: "0.0000",
          orders: 1,
          line_revenue: "5999999999999999.9994",
          cost: "12884901881999999999999871.15098118",
          units: "12884901882",
        },
        {
          day: "2101-01-01",
          revenue: "1999999999999999.9998",
          orders: 2,
          line_revenue: "5999999999999999.9994",
          cost: "12884901881999999999999871.15098118",
          units: "12884901882",
        },
      ],
    );
    assert.deepEqual(
      await rowsOf(stage, "select day::text, prev_day::text, customers from agg_activity_daily order by 1"),
      [{ day: "1969-12-30", prev_day: null, customers: 1 }, {
        day: "2101-01-01",
        prev_day: "1969-12-30",
        customers: 1,
      }],
    );
  }));

Deno.test("a customer's link is looked for among that customer's days alone", () =>
  withShop(async (stage) => {
    const customers = 400;
    await stage.a.unsafe(`
      insert into customers (id, name) select id('c' || n), 'c' || n from generate_series(1, ${customers}) n;
      select place('o' || n, '2024-01-10T12:00Z', n, 'c' || n) from generate_series(1, ${customers}) n;`);
    await drainAll(stage.pool, options);
    const fetched = async () => {
      // Taken at once, these are all of the pool's connections: one of them drained.
      const flush = parseStatement("flush", "select pg_stat_force_next_flush()");
      await Promise.all([1, 2, 3].map(() => stage.pool.run(flush)));
      const [row] = await rowsOf(
        stage,
        "select idx_tup_fetch::float8 as rows from pg_stat_user_tables where relname = 'agg_customer_daily'",
      );
      return Number(row?.rows);
    };
    // Autovacuum may do so at any time: one day is all that planners know then.
    await stage.a.unsafe("analyze agg_customer_daily");
    const before = await fetched();
    await stage.a.unsafe("update orders set order_date = order_date + interval '1 day'");
    await drainAll(stage.pool, options);
    const rows = await fetched() - before;
    assert.ok(rows > 0 && rows < 20 * customers, `${rows} rows were looked at for ${customers} customers`);
    await assertRight(stage);
  }));

Deno.test("a wrong link holds up no drain, and a repair puts it right", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(orders(1) + orders(1, "2024-01-20"));
    await drained(stage);
    // Two first days of one customer.
    await a.unsafe("update agg_customer_daily set prev_day = null");
    await a.unsafe(
      "select place('same day', '2024-01-20T15:00Z', 5), place('later', '2024-01-30T15:00Z', 5)",
    );
    const { taken, left, setAside } = await drained(stage);
    assert.deepEqual([taken, left, setAside], [2, 0, 0]);
    await repairAggregates(pool, await verifyAggregates(pool), { waitMs: 5_000 });
    await assertRight(stage);
  }));

// An order that changed hands: how it was is drained after how it is, and with a line that came in between.
const handedOver =
  `select place('o', '2024-01-10T15:00Z', 10, 'bob', rep => 'lead'), add_line('o', 'lamp', 10); delete from touched;
  select touch_order(id('o'), '2024-01-10T15:00Z', id('bob'), id('lead'));
  select touch_order(id('o'), '2024-01-10T15:00Z', id('ada'), id('rep'))`;

Deno.test("a batch holds how an order is wherever it holds how it was", () =>
  withShop(async (stage) => {
    const { a } = stage;
    await a.unsafe(handedOver);
    assert.equal((await drained(stage, { ...options, batch: 1 })).taken, 2);
    await a.unsafe("select add_line('o', 'desk', 5)");
    await drainAll(stage.pool, options);
    await assertRight(stage);
  }));

Deno.test("how an order was may be set aside, and tried again with a line that came after how it is was drained", () =>
  withShop(async (stage) => {
    const { a } = stage;
    await a.unsafe(`${broken("agg_order_daily", "false")}; ${handedOver}`);
    assert.equal((await drained(stage)).setAside, 2);
    await a.unsafe(`${mended("agg_order_daily")};
      update orders set customer_id = id('cyd'), sales_rep_id = null where id = id('o')`);
    assert.equal((await drained(stage)).setAside, 2);
    await a.unsafe(`select add_line('o', 'desk', 5); ${becomeDue}`);
    await drained(stage);
    await assertRight(stage);
  }));
