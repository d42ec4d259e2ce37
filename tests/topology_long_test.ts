/** Laneway as it is deployed, and what happens to those who ask while its parts are killed, paused, promoted and replaced. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { runCommand } from "../src/dev/command.ts";
import { until } from "../src/dev/elsewhere.ts";
import { hasNginx } from "../src/dev/nginx.ts";
import { firstFree, isFree } from "../src/dev/ports.ts";
import { bearerOf, cookieFrom, passwordOfAll, sendSignIn } from "./callers.ts";
import { callers } from "./topology_load.ts";
import { killPostgres, openTopologyWorld, type TopologyWorld, viewersPerMinute } from "./topology_world.ts";
import { withSql } from "../src/dev/with_sql.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const ignore = !await hasNginx();
const skipped = ignore ? " (nginx is not installed: apt-get install nginx-light brings it)" : "";

Deno.test({
  name: `the whole topology${skipped}`,
  ignore,
  async fn(t) {
    const home = await Deno.makeTempDir({ prefix: "laneway-topology-" });
    await Deno.chmod(home, 0o755);
    try {
      await using world = await openTopologyWorld(home);
      for (const [name, play] of Object.entries(acts)) {
        // Each begins where the one before it ended.
        if (!await t.step(name, () => play(world, home))) break;
      }
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});

Deno.test({
  name: `deno task topology says where everything is, starts again what ends, and ends with Ctrl-C${skipped}`,
  ignore,
  async fn() {
    const port = firstFree(10_000 + Math.floor(Math.random() * 10_000));
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "src/cli/topology.ts", "--orders", "100", "--port", String(port)],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(process.stderr).text();
    let said = "";
    const announced = Promise.withResolvers<void>();
    const read = (async () => {
      for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
        said += text;
        if (said.includes("Ctrl-C stops it all")) announced.resolve();
      }
      announced.resolve();
    })();
    await announced.promise;
    const [, web, pid] = /web-2 +(\S+?)\/ {2}\(process (\d+)\)/.exec(said) ?? [];
    Deno.kill(Number(pid), "SIGKILL");
    await until(() => isThere(`${web}/health/ready`).then((there) => !there));
    await until(() => isThere(`${web}/health/ready`));
    assert.ok(await isThere(`http://127.0.0.1:${port}/sign-in`));
    process.kill("SIGINT");
    const { code } = await process.status;
    await read;
    const told = await errors;
    assert.equal(code, 0, told);
    assert.match(told, /web-2 ended \(SIGKILL\)/);
    assert.ok(isFree(port));
    assert.equal(await isThere(`${web}/health/ready`), false);
  },
});

async function isThere(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

const question = `/graphql?${new URLSearchParams({
  query: "{ salesOverview(period: MONTH) { totalRevenue } }",
})}`;

const acts: Readonly<Record<string, (world: TopologyWorld, home: string) => Promise<void>>> = {
  async "requests are spread over the web processes"({ address, web, bearer, answeredDuring }) {
    const answered = await answeredDuring(async () => {
      for (let asked = 0; asked < 9; asked++) {
        await (await fetch(address + question, { headers: bearer })).text();
      }
    });
    assert.deepEqual(answered, web.map(({ address }) => new URL(address).host).toSorted());
  },

  async "what one process has answered, the others find"({ web }) {
    const bearer = await bearerOf("analyst");
    const from = [];
    for (const { address } of web) {
      const response = await fetch(address + question, { headers: bearer });
      await response.body?.cancel();
      from.push(/cache;desc=(\w+)/.exec(response.headers.get("server-timing") ?? "")?.[1]);
    }
    assert.deepEqual(from, ["miss", "shared", "shared"]);
  },

  async "who signs in at one is known to all, and who signs out to none"({ address, web }) {
    const email = "admin@shop.example";
    const signed = await sendSignIn(address, { email, password: passwordOfAll, next: "/" });
    assert.equal(signed.status, 303);
    const cookie = await cookieFrom(signed);
    const statuses = () =>
      Promise.all(web.map(async (process) => {
        const response = await fetch(process.address + question, { headers: cookie });
        await response.body?.cancel();
        return response.status;
      }));
    assert.deepEqual(await statuses(), [200, 200, 200]);
    const out = await fetch(`${address}/sign-out`, {
      method: "POST",
      body: new URLSearchParams(),
      headers: { ...cookie, "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });
    await out.body?.cancel();
    assert.equal(out.status, 303);
    await until(async () => (await statuses()).every((status) => status === 401));
  },

  async "a limit holds over all of them"({ address }) {
    const viewer = await bearerOf("viewer");
    let told = 0;
    for (let asked = 0; asked < 2 * viewersPerMinute; asked++) {
      const response = await fetch(address + question, { headers: viewer });
      await response.body?.cancel();
      if (response.status === 200) told++;
      else assert.equal(response.status, 429);
    }
    assert.ok(told >= viewersPerMinute && told <= viewersPerMinute * 1.1, `${told} of ${viewersPerMinute}`);
  },

  async "a change on the primary is told by each"({ sell, untilTold }) {
    await sell();
    await untilTold();
  },

  async "a web process that is killed takes along no more than it had in hand"(
    { web, underLoad, untilServedBy },
  ) {
    const [first] = web;
    assert.ok(first);
    let killedAt = Infinity;
    let lost = 0;
    await underLoad(async () => {
      await first.kill();
      killedAt = performance.now();
    }, (startedAt) => startedAt < killedAt && ++lost <= callers);
    await underLoad(async () => {
      await first.start();
      await untilServedBy(first);
    });
  },

  async "a standby that is killed is missed by nobody"(world) {
    await world.underLoad(async () => {
      await killPostgres(world.standby);
      await world.sell();
      await world.untilTold();
    });
    await world.underLoad(async () => {
      await world.restartStandby();
      await untilRead(world.urls.standby);
    });
  },

  async "a standby that stands still is passed over, until it has caught up"(world) {
    const { urls } = world;
    await world.underLoad(async () => {
      await withSql(urls.standby, (sql) => sql`select pg_wal_replay_pause()`);
      await world.sell();
      await world.untilTold();
      await withSql(urls.standby, (sql) => sql`select pg_wal_replay_resume()`);
      await untilRead(urls.standby);
    });
  },

  async "Redis that is killed is missed by nobody"({ redis, underLoad, sell, untilTold, web, bearer }) {
    await underLoad(async () => {
      await redis.stop();
      await sell();
      await untilTold();
      await redis.start();
      await untilShared(web.map(({ address }) => address), bearer);
    });
  },

  async "a new version with other tables and another contract takes over, and nobody is turned away"(
    world,
    home,
  ) {
    const next = join(home, "next");
    await makeNextVersion(next);
    await world.underLoad(async () => {
      const DATABASE_URL = world.urls.primary;
      await run(["run", "-A", "--no-check", "src/cli/migrate.ts"], next, { DATABASE_URL });
      for (const process of [...world.web, world.cron]) {
        await process.stop();
        await process.start({ directory: next });
        if (process !== world.cron) await world.untilServedBy(process);
      }
      await world.sell();
      await world.untilTold();
    });
    for (const { address } of world.web) {
      const query = "{ salesOverview(period: YEAR) { nextVersion } }";
      const response = await fetch(`${address}/graphql?${new URLSearchParams({ query })}`, {
        headers: world.bearer,
      });
      assert.deepEqual((await response.json()).data, { salesOverview: { nextVersion: null } });
    }
  },

  async "the primary is killed and the standby promoted, and nobody who asks is turned away"(world) {
    const { primary, urls, web, cron, databasesOf } = world;
    await world.underLoad(async () => {
      await killPostgres(primary);
      await withSql(urls.standby, (sql) => sql`select pg_promote()`);
      world.useDatabase(urls.standby);
      const told = databasesOf(urls.standby, undefined);
      await cron.stop();
      await cron.start({ environment: told.cron });
      for (const process of web) {
        await process.stop();
        await process.start({ environment: told.web });
        await world.untilServedBy(process);
      }
      await world.sell();
      await world.untilTold();
    });
    const signed = await sendSignIn(world.address, {
      email: "admin@shop.example",
      password: passwordOfAll,
      next: "/",
    });
    await signed.body?.cancel();
    assert.equal(signed.status, 303);
  },
};

/** Waits until a web process asks questions there. */
async function untilRead(url: string): Promise<void> {
  await until(() =>
    withSql(url, async (sql) => {
      const rows = await sql`select from pg_stat_activity
        where application_name = 'laneway web' and state_change > now() - interval '1 second'`;
      return rows.length > 0;
    })
  );
}

/** Waits until what one has been asked, another finds. */
async function untilShared(
  [one, other]: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  let day = Temporal.PlainDate.from("2022-01-01");
  await until(async () => {
    day = day.add({ days: 1 });
    const dateRange = `{ startDate: "${day}T00:00:00Z", endDate: "2024-02-01T00:00:00Z" }`;
    const query = `{ salesOverview(period: CUSTOM, dateRange: ${dateRange}) { totalRevenue } }`;
    const path = `/graphql?${new URLSearchParams({ query })}`;
    await (await fetch(one + path, { headers })).body?.cancel();
    const response = await fetch(other + path, { headers });
    await response.body?.cancel();
    return response.headers.get("server-timing")?.includes("cache;desc=shared");
  });
}

/** This version, with one more migration, one more field, and another number. */
async function makeNextVersion(directory: string): Promise<void> {
  await Deno.mkdir(directory);
  const parts = [
    "src",
    "sql",
    "routes",
    "components",
    "islands",
    "static",
    "deno.json",
    "deno.lock",
    "fresh.config.ts",
  ];
  const { success, output } = await runCommand("cp", ["-r", ...parts, directory], { cwd: root });
  assert.ok(success, output);
  await Deno.symlink(join(root, "node_modules"), join(directory, "node_modules"));
  await Deno.writeTextFile(
    join(directory, "sql/migrations/9999_next.sql"),
    "alter table orders add column next_version text;\n",
  );
  await replace(join(directory, "deno.json"), /"version": "[^"]+"/, '"version": "99.0.0"');
  const field = "type SalesOverview @auth(requires: VIEWER) {";
  await replace(join(directory, "src/graphql/schema.graphql"), field, `${field}\n  nextVersion: String`);
  await run(["run", "-A", "--no-check", "src/cli/build.ts"], directory, {});
}

async function replace(file: string, what: string | RegExp, by: string): Promise<void> {
  const text = await Deno.readTextFile(file);
  assert.notEqual(text.replace(what, by), text, file);
  await Deno.writeTextFile(file, text.replace(what, by));
}

async function run(args: readonly string[], cwd: string, env: Record<string, string>): Promise<void> {
  const { success, output } = await runCommand(Deno.execPath(), args, { cwd, env });
  assert.ok(success, output);
}
