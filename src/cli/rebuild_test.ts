import assert from "node:assert/strict";
import postgres from "postgres";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { isEqual, verifyAggregates } from "../precompute/verify.ts";

const program = new URL("rebuild.ts", import.meta.url).href;

function command(args: readonly string[], environment: Readonly<Record<string, string>>): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, ...args],
    env: environment,
    stdout: "piped",
    stderr: "piped",
  });
}

async function output(
  child: Pick<Deno.ChildProcess, "output">,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

interface Shop {
  readonly pool: Pool;
  readonly sql: postgres.Sql;
  readonly environment: Readonly<Record<string, string>>;
}

async function withShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const { url } = database;
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url, size: 1, deadlineMs: 20_000, name: "test" });
  try {
    await sql.unsafe(`
      insert into products (name, selling_price) values ('Lamp', 10);
      insert into orders (order_date, total_amount)
        select '2024-01-01'::timestamptz + i * interval '1 day', 10 from generate_series(0, 200) i;
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
        select id, order_date, (select id from products), 6, 10, 10 from orders`);
    await work({ pool, sql, environment: { DATABASE_URL: url, SHOP_TIME_ZONE: "Asia/Kathmandu" } });
  } finally {
    await sql.end();
    await pool.close();
  }
}

async function isRight(pool: Pool): Promise<boolean> {
  const { asOf, tables } = await verifyAggregates(pool);
  return asOf !== undefined && tables.every((table) => isEqual(table) && table.waiting === 0);
}

Deno.test("rebuild builds from nothing, for another zone, and over what is wrong", () =>
  withShop(async ({ pool, sql, environment }) => {
    for (const zone of ["Asia/Kathmandu", "America/New_York", "America/New_York"]) {
      await sql`update agg_product_daily set units = 5`;
      const { code, out, err } = await output(command([], { ...environment, SHOP_TIME_ZONE: zone }));
      assert.equal(code, 0, err);
      assert.match(out, new RegExp(`^Built for ${zone}, as of \\d{4}-`));
      assert.match(err, /Building the aggregates … \d/);
      assert.ok(await isRight(pool));
    }
  }));

Deno.test("rebuild refuses another zone where orders are archived", () =>
  withShop(async ({ pool, sql, environment }) => {
    assert.equal((await output(command([], environment))).code, 0);
    await sql`update precompute_state set closed_before = '2023-12-31T18:15:00Z'`;
    const { code, err } = await output(command([], { ...environment, SHOP_TIME_ZONE: "UTC" }));
    assert.equal(code, 1);
    assert.match(
      err,
      /^Cannot cut the aggregates for UTC: .*archived.*Set SHOP_TIME_ZONE to Asia\/Kathmandu again$/m,
    );
    assert.doesNotMatch(err, /\n {4}at /);
    assert.ok(await isRight(pool));
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
  withShop(async ({ pool, sql, environment }) => {
    let ended: ReturnType<typeof output> | undefined;
    await sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      ended = output(command([], environment).spawn());
      await untilRefused(sql);
    });
    assert.ok(ended);
    const { code, err } = await ended;
    assert.equal(code, 0, err);
    assert.ok(await isRight(pool));
  }));

Deno.test("Ctrl-C stops a rebuild that waits for its turn, and says that nothing was changed", () =>
  withShop(async ({ pool, sql, environment }) => {
    await sql.begin(async (drain) => {
      await drain`lock table precompute_lock in exclusive mode`;
      const child = command([], environment).spawn();
      await untilRefused(sql);
      child.kill("SIGINT");
      const { code, out } = await output(child);
      assert.equal(code, 130);
      assert.match(out, /^Stopped before anything was changed/);
    });
    assert.equal((await output(command([], environment))).code, 0);
    assert.ok(await isRight(pool));
  }));

Deno.test("rebuild --help needs no database, and an unknown option is refused", async () => {
  const { code, out } = await output(command(["--help"], { DATABASE_URL: "" }));
  assert.equal(code, 0);
  assert.match(out, /Usage: deno task rebuild/);
  const wrong = await output(command(["--now"], { DATABASE_URL: "" }));
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /Unknown option '--now'/);
});
