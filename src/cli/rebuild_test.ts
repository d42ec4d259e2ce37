import assert from "node:assert/strict";
import type postgres from "postgres";
import type { Pool } from "../db/pool.ts";
import { isEqual, verifyAggregates } from "../precompute/verify.ts";
import { command, type Ended, output } from "./command_testing.ts";
import { type Shop, withShop } from "./shop_testing.ts";

const program = new URL("rebuild.ts", import.meta.url).href;

const inShop = (work: (shop: Shop, environment: Readonly<Record<string, string>>) => Promise<void>) =>
  withShop(201, (shop) => work(shop, { DATABASE_URL: shop.url, SHOP_TIME_ZONE: "Asia/Kathmandu" }));

async function isRight(pool: Pool): Promise<boolean> {
  const { asOf, tables } = await verifyAggregates(pool);
  return asOf !== undefined && tables.every((table) => isEqual(table) && table.waiting === 0);
}

Deno.test("rebuild builds from nothing, for another zone, and over what is wrong", () =>
  inShop(async ({ pool, sql }, environment) => {
    for (const zone of ["Asia/Kathmandu", "America/New_York", "America/New_York"]) {
      await sql`update agg_product_daily set units = 5`;
      const { code, out, err } = await output(command(program, [], { ...environment, SHOP_TIME_ZONE: zone }));
      assert.equal(code, 0, err);
      assert.match(out, new RegExp(`^Built for ${zone}, as of \\d{4}-`));
      assert.match(err, /Building the aggregates … \d/);
      assert.ok(await isRight(pool));
    }
  }));

Deno.test("rebuild refuses another zone or week where orders are archived", () =>
  inShop(async ({ pool, sql }, environment) => {
    assert.equal((await output(command(program, [], environment))).code, 0);
    await sql`update precompute_state set closed_before = '2023-12-31T18:15:00Z'`;
    for (const [name, value] of [["SHOP_TIME_ZONE", "UTC"], ["SHOP_WEEK_START", "sunday"]] as const) {
      const { code, err } = await output(command(program, [], { ...environment, [name]: value }));
      assert.equal(code, 1);
      const start = `Cannot build the aggregates anew: ${name} is ${value}, and they are built for `;
      assert.match(
        err,
        new RegExp(`^${start}.*Orders before 2023-12-31T18:15:00Z are archived, .*set it back$`, "m"),
      );
      assert.doesNotMatch(err, /\n {4}at /);
      assert.ok(await isRight(pool));
    }
  }));

/** Resolves once a statement about `precompute_lock` of the rebuild has been answered. */
async function untilRefused(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const rows = await sql`select from pg_stat_activity
      where application_name = 'laneway rebuild' and datname = current_database() and state = 'idle' and query = 'rollback'`;
    if (rows.length > 0) return;
  }
}

Deno.test("beside another process that drains, rebuild waits for its turn and goes on", () =>
  inShop(async ({ pool, sql }, environment) => {
    let ended: Promise<Ended> | undefined;
    await sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      ended = output(command(program, [], environment).spawn());
      await untilRefused(sql);
    });
    assert.ok(ended);
    const { code, err } = await ended;
    assert.equal(code, 0, err);
    assert.ok(await isRight(pool));
  }));

Deno.test("Ctrl-C stops a rebuild that waits for its turn, and says that nothing was changed", () =>
  inShop(async ({ pool, sql }, environment) => {
    await sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      const child = command(program, [], environment).spawn();
      await untilRefused(sql);
      child.kill("SIGINT");
      const { code, out } = await output(child);
      assert.equal(code, 130);
      assert.match(out, /^Stopped before anything was changed/);
    });
    assert.equal((await output(command(program, [], environment))).code, 0);
    assert.ok(await isRight(pool));
  }));

Deno.test("rebuild --help needs no database, and an unknown option is refused", async () => {
  const { code, out } = await output(command(program, ["--help"], { DATABASE_URL: "" }));
  assert.equal(code, 0);
  assert.match(out, /Usage: deno task rebuild/);
  const wrong = await output(command(program, ["--now"], { DATABASE_URL: "" }));
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /Unknown option '--now'/);
});
