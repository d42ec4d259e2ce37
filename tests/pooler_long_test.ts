/** A web process whose connections lead through a transaction pooler: pgbouncer, with fewer connections than there are callers. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { readConfig } from "../src/config.ts";
import { runCron } from "../src/cron.ts";
import { createPool } from "../src/db/pool.ts";
import { parseStatement } from "../src/db/statements.ts";
import { warnOfRoom } from "../src/db/room.ts";
import { hasPgbouncer, type Pgbouncer, startPgbouncer } from "../src/dev/pgbouncer.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { createPrecomputeMeter } from "../src/precompute/meter.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { testWeb } from "./web.ts";

const ignore = !await hasPgbouncer();
const skipped = ignore ? " (pgbouncer is not installed: apt-get install pgbouncer brings it)" : "";

interface World {
  /** The owner's, to Postgres itself. */
  readonly url: string;
  readonly bouncer: Pgbouncer;
  /** Those of processes' users, through the pooler. */
  readonly web: string;
  readonly app: string;
}

const password = "ofatest";

async function withPooler(work: (world: World) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "laneway-pgbouncer-" });
  await using database = await testDatabase();
  const { url } = database;
  const suffix = crypto.randomUUID().slice(0, 8);
  const users = { web: `web_${suffix}`, app: `app_${suffix}` };
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const urlOf = (user: string) => {
    const own = new URL(url);
    [own.username, own.password] = [user, password];
    return own.href;
  };
  try {
    await Deno.chmod(home, 0o755);
    // As docs/DEPLOYMENT.md says.
    await sql.unsafe(`
      create user ${users.web} password '${password}' in role laneway_reader;
      create user ${users.app} password '${password}' in role laneway_app;
      alter user ${users.web} set default_transaction_read_only = on;
      alter user ${users.web} set statement_timeout = '5s';
      alter user ${users.app} set statement_timeout = '5s';
      alter user ${users.web} set jit = off;`);
    await using bouncer = await startPgbouncer({
      home,
      users: [urlOf(users.web), urlOf(users.app)],
      size: 2,
    });
    await work({
      url,
      bouncer,
      web: bouncer.through(urlOf(users.web)),
      app: bouncer.through(urlOf(users.app)),
    });
  } finally {
    await sql.unsafe(`drop user if exists ${users.web}, ${users.app}`);
    await sql.end();
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test({
  name: `through a transaction pooler, a web process answers many at once over few connections${skipped}`,
  ignore,
  fn: () =>
    withPooler(async ({ url, web, app }) => {
      await fillTinyShop(url, { sales: [{ at: "2024-01-10T12:00Z", total: 100 }] });
      const owner = createPool({ url, size: 2, deadlineMs: 20_000, name: "test" });
      await drainAll(owner, { timeZone: "UTC", weekStart: 1, clock: createClock() });
      await owner.close();
      await using process = await testWeb(web, { databaseUrl: web, appDatabaseUrl: app });
      const totals = await Promise.all(Array.from({ length: 24 }, async (_, day) => {
        const startDate = Temporal.PlainDate.from("2023-11-01").add({ days: day }).toString();
        const { data } = await process.ask<{ salesOverview: { totalRevenue: number } }>(
          `{ salesOverview(period: CUSTOM, dateRange: { startDate: "${startDate}T00:00:00Z", endDate: "2024-02-01T00:00:00Z" }) { totalRevenue } }`,
        );
        return data.salesOverview.totalRevenue;
      }));
      assert.deepEqual(totals, Array.from({ length: 24 }, () => 100));
      const sql = postgres(url, { max: 1 });
      const [used] =
        await sql`select count(*)::int as count from pg_stat_activity where usename like 'web\\_%'`;
      await sql.end();
      assert.ok(used?.count <= 2, `${used?.count} connections`);
      assert.deepEqual(process.logged.filter((line) => /"level":"(warn|error)"/.test(line)), []);
    }),
});

Deno.test({
  name: `through it, whoever is gone stops nobody else's statement${skipped}`,
  ignore,
  fn: () =>
    withPooler(async ({ web }) => {
      const pool = createPool({ url: web, size: 10, deadlineMs: 5_000, name: "test" });
      const slow = parseStatement("slow", "select pg_sleep(0.05)::text as slept");
      const stay = Array.from({ length: 20 }, () => pool.run(slow));
      const gone = Array.from({ length: 20 }, async () => {
        const controller = new AbortController();
        const asked = pool.run(slow, {}, controller.signal);
        controller.abort();
        await asked.catch(() => {});
      });
      await Promise.all([...stay, ...gone]);
      const [row] = await pool.snapshot("read", (transaction) =>
        transaction.run(parseStatement("one", "select 1 as one")));
      assert.deepEqual(row, { one: 1 });
      await pool.close();
    }),
});

Deno.test({
  name: `what needs a session says so instead of working through it${skipped}`,
  ignore,
  fn: () =>
    withPooler(async ({ web }) => {
      const log = createLog({ write: () => {} });
      const config = readConfig({ DATABASE_URL: web });
      const stopped = new AbortController().signal;
      await assert.rejects(
        runCron(config, log, { mode: "called", stopped, meter: createPrecomputeMeter() }),
        /transaction pooler/,
      );
      assert.throws(() => readConfig({ DATABASE_URL: web, WRITER_DATABASE_URL: web }), /WRITER_DATABASE_URL/);
      assert.throws(
        () => readConfig({ DATABASE_URL: web.replace("=transaction", "=session") }),
        /pooler=transaction/,
      );
      // Without the word, the pooler itself refuses: it does not go unnoticed.
      const plain = createPool({ url: web.replace(/\?.*/, ""), size: 1, deadlineMs: 5_000, name: "test" });
      await assert.rejects(plain.run(parseStatement("one", "select 1")), /unsupported startup parameter/);
      await plain.close();
    }),
});

Deno.test({
  name: `a user whose statements through it have no deadline is told of${skipped}`,
  ignore,
  fn: () =>
    withPooler(async ({ url, web }) => {
      const told = async () => {
        const lines: string[] = [];
        const log = createLog({ write: (line) => lines.push(line) });
        await warnOfRoom({ ...readConfig({ DATABASE_URL: web }), replicas: [] }, log);
        return lines.map((line) => JSON.parse(line).message);
      };
      assert.deepEqual(await told(), []);
      const sql = postgres(url, { max: 1 });
      await sql.unsafe(`alter user ${new URL(web).username} reset statement_timeout`);
      // Sessions keep what they began with.
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${
        new URL(web).username
      }`;
      await sql.end();
      assert.deepEqual(await told(), ["statements through the pooler have no deadline"]);
    }),
});
