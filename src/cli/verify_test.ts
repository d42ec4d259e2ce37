import assert from "node:assert/strict";
import type postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { UsageError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { aggregates } from "../precompute/aggregates.ts";
import { drainAll } from "../precompute/drain.ts";
import { command, type Ended, output } from "./command_testing.ts";
import { withShop } from "./shop_testing.ts";
import { readVerifyOptions } from "./verify.ts";

const program = new URL("verify.ts", import.meta.url).href;

function run(args: readonly string[], url: string): Promise<Ended> {
  return output(command(program, args, { DATABASE_URL: url }));
}

const inShop = (work: (sql: postgres.Sql, url: string, build: () => Promise<void>) => Promise<void>) =>
  withShop(10, ({ pool, sql, url }) =>
    work(sql, url, async () => {
      await drainAll(pool, { timeZone: "UTC", weekStart: 1, clock: createClock() });
    }));

Deno.test("0 where all is equal; 1 with the row, the column and both values where not; 0 after a repair", () =>
  inShop(async (sql, url, build) => {
    await build();
    const well = await run([], url);
    assert.equal(well.code, 0, well.err);
    assert.match(well.out, /^ +rows +differing +missing +surplus +waiting$/m);
    assert.match(well.out, /^agg_hourly_metrics +10 +0 +0 +0 +0$/m);
    assert.match(well.out, /^agg_customer_daily\.prev_day +0 +0 +0 +0 +0$/m);
    assert.match(well.out, /\nAll equal, as of \d{4}-\S+Z\.\n$/);
    assert.match(well.err, /^Comparing the aggregates with the orders … \d/);

    await sql`delete from agg_hourly_metrics where metric_hour = '2024-01-07T00:00:00Z'`;
    assert.equal((await run(["--from", "2024-01-08"], url)).code, 0);
    assert.equal((await run(["--to=2024-01-06"], url)).code, 0);
    await sql`update agg_product_daily set units = 5 where day = '2024-01-05'`;
    const ill = await run([], url);
    assert.equal(ill.code, 1, ill.err);
    assert.match(
      ill.out,
      /^agg_product_daily +10 +1 +0 +0 +0\n {2}day=2024-01-05 product_id=\S+ units: stored 5, orders say 6$/m,
    );
    assert.match(ill.out, /^agg_hourly_metrics +9 +0 +1 +0 +0$/m);
    assert.match(ill.out, /\nNot equal, as of/);

    const repaired = await run(["--repair"], url);
    assert.equal(repaired.code, 0, repaired.err);
    assert.match(repaired.out, /^Repaired agg_product_daily: 2024-01-05\.$/m);
    assert.match(repaired.out, /^Repaired agg_hourly_metrics: 2024-01-07\.$/m);
    assert.match(repaired.out, /What was repaired is equal now\.\n$/);
    assert.equal((await run([], url)).code, 0);
  }));

Deno.test("--json is one object, with the same status", () =>
  inShop(async (sql, url, build) => {
    await build();
    await sql`update orders set total_amount = 30 where order_date = '2024-01-02'`;
    const well = await run(["--json"], url);
    assert.equal(well.code, 0, well.err);
    const parsed = JSON.parse(well.out);
    assert.ok(Temporal.Instant.from(parsed.asOf));
    assert.deepEqual([parsed.tables.length, parsed.sampled, parsed.repaired], [
      aggregates.length,
      null,
      null,
    ]);
    assert.deepEqual(parsed.tables[0], {
      table: "agg_hourly_metrics",
      name: "agg_hourly_metrics",
      rows: 10,
      missing: 0,
      surplus: 0,
      differing: 0,
      waiting: 1,
      days: [],
      examples: [],
    });
    await sql`update agg_order_daily set units = 5 where day = '2024-01-05'`;
    const ill = await run(["--json", "--sample", "100"], url);
    assert.equal(ill.code, 1);
    const { missing, surplus, differing, days } = JSON.parse(ill.out).tables[1];
    assert.deepEqual([missing, surplus, differing, days], [1, 0, 1, ["2024-01-05"]]);
    const repaired = await run(["--json", "--repair"], url);
    assert.equal(repaired.code, 0);
    const after = JSON.parse(repaired.out);
    assert.deepEqual([after.tables[1].missing, after.repaired[1].missing], [1, 0]);
    const sampled = await run(["--sample", "2"], url);
    assert.match(sampled.out, /^Of what is kept by days, compared on: 2024-01-\d\d, 2024-01-\d\d\.$/m);
    const whole = await run([], url);
    assert.match(whole.out, /^2 rows wait for the next drain to rebuild them\.\nAll equal/m);
  }));

Deno.test("1 and a sentence before the first build, and where there are no tables", () =>
  inShop(async (_sql, url) => {
    const { code, out } = await run([], url);
    assert.equal(code, 1);
    assert.match(out, /^Nothing to compare: the aggregates are not built yet\./);
    const json = await run(["--json", "--repair"], url);
    assert.equal(json.code, 1);
    assert.deepEqual(JSON.parse(json.out), {
      asOf: null,
      sampled: null,
      tables: [],
      setAside: [],
      repaired: null,
    });
    await using empty = await testDatabase({ migrated: false });
    const none = await run([], empty.url);
    assert.equal(none.code, 1);
    assert.match(none.err, /^Cannot verify: the database has no aggregates\. deno task migrate/m);
    assert.doesNotMatch(none.err, /\n {4}at /);
  }));

Deno.test("--help tells the options, and needs no database", async () => {
  const { code, out } = await run(["--help"], "");
  assert.equal(code, 0);
  for (const option of ["--from DAY", "--to DAY", "--sample N", "--repair", "--json"]) {
    assert.ok(out.includes(option));
  }
});

const none = { from: undefined, to: undefined, sample: undefined };

for (
  const [given, expected] of [
    [{}, none],
    [{ from: "2024-02-29" }, { ...none, from: "2024-02-29" }],
    [{ from: "2024-01-01", to: "2024-01-01", sample: "3" }, {
      from: "2024-01-01",
      to: "2024-01-01",
      sample: 3,
    }],
  ] as const
) {
  Deno.test(`verify takes ${JSON.stringify(given)}`, () =>
    assert.deepEqual(readVerifyOptions(given), expected));
}

for (
  const [given, message] of [
    [{ from: "2023-02-29" }, /--from 2023-02-29: give a day, such as/],
    [{ to: "tomorrow" }, /--to tomorrow: give a day/],
    [{ from: "2024-1-1" }, /--from 2024-1-1/],
    [{ to: "2024-01-01T00:00:00Z" }, /--to 2024-01-01T/],
    [{ from: "+012024-01-01" }, /--from \+012024-01-01/],
    [{ from: "2024-02-01", to: "2024-01-31" }, /--from 2024-02-01 with --to 2024-01-31/],
    [{ sample: "0" }, /--sample 0: give a whole number from 1/],
    [{ sample: "ten" }, /--sample ten/],
    [{ sample: "1.5" }, /--sample 1\.5/],
  ] as const
) {
  Deno.test(`verify refuses ${JSON.stringify(given)}`, () => {
    assert.throws(
      () => readVerifyOptions(given),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}

Deno.test("1 and a message alone for options that are not there or cannot be used", async () => {
  await using database = await testDatabase();
  for (
    const [args, message] of [[["--fast"], /Unknown option '--fast'/], [
      ["--from", "no"],
      /^Cannot use --from no/,
    ]] as const
  ) {
    const { code, err } = await run(args, database.url);
    assert.equal(code, 1);
    assert.match(err, message);
    assert.doesNotMatch(err, /\n {4}at /);
  }
});
