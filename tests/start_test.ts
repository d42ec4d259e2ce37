/** Processes as an operator starts, kills and stops them. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { end, root, start, type Started, until } from "./started.ts";

Deno.test("two web and two precompute processes that start at once on an empty database end healthy", async () => {
  await using database = await testDatabase({ migrated: false });
  const environment = { DATABASE_URL: database.url };
  const crons = [1, 2].map(() => start("src/cron.ts", environment));
  const webs = [1, 2].map(() => start("src/serve.ts", environment));
  const listening = await Promise.all(webs.map((web) => until(web, "web process listens")));
  await Promise.all(crons.map((cron) => until(cron, "precompute process started")));
  // Both rebuild at once at their start; one may give way, and the other has built the aggregates.
  const sql = postgres(database.url, { max: 1 });
  while ((await sql`select 1 from precompute_state where as_of is not null`).length === 0);
  for (const { address } of listening) {
    const ready = await fetch(`${address}/health/ready`);
    assert.equal(ready.status, 200);
    await ready.body?.cancel();
    const page = await fetch(`${address}/`);
    assert.equal(page.status, 200);
    await page.body?.cancel();
  }
  const names = await sql`select name from schema_migrations`;
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
  await sql.end();
  for (const { process } of [...crons, ...webs]) process.kill("SIGTERM");
  for (const started of [...crons, ...webs]) {
    const { code, rest } = await end(started);
    assert.equal(code, 0);
    assert.deepEqual(rest.filter(({ level }) => level === "error"), []);
  }
});

Deno.test("a process whose parent is gone ends by itself", async () => {
  await using database = await testDatabase();
  const cases = [["src/cron.ts", "precompute process started"], [
    "src/serve.ts",
    "web process listens",
  ]] as const;
  for (const [script, message] of cases) {
    const started = start(script, { DATABASE_URL: database.url }, ["--with-parent"]);
    await until(started, message);
    await started.process.stdin.close();
    assert.equal((await end(started)).code, 0, script);
  }
});

Deno.test("with PRECOMPUTE=inside, one process answers and keeps the aggregates", async () => {
  await using database = await testDatabase();
  const web = start("src/serve.ts", { DATABASE_URL: database.url, PRECOMPUTE: "inside" });
  const { address } = await until(web, "web process listens");
  const sql = postgres(database.url, { max: 1 });
  while ((await sql`select from precompute_state where as_of is not null`).length === 0);
  await sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
  while ((await sql`select from agg_hourly_metrics`).length === 0);
  while ((await sql`select from view_state`).length < 3);
  await sql.end();
  const ready = await fetch(`${address}/health/ready`);
  assert.equal(ready.status, 200);
  await ready.body?.cancel();
  web.process.kill("SIGTERM");
  const { code, rest } = await end(web);
  assert.equal(code, 0);
  assert.deepEqual(rest.filter(({ level }) => level === "error"), []);
});

/** Starts a precompute process and takes it to the middle of a drain, which cannot go on until `test` is over. */
async function inMidDrain(
  test: (cron: Started) => Promise<void>,
  after: (sql: postgres.Sql) => Promise<void>,
) {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const cron = start("src/cron.ts", { DATABASE_URL: database.url });
  await until(cron, "precompute process started");
  while ((await sql`select from precompute_state where as_of is not null`).length === 0);
  await sql.begin(async (other) => {
    await other`lock table agg_hourly_metrics in access exclusive mode`;
    await sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
    const drains = () =>
      sql`select from pg_locks held join pg_locks wanted using (pid)
        where held.relation = 'precompute_lock'::regclass and held.granted and not wanted.granted`;
    while ((await drains()).length === 0);
    await test(cron);
  });
  await after(sql);
  await sql.end();
}

Deno.test("told to stop, a precompute process finishes the drain in hand", async () => {
  let cron: Started | undefined;
  await inMidDrain(async (started) => {
    cron = started;
    started.process.kill("SIGTERM");
    await until(started, "precompute process finishes what is in hand");
  }, async (sql) => {
    assert.ok(cron);
    const { code, rest } = await end(cron);
    assert.equal(code, 0);
    assert.deepEqual(rest.map(({ message }) => message), ["precompute process stopped"]);
    assert.deepEqual([...await sql`select order_count from agg_hourly_metrics`], [{ order_count: 1 }]);
    assert.deepEqual([
      ...await sql`select rows::int, error, ended_at is not null as ended from job_runs
      where job = 'drain'`,
    ], [{ rows: 1, error: null, ended: true }]);
  });
});

Deno.test("told to stop twice, a precompute process ends at once, and nothing is lost", async () => {
  await inMidDrain(async (cron) => {
    cron.process.kill("SIGTERM");
    await until(cron, "precompute process finishes what is in hand");
    cron.process.kill("SIGTERM");
    assert.equal((await end(cron)).code, 130);
  }, async (sql) => {
    assert.equal((await sql`select from touched`).length, 1);
    assert.equal((await sql`select from agg_hourly_metrics`).length, 0);
  });
});

Deno.test("a job whose process is killed is shown as running, and as killed after the next start", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const runs = async () => [
    ...await sql`select error from job_runs where job = 'refresh views' order by id`,
  ];
  const first = start("src/cron.ts", { DATABASE_URL: database.url });
  while ((await sql`select from precompute_state where as_of is not null`).length === 0);
  first.process.kill("SIGTERM");
  assert.equal((await end(first)).code, 0);
  await sql`delete from job_runs`;
  await sql.begin(async (reader) => {
    await reader`lock table view_state in access exclusive mode`;
    const second = start("src/cron.ts", { DATABASE_URL: database.url });
    while ((await runs()).length === 0);
    second.process.kill("SIGKILL");
    await end(second);
    assert.deepEqual(await runs(), [{ error: null }]);
    const [open] = await sql`select ended_at from job_runs where job = 'refresh views'`;
    assert.equal(open?.ended_at, null);
  });
  const third = start("src/cron.ts", { DATABASE_URL: database.url });
  while ((await runs())[0]?.error !== "killed");
  third.process.kill("SIGTERM");
  assert.equal((await end(third)).code, 0);
  await sql.end();
});

Deno.test("where a platform calls the jobs, the process waits for its calls", async () => {
  await using database = await testDatabase();
  const cases = [[{}, ["--called"]], [{ DENO_DEPLOYMENT_ID: "d1" }, []]] as const;
  for (const [environment, args] of cases) {
    const cron = start("src/cron.ts", { DATABASE_URL: database.url, ...environment }, args);
    assert.equal((await until(cron, "precompute process started")).mode, "called");
    cron.process.kill("SIGTERM");
    assert.equal((await end(cron)).code, 0);
  }
});

Deno.test("neither process starts on aggregates that are cut for other settings", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql`update precompute_state set time_zone = 'Europe/Berlin', week_start = 1`;
  await sql.end();
  for (const script of ["src/cron.ts", "src/serve.ts"]) {
    const { code, rest } = await end(
      start(script, { DATABASE_URL: database.url, SHOP_TIME_ZONE: "Asia/Tokyo" }),
    );
    assert.equal(code, 1, script);
    const text = rest.map(({ message }) => message).join("\n");
    assert.match(text, /SHOP_TIME_ZONE is Asia\/Tokyo, and they are built for Europe\/Berlin/, script);
    assert.match(text, /deno task rebuild/, script);
    assert.doesNotMatch(text, /\.ts:/, script);
  }
});

Deno.test("a start with wrong settings says all that is wrong, and no more", async () => {
  for (const script of ["src/cron.ts", "src/serve.ts"]) {
    const { code, rest } = await end(start(script, { DATABASE_URL: "", SHOP_CURRENCY: "gold" }));
    assert.equal(code, 1);
    const text = rest.map(({ message }) => message).join("\n");
    assert.match(text, /DATABASE_URL is not set/);
    assert.match(text, /SHOP_CURRENCY must be an ISO 4217 currency, such as EUR, got "gold"/);
    assert.doesNotMatch(text, /\.ts:/);
  }
});

Deno.test("a database that cannot be reached ends the start with its reason", async () => {
  for (const script of ["src/cron.ts", "src/serve.ts", "src/cli/migrate.ts", "src/cli/verify.ts"]) {
    const port = firstFree(50_000);
    const { code, rest } = await end(
      start(script, { DATABASE_URL: `postgres://x:hunter2@127.0.0.1:${port}/x` }),
    );
    assert.equal(code, 1, script);
    const text = rest.map(({ message }) => message).join("\n");
    assert.match(text, /Cannot reach the database/, script);
    assert.doesNotMatch(text, /hunter2|\.ts:/, script);
  }
});

Deno.test("every command has help, and refuses what it does not know", async () => {
  const scripts = [
    "src/serve.ts",
    "src/cron.ts",
    ...["demo", "migrate", "import", "seed", "verify", "build"].map((name) => `src/cli/${name}.ts`),
  ];
  for (const script of scripts) {
    const run = (args: readonly string[]) =>
      new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-check", script, ...args], cwd: root })
        .output();
    const help = await run(["--help"]);
    assert.equal(help.code, 0, script);
    assert.match(new TextDecoder().decode(help.stdout), /Usage: deno task/, script);
    const unknown = await run(["--nonsense"]);
    assert.equal(unknown.code, 1, script);
    const text = new TextDecoder().decode(unknown.stderr);
    assert.match(text, /--nonsense/, script);
    assert.doesNotMatch(text, /\.ts:/, script);
  }
});
