/** A web process that reads from a standby: what it does when that lags, dies and comes back, and when the primary dies. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { migrate } from "../src/db/migrate.ts";
import { until } from "../src/dev/elsewhere.ts";
import { type PostgresServer, startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { type TestWeb, testWeb } from "./web.ts";
import { withSql } from "../src/dev/with_sql.ts";

const options = { timeZone: "UTC", weekStart: 1, clock: createClock() } as const;

interface Pair {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** Of the database on each. */
  readonly urls: { readonly primary: string; readonly standby: string };
  /** Starts the standby again. */
  restart(): Promise<void>;
}

/** A primary with one order of 100, drained, and its standby. */
async function withPair(work: (pair: Pair) => Promise<void>): Promise<void> {
  const homes = await Promise.all(
    ["primary", "standby"].map((name) => Deno.makeTempDir({ prefix: `laneway-${name}-` })),
  );
  const [primaryHome = "", standbyHome = ""] = homes;
  const opened: PostgresServer[] = [];
  try {
    await Promise.all(homes.map((home) => Deno.chmod(home, 0o755)));
    const primary = await startPostgres({ home: primaryHome, durable: false });
    opened.push(primary);
    await withSql(primary.url, (sql) => sql`create database shop`);
    const url = primary.databaseUrl("shop");
    await migrate({ url });
    await fillTinyShop(url, { sales: [{ at: "2024-01-10T12:00Z", total: 100 }] });
    await drain(url);
    const start = () => startPostgres({ home: standbyHome, durable: false, standbyOf: primary.url });
    const standby = await start();
    opened.push(standby);
    await work({
      primary,
      standby,
      urls: { primary: url, standby: standby.databaseUrl("shop") },
      restart: async () => assert.equal((await start()).port, standby.port),
    });
  } finally {
    for (const server of opened.toReversed()) await server.stop();
    for (const home of homes) {
      await wipePostgres(home);
      await Deno.remove(home, { recursive: true });
    }
  }
}

async function drain(url: string): Promise<void> {
  const pool = createPool({ url, size: 2, deadlineMs: 20_000, name: "test" });
  await drainAll(pool, options);
  await pool.close();
}

/** Sells for another 100, and lets an hour go by: no standby that misses it is new enough then. */
async function sellMore(url: string, id: number): Promise<void> {
  await withSql(url, async (sql) => {
    await sql`insert into orders (id, order_date, total_amount, status)
      values (${`50000000-0000-4000-8000-${
      String(id).padStart(12, "0")
    }`}, '2024-01-11T12:00Z', 100, 'completed')`;
  });
  await drain(url);
  await withSql(
    url,
    (sql) => sql`update precompute_state set heartbeat_at = heartbeat_at + ${id} * interval '1 hour'`,
  );
}

/** @returns the revenue that the database has now, not what was kept of it */
async function revenue({ address }: TestWeb): Promise<number> {
  const query =
    `{ salesOverview(period: CUSTOM, dateRange: { startDate: "2024-01-01T00:00:00Z", endDate: "2024-02-01T00:00:00Z" }) { totalRevenue } }`;
  const response = await fetch(`${address}/graphql?${new URLSearchParams({ query })}`, {
    headers: { "cache-control": "no-cache" },
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data.salesOverview.totalRevenue;
}

function readers(url: string): Promise<number> {
  return withSql(url, async (sql) => {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from pg_stat_activity
      where application_name = 'laneway web' and query not like '%heartbeat%'`;
    return row?.count ?? 0;
  });
}

function told(web: TestWeb, message: string): number {
  return web.logged.filter((line) => line.includes(message)).length;
}

Deno.test("a web process reads from its region's standby, from the primary while that lags or is away, and without the primary too", () =>
  withPair(async ({ primary, standby, urls, restart }) => {
    const settings = {
      replicas: [{ region: "eu", url: urls.standby }],
      region: "eu",
      maxReplicaLagMs: 10_000,
    };
    await using web = await testWeb(urls.primary, settings);

    assert.equal(await revenue(web), 100);
    assert.ok(await readers(urls.standby) > 0);
    assert.equal(await readers(urls.primary), 0);

    await withSql(urls.standby, (sql) => sql`select pg_wal_replay_pause()`);
    await until(() =>
      withSql(urls.standby, async (sql) => {
        const [row] = await sql`select pg_get_wal_replay_pause_state() = 'paused' as is_paused`;
        return row?.is_paused === true;
      })
    );
    await sellMore(urls.primary, 1);
    await until(async () => await revenue(web) === 200);
    assert.equal(told(web, "too far behind"), 1);

    await withSql(urls.standby, (sql) => sql`select pg_wal_replay_resume()`);
    await until(async () => {
      assert.equal(await revenue(web), 200);
      return told(web, "is read from again") === 1;
    });

    await standby.stop();
    for (let asked = 0; asked < 20; asked++) assert.equal(await revenue(web), 200);
    assert.equal(told(web, "does not answer"), 1);
    await sellMore(urls.primary, 2);
    assert.equal(await revenue(web), 300);

    await restart();
    await until(async () => {
      assert.equal(await revenue(web), 300);
      return told(web, "is read from again") === 2;
    });

    await primary.stop();
    for (let asked = 0; asked < 20; asked++) assert.equal(await revenue(web), 300);
    await using late = await testWeb(urls.primary, settings);
    assert.equal(await revenue(late), 300);
    assert.equal(told(late, "a replica is up to date"), 1);
    assert.equal((await (await fetch(`${late.address}/health/ready`)).json()).status, "ready");
  }));
