/** What a monitor is told of how far the aggregates are behind, over real databases. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { createFreshness, type WatchedServer } from "../src/db/freshness.ts";
import { createPool } from "../src/db/pool.ts";
import { parseStatement } from "../src/db/statements.ts";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { createFreshnessAnswer } from "../src/http/health.ts";
import { drain } from "../src/precompute/drain.ts";

const maxBehind = 60;

Deno.test("a monitor learns how far each database is behind, and by the status whether any is fresh", async () => {
  await using database = await testDatabase();
  const open = (url: string) => createPool({ url, size: 2, deadlineMs: 5_000, name: "test" });
  const [pool, nowhere] = [open(database.url), open(`postgres://u:p@127.0.0.1:${firstFree(21_000)}/x`)];
  const primary: WatchedServer = { name: "primary", state: pool };
  const ask = async (...servers: readonly WatchedServer[]) => {
    const response = await createFreshnessAnswer(createFreshness(servers, { maxBehind }), maxBehind)();
    const { status, sources } = await response.json();
    return { code: response.status, status, sources };
  };
  const states = async (...servers: readonly WatchedServer[]) => {
    const { code, sources } = await ask(...servers);
    return [code, ...sources.map(({ state }: { state: string }) => state)];
  };
  const set = (text: string) => pool.run(parseStatement("set", `update precompute_state set ${text}`));

  assert.deepEqual(await states(primary), [503, "stale"]);
  await set("heartbeat_at = now()");
  assert.deepEqual(await states(primary), [503, "building"]);
  await drain(pool, { timeZone: "UTC", weekStart: 1, clock: createClock(undefined) });
  const { code, status, sources: [fresh] } = await ask(primary);
  assert.deepEqual([code, status, fresh.state, fresh.lagSeconds], [200, "fresh", "fresh", 0]);
  assert.deepEqual([fresh.changesWaiting, fresh.changesSetAside], [0, 0]);
  assert.ok(fresh.behindSeconds > 0 && fresh.behindSeconds < maxBehind);

  const away: WatchedServer = { name: "replica 1 (eu)", state: nowhere };
  assert.deepEqual(await states(away, primary), [200, "away", "fresh"]);
  assert.deepEqual(await states(away), [503, "away"]);

  await set("as_of = now() - interval '2 minutes'");
  await pool.run(parseStatement("touch", "insert into touched (kind, at) values ('order', '2024-05-01Z')"));
  const { code: later, sources: [behind] } = await ask(primary);
  assert.deepEqual([later, behind.state, behind.changesWaiting], [503, "stale", 1]);
  await set("as_of = now(), heartbeat_at = now() - interval '61 seconds'");
  assert.deepEqual(await states(primary), [503, "stale"]);
  await Promise.all([pool.close(), nowhere.close()]);
});

Deno.test("databases are asked once a second, however many monitors there are", async () => {
  let [asked, time] = [0, 0];
  const state = {
    run: () => {
      asked++;
      return Promise.reject(new Error("away"));
    },
  };
  const read = createFreshness([{ name: "primary", state }], { maxBehind, now: () => time });
  await Promise.all([read(), read()]);
  time = 999;
  await read();
  assert.equal(asked, 1);
  time = 1_000;
  await read();
  assert.equal(asked, 2);
});
