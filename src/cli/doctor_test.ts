import assert from "node:assert/strict";
import postgres from "postgres";
import { readConfig } from "../config.ts";
import { createClock } from "../base/clock.ts";
import { createPool } from "../db/pool.ts";
import { startRedisServer } from "../dev/redis_server.ts";
import { asRole } from "../dev/as_role.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drainAll } from "../precompute/drain.ts";
import { command, output } from "./command_testing.ts";
import { checkCache } from "./doctor_cache.ts";
import { checkPrimary, checkReplicas, openDoctorsPool } from "./doctor_database.ts";
import type { Finding } from "./doctor_finding.ts";
import { checkPrecompute } from "./doctor_precompute.ts";

const program = new URL("doctor.ts", import.meta.url).href;
const nowhere = "postgres://doctor:hunter2@127.0.0.1:1/none";

/** @returns the findings that are not ok, each by its state and what it is about */
function troubles(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ state }) => state !== "ok").map(({ state, what }) => `${state}: ${what}`);
}

Deno.test("whatever is wrong with a database is found, and nothing else", async (t) => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 20_000, name: "test" });
  const usual = { DATABASE_URL: database.url, POOL_SIZE: "5" };
  const examine = async (given: Readonly<Record<string, string>> = {}) => {
    const config = readConfig({ ...usual, ...given });
    return [...await checkPrimary(pool, config), ...await checkPrecompute(pool, config)];
  };
  const cases: readonly [
    broken: string,
    by: string,
    mended: string,
    found: readonly string[],
    told: RegExp,
  ][] = [
    [
      "no drain for a while",
      "update precompute_state set heartbeat_at = now() - interval '3 minutes'",
      "update precompute_state set heartbeat_at = now()",
      ["fail: precompute"],
      /no drain for 3 min: start deno task cron/,
    ],
    [
      "drains that do not keep up",
      "update precompute_state set as_of = now() - interval '5 hours'",
      "update precompute_state set as_of = now()",
      ["warn: aggregates"],
      /5 h behind the orders, 0 rows/,
    ],
    [
      "changes set aside",
      "insert into touched (kind, at, order_id, reason, tries) values ('order', now(), gen_random_uuid(), 'numeric overflow', 1)",
      "delete from touched",
      ["fail: set aside"],
      /1 changes could not be rebuilt, such as: numeric overflow/,
    ],
    [
      "a job that failed",
      "insert into job_runs (job, started_at, ended_at, error) values ('refresh views', now(), now(), 'disk full')",
      "delete from job_runs",
      ["warn: jobs"],
      /refresh views failed 0 s ago: disk full/,
    ],
    [
      "a migration to come",
      "update schema_migrations set name = 'x' || name where name = (select max(name) from schema_migrations)",
      "update schema_migrations set name = substr(name, 2) where name like 'x%'",
      ["fail: migrations"],
      /came with a newer version/,
    ],
    [
      "orders in no month",
      "insert into orders (id, order_date, total_amount, status) values (gen_random_uuid(), '1985-01-01', 1, 'pending')",
      "delete from orders",
      ["warn: partitions"],
      /lie in none of the months/,
    ],
  ];
  try {
    await t.step("a database that nobody drained", async () => {
      const findings = await examine();
      assert.deepEqual(troubles(findings).filter((trouble) => !trouble.includes("partitions")), [
        "fail: precompute",
        "warn: aggregates",
      ]);
      assert.match(findings.find(({ what }) => what === "precompute")?.text ?? "", /no drain ever/);
    });
    await sql`select create_order_months(now(), now() + interval '3 months')`;
    await drainAll(pool, { timeZone: "UTC", weekStart: 1, clock: createClock() });
    await t.step("nothing wrong", async () => assert.deepEqual(troubles(await examine()), []));
    for (const [broken, by, mended, found, told] of cases) {
      await t.step(broken, async () => {
        await sql.unsafe(by);
        const findings = await examine();
        await sql.unsafe(mended);
        assert.deepEqual(troubles(findings), found);
        assert.ok(findings.some(({ text }) => told.test(text)), JSON.stringify(findings));
      });
    }
    await t.step("settings that do not fit", async () => {
      assert.deepEqual(troubles(await examine({ SHOP_TIME_ZONE: "Asia/Kathmandu" })), ["fail: aggregates"]);
      assert.deepEqual(troubles(await examine({ POOL_SIZE: "500" })), ["fail: connections"]);
    });
    await t.step("a user who may not look", async () => {
      const reader = openDoctorsPool(asRole(database.url, "app"));
      const findings = await checkPrecompute(reader, readConfig(usual));
      await reader.close();
      assert.ok(troubles(findings).includes("skipped: aggregates"), JSON.stringify(findings));
    });
  } finally {
    await Promise.all([sql.end(), pool.close()]);
  }
});

Deno.test("servers that do not answer, and replicas that are none, are found", async () => {
  await using database = await testDatabase({ migrated: false });
  const away = openDoctorsPool(nowhere);
  const config = readConfig({ DATABASE_URL: nowhere, REPLICA_URLS: `eu=${nowhere},us=${database.url}` });
  const [primary, replicas] = [await checkPrimary(away, config), await checkReplicas(config)];
  await away.close();
  assert.deepEqual(troubles([...primary, ...replicas]), [
    "fail: primary",
    "fail: replica 1 (eu)",
    "warn: replica 2 (us)",
  ]);
  assert.doesNotMatch(JSON.stringify([primary, replicas]), /hunter2/);
});

Deno.test("a shared cache is written and read, and one that does not answer is found", async () => {
  await using redis = await startRedisServer();
  const of = (given: Readonly<Record<string, string>>) =>
    checkCache(readConfig({ DATABASE_URL: nowhere, ...given }));
  assert.deepEqual(troubles(await of({ REDIS_URL: redis.url })), []);
  await redis.stop();
  assert.deepEqual(troubles(await of({ REDIS_URL: redis.url })), ["fail: shared cache"]);
  assert.deepEqual(troubles(await of({})), ["warn: shared cache"]);
});

Deno.test("the doctor prints a line a finding, and ends with 1 where something fails", async () => {
  await using database = await testDatabase();
  const examine = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
    output(command(program, args, { ...environment }));
  const [undrained, away, wrong, help] = await Promise.all([
    examine({ DATABASE_URL: database.url }, "--json"),
    examine({ DATABASE_URL: nowhere }),
    examine({ DATABASE_URL: "x" }),
    examine({}, "--help"),
  ]);
  assert.equal(undrained.code, 1);
  const lines = undrained.out.trimEnd().split("\n").map((line): Finding => JSON.parse(line));
  assert.ok(lines.some(({ what, state }) => what === "migrations" && state === "ok"));
  assert.equal(away.code, 1);
  assert.match(away.out, /^fail +primary +/m);
  assert.match(wrong.err, /^Cannot start:\n {2}DATABASE_URL must be/);
  assert.equal(help.code, 0);
  assert.match(help.out, /^Looks at everything/);
});
