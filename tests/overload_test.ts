/** More questions than the database has time for: who waits, who is turned away, and how. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { until } from "../src/dev/elsewhere.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { whileLocked } from "../src/dev/locks.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { testWeb } from "./web.ts";

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code: string | undefined;
  readonly hasData: boolean;
}

const turnedAway: Told = { status: 503, retryAfter: "1", code: "OVERLOADED", hasData: false };

const costs10 = (period: string) => `{ salesOverview(period: ${period}) { totalRevenue } }`;
const costs30 = (period: string, metric: string) =>
  `{ salesTrends(period: ${period}, metric: ${metric}) { value } }`;

Deno.test("a database that is busy makes few wait, the cheapest of them, turns the others away at once, and holds up nothing that is kept", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 30_000, name: "test" });
  await drainAll(pool, { timeZone: "UTC", weekStart: 1, clock: createClock() });
  await pool.close();
  // Three operations are executed at once, on one connection, and six wait.
  await using web = await testWeb(database.url, { poolSize: 1, directPoolSize: 1 });
  const told: Told[] = [];
  const ask = async (query: string): Promise<Told> => {
    const response = await fetch(`${web.address}/graphql?${new URLSearchParams({ query })}`);
    const { data, errors } = await response.json();
    const one = {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      code: errors?.[0].extensions.code,
      hasData: data !== undefined,
    };
    told.push(one);
    return one;
  };
  const kept = costs10("YEAR");
  assert.equal((await ask(kept)).status, 200);
  told.length = 0;

  const asked: Promise<Told>[] = [];
  await whileLocked(sql, "agg_hourly_metrics", async () => {
    for (const metric of ["REVENUE", "ORDERS", "AOV", "PROFIT"]) {
      for (const period of ["TODAY", "WEEK", "MONTH"]) asked.push(ask(costs30(period, metric)));
    }
    // Twelve came. On a slow machine some that wait have waited for too long by now, and are told the same.
    await until(() => Promise.resolve(told.length >= 3));
    // One that costs less takes the place of the last of them.
    asked.push(ask(costs10("WEEK")));
    await until(() => Promise.resolve(told.length >= 4));
    assert.deepEqual(told, Array(told.length).fill(turnedAway));
    assert.deepEqual(await ask(costs30("QUARTER", "REVENUE")), turnedAway);
    assert.equal((await ask(kept)).status, 200);
    const page = await fetch(`${web.address}/health/live`);
    await page.body?.cancel();
    assert.equal(page.status, 200);
  });
  const outcomes = await Promise.all(asked);
  // Three were being executed, and those that still waited had their turn, or had waited for too long: nothing else went wrong.
  for (const { status, code } of outcomes) {
    assert.ok(status === 200 || code === "OVERLOADED", `${status} ${code}`);
  }
  const after = await ask(costs30("YEAR", "ORDERS"));
  assert.equal(after.status, 200);
  assert.ok(web.logged.some((line) => line.includes("more is asked than there is time for")));
  assert.ok(!web.logged.some((line) => line.includes('"level":"error"')));
  await sql.end();
});
