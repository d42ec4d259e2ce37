/** What a drain takes, tells and leaves behind. That it is right, whatever happens beside it: tests/interleavings_test.ts. */
import assert from "node:assert/strict";
import { openStage, options, type Stage, wrongRows } from "../../tests/interleave.ts";
import { createClock } from "../base/clock.ts";
import { UsageError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain, drainAll, type Drained, type DrainOptions } from "./drain.ts";
import { markAllTouched } from "./rebuild.ts";

const orders = (count: number, day = "2024-01-10") =>
  `select place('${day}' || n, '${day}T12:00Z'::timestamptz + n * interval '1 minute', n) from generate_series(1, ${count}) n;`;

/** A shop with nothing sold yet, drained. */
async function withShop(work: (stage: Stage) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await using stage = await openStage(database);
  await drainAll(stage.pool, options);
  await work(stage);
}

async function drained(stage: Stage, given: DrainOptions = options): Promise<Drained> {
  const done = await drain(stage.pool, given);
  assert.ok(done);
  return done;
}

async function isRight({ pool }: Stage): Promise<void> {
  assert.deepEqual(await wrongRows(pool, false), []);
}

const rowsOf = async ({ a }: Stage, text: string) => (await a.unsafe(text)).map((row) => ({ ...row }));

const stateOf = async (stage: Stage) => {
  const [row] = await rowsOf(
    stage,
    "select to_json(as_of)#>>'{}' as as_of, heartbeat_at::text, generation::int, epoch, lineage from precompute_state",
  );
  assert.ok(row);
  return row;
};

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
    await isRight(stage);
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
    await isRight(stage);
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

const all = [
  "customer_analytics",
  "dashboard_overview",
  "product_insights",
  "realtime_metrics",
  "sales_trends",
];
const inMonths = (tags: readonly string[], ...months: readonly string[]) =>
  Object.fromEntries(tags.map((tag) => [tag, [...months, "infinity"]]));
const everyMonth = (...tags: readonly string[]) => inMonths(tags, "-infinity");

Deno.test("generations are noted by tag and month, by kind of change", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(
      "select place('old', '2024-01-10T15:00Z', 5), place('p', '2024-01-11T15:00Z', 5, 'ada', 'pending')",
    );
    await drained(stage);
    const cases = [
      [orders(2), inMonths(all, "2024-01-01")],
      // The evening before in the shop.
      ["select place('late', '2024-02-01T03:00Z', 5)", inMonths(all, "2024-01-01")],
      [orders(1, "2024-02-10") + orders(1, "2024-03-10"), inMonths(all, "2024-02-01", "2024-03-01")],
      [
        "update orders set order_date = '2024-03-01T15:00Z' where id = id('old')",
        inMonths(all, "2024-01-01", "2024-03-01"),
      ],
      ["select add_line('late', 'lamp', 5)", inMonths(all, "2024-01-01")],
      ["update orders set status = 'cancelled' where id = id('late')", inMonths(all, "2024-01-01")],
      ["update orders set total_amount = 6 where id = id('p')", {}],
      ["delete from orders where id = id('late')", inMonths(all, "2024-01-01")],
      ["select touch_range('2024-01-31T12:00Z', '2024-02-02')", inMonths(all, "2024-01-01", "2024-02-01")],
      [
        "update products set name = 'Lantern' where id = id('lamp')",
        everyMonth("dashboard_overview", "product_insights"),
      ],
      ["update products set stock_quantity = 3", {}],
      ["update customers set name = 'Ada L.' where id = id('ada')", everyMonth("customer_analytics")],
      ["insert into categories (name) values ('New')", inMonths(["dashboard_overview", "product_insights"])],
      ["insert into customers (name) values ('Cy')", inMonths(["customer_analytics"])],
      ["update sales_representatives set region = 'North'", everyMonth("dashboard_overview", "sales_trends")],
      ["select touch('shop')", everyMonth(...all)],
      [
        "update customers set name = 'Ada'; select place('new', '2024-02-20T15:00Z', 5)",
        { ...inMonths(all, "2024-02-01"), customer_analytics: ["-infinity", "2024-02-01", "infinity"] },
      ],
    ] as const;
    for (const [write, expected] of cases) {
      await stage.a.unsafe(write);
      const before = (await stateOf(stage)).generation;
      const { generation } = await drained(stage);
      const rows = await rowsOf(
        stage,
        `select tag, array_agg(month::text order by month) as months from generations where generation > ${before} group by 1 order by 1`,
      );
      assert.deepEqual(Object.fromEntries(rows.map(({ tag, months }) => [tag, months])), expected, write);
      assert.equal(generation, Object.keys(expected).length > 0 ? before + 1 : before, write);
    }
  }));

Deno.test("a new epoch begins where another server or database wrote the last one, and nowhere else", () =>
  withShop(async (stage) => {
    const { epoch, lineage } = await stateOf(stage);
    assert.ok(epoch && lineage);
    await stage.a.unsafe(orders(1));
    await drained(stage);
    await drained(stage);
    assert.equal((await stateOf(stage)).epoch, epoch);
    const [timeline, database, table, start] = lineage.split("/");
    const others = [
      ["00000009", database, table, start],
      [timeline, "1", table, start],
      [timeline, database, "1", start],
      [timeline, database, table, "1"],
    ];
    const epochs = new Set([epoch]);
    for (const other of others) {
      await stage.a`update precompute_state set lineage = ${other.join("/")}`;
      await drained(stage);
      const now = await stateOf(stage);
      epochs.add(now.epoch);
      assert.equal(now.lineage, lineage);
    }
    assert.equal(epochs.size, 1 + others.length);
  }));

Deno.test("aggregates that are cut for another zone or week are not drained", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(1));
    for (const other of [{ timeZone: "Asia/Kolkata" }, { weekStart: 7 }] as const) {
      await assert.rejects(
        drain(stage.pool, { ...options, ...other }),
        new UsageError(
          "Cannot drain: the aggregates are cut for SHOP_TIME_ZONE America/New_York and SHOP_WEEK_START monday. " +
            "Set these again, or build the aggregates anew with deno task rebuild",
        ),
      );
    }
    assert.equal((await drained(stage)).taken, 1);
  }));

const broken = (table: string, condition: string) =>
  `alter table ${table} add constraint broken check (${condition}) not valid`;
const mended = (table: string) => `alter table ${table} drop constraint broken`;
const becomeDue = "update touched set retry_at = transaction_timestamp() where reason is not null";
const aside = (stage: Stage) =>
  rowsOf(
    stage,
    `select kind, coalesce(to_char(at, 'MM-DD HH24:MI'), '') as at, tries, reason ~ 'broken' as told,
      extract(epoch from retry_at - (select heartbeat_at from precompute_state))::int as wait
    from touched where reason is not null order by id`,
  );

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
      await isRight(stage);
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
    await isRight(stage);
  }));

Deno.test("a day that fails in a build is set aside, and its customers are counted once it can be", () =>
  withShop(async (stage) => {
    const { pool, a } = stage;
    await a.unsafe(orders(2, "2024-01-10") + orders(2, "2024-01-20") + orders(2, "2024-02-10"));
    await drainAll(pool, options);
    await a.unsafe(`${broken("agg_customer_daily", "day <> '2024-01-20'")}; delete from agg_customer_daily;
      delete from agg_activity_daily; delete from agg_activity_monthly; delete from agg_cohort_monthly`);
    await markAllTouched(pool, options);
    assert.equal((await drainAll(pool, options)).setAside, 1);
    assert.deepEqual(await wrongRows(pool, true), []);
    await a.unsafe(`${mended("agg_customer_daily")}; ${becomeDue}`);
    assert.equal((await drainAll(pool, options)).setAside, 0);
    await isRight(stage);
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
      await isRight(stage);
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
      await isRight(stage);
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

Deno.test("an empty shop is complete, and so is one that is empty again", () =>
  withShop(async (stage) => {
    const tables = [
      "agg_hourly_metrics",
      "agg_order_daily",
      "agg_product_daily",
      "agg_product_monthly",
      "agg_customer_daily",
      "agg_activity_daily",
      "agg_activity_monthly",
      "agg_cohort_monthly",
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
