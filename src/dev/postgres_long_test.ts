import assert from "node:assert/strict";
import { join } from "node:path";
import postgres from "postgres";
import { type Elsewhere, runElsewhere, until } from "./elsewhere.ts";
import { exists } from "./files.ts";
import { startPostgres, wipePostgres } from "./postgres.ts";
import { hasRoomInMemory, memoryFolders } from "./memory_folder.ts";
import { type Cluster, clusterAt } from "./postgres_cluster.ts";
import { findPlace, insideOf, placesOf } from "./postgres_place.ts";
import { processesOf } from "./postgres_processes.ts";

Deno.test("a server starts, is found running, stops without a trace, starts again with its data and port", async () => {
  await using home = await temporaryHome();
  const first = await startPostgres({ home: home.path });
  assert.equal(first.reused, false);
  const [settings] = await query(
    first.url,
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('TimeZone') as zone,
      current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
      pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale
    from pg_database where datname = 'postgres'`,
  );
  const addresses = "127.0.0.1";
  const locale = { encoding: "UTF8", provider: "b", locale: "C.UTF-8" };
  assert.deepEqual(settings, { version: 18, zone: "UTC", fsync: "on", addresses, ...locale });
  await query(first.url, "create database shop");

  const again = await startPostgres({ home: home.path });
  assert.deepEqual([again.reused, again.url], [true, first.url]);
  await again.stop();
  assert.deepEqual(await processesOf(home.cluster.name), []);
  await again.stop();

  const second = await startPostgres({ home: home.path });
  assert.deepEqual([second.reused, second.url], [false, first.url]);
  assert.deepEqual(await query(second.databaseUrl("shop"), "select 1 as one"), [{ one: 1 }]);

  const { mode } = await Deno.stat(join(home.cluster.directory, "password"));
  assert.equal((mode ?? 0) & 0o777, 0o600, "only its user can read the password");
  const guess = new URL(second.url);
  guess.password = "guess";
  await assert.rejects(query(guess.href, "select 1"), { code: "28P01" });

  await second.stop();
  using _taker = Deno.listen({ hostname: "127.0.0.1", port: second.port });
  const third = await startPostgres({ home: home.path });
  assert.notEqual(third.port, second.port);
  assert.deepEqual(await query(third.databaseUrl("shop"), "select 1 as one"), [{ one: 1 }]);
});

Deno.test("a start finds the server whose starter was killed, and stops it", async () => {
  await using home = await temporaryHome();
  await using starter = await startElsewhere(home.path, "{");
  await starter.kill();
  const server = await startPostgres({ home: home.path, durable: false });
  assert.deepEqual({ url: server.url, reused: true }, {
    url: JSON.parse(starter.said).url,
    reused: server.reused,
  });
  await server.stop();
  assert.deepEqual(await processesOf(home.cluster.name), []);
});

Deno.test("a start after a killed making begins anew", async () => {
  await using home = await temporaryHome();
  await using starter = await startElsewhere(home.path, "Making");
  await starter.kill();
  assert.equal(await exists(home.cluster.directory), false, "it was killed in time");
  const { url } = await startPostgres({ home: home.path, durable: false });
  assert.deepEqual(await query(url, "select 1 as one"), [{ one: 1 }]);
});

Deno.test("of two that start at once, one starts the server and the other finds it", async () => {
  await using home = await temporaryHome();
  const starters = await Promise.all([startElsewhere(home.path, "{"), startElsewhere(home.path, "{")]);
  const servers = starters.map(({ said }) => JSON.parse(said));
  for (const starter of starters) await starter.kill();
  assert.equal(servers[0].url, servers[1].url);
  assert.deepEqual(servers.map(({ reused }) => reused).sort(), [false, true]);
});

Deno.test("a killed server starts again with what was committed, though a backend of it lives on", async () => {
  await using home = await temporaryHome();
  const first = await startPostgres({ home: home.path });
  await query(first.url, "create table sale as select 42 as amount");
  // Never looks up from its work, not even when the postmaster is gone.
  const busy = assert.rejects(query(first.url, "do 'begin loop null; end loop; end'"));
  const pid = await until(async () => {
    const [row] = await query(first.url, "select pid from pg_stat_activity where query like 'do %'");
    return row?.pid;
  });
  Deno.kill(await postmasterOf(home.cluster), "SIGKILL");
  await until(async () => (await processesOf(home.cluster.name))?.join() === String(pid));

  const second = await startPostgres({ home: home.path });
  assert.equal(second.reused, false);
  assert.deepEqual(await query(second.url, "select amount from sale"), [{ amount: 42 }]);
  await busy;
});

Deno.test("a pid file that names some other program's process neither stops a start nor harms that process", async () => {
  await using home = await temporaryHome();
  const first = await startPostgres({ home: home.path });
  const lockFile = join(home.cluster.data, "postmaster.pid");
  const lines = (await Deno.readTextFile(lockFile)).split("\n");
  await first.stop();
  const { account } = await findPlace(home.path);
  const bystander = new Deno.Command("sleep", { args: ["600"], ...account }).spawn();
  await Deno.writeTextFile(lockFile, [bystander.pid, ...lines.slice(1)].join("\n"));

  await first.stop();
  const second = await startPostgres({ home: home.path });
  assert.equal(second.reused, false);
  assert.deepEqual(await query(second.url, "select 1 as one"), [{ one: 1 }]);
  bystander.kill("SIGTERM");
  assert.equal((await bystander.status).signal, "SIGTERM", "it lived until now");
});

Deno.test("a crashed server whose data need not last begins anew", async () => {
  await using home = await temporaryHome();
  const first = await startPostgres({ home: home.path, durable: false });
  await query(first.url, "create database sales");
  Deno.kill(await postmasterOf(home.cluster), "SIGKILL");
  const second = await startPostgres({ home: home.path, durable: false });
  assert.deepEqual(await query(second.url, "select 1 from pg_database where datname = 'sales'"), []);
});

Deno.test({
  name: "data that need not last are in memory, begin anew once they are gone, and are wiped",
  ignore: !await hasRoomInMemory(),
  async fn() {
    await using home = await temporaryHome();
    const { url, stop } = await startPostgres({ home: home.path, durable: false });
    const [folder = ""] = await memoryFolders(home.cluster.name);
    const [table] = await query(url, "select pg_relation_filepath('pg_class') as path");
    assert.ok((await Deno.stat(join(folder, table?.path))).isFile);
    await stop();
    await Deno.remove(folder, { recursive: true });
    const anew = await startPostgres({ home: home.path, durable: false });
    assert.deepEqual(await query(anew.url, "select 1 as one"), [{ one: 1 }]);
    await wipePostgres(home.path);
    assert.deepEqual(await memoryFolders(home.cluster.name), []);
  },
});

Deno.test("a start that fails tells the end of the server's log", async () => {
  await using home = await temporaryHome();
  const { stop } = await startPostgres({ home: home.path, durable: false });
  await stop();
  await Deno.remove(join(home.cluster.data, "global", "pg_control"));
  await assert.rejects(
    startPostgres({ home: home.path, durable: false }),
    /Cannot start Postgres in [^]*pg_control/,
  );
});

Deno.test("wiping ends the server and removes all but the lock", async () => {
  await using home = await temporaryHome();
  await startPostgres({ home: home.path, durable: false });
  await wipePostgres(home.path);
  assert.deepEqual(await processesOf(home.cluster.name), []);
  assert.deepEqual([...Deno.readDirSync(home.path)].map(({ name }) => name), ["postgres.lock"]);
});

Deno.test({
  name: "root's Postgres, which is another user, runs from a home that only root can reach",
  ignore: Deno.uid() !== 0,
  async fn() {
    await using home = await temporaryHome({ mode: 0o700 });
    const [, outside] = placesOf(home.path);
    const { url } = await startPostgres({ home: home.path, durable: false });
    assert.deepEqual(await query(url, "select 1 as one"), [{ one: 1 }]);

    // Deleted by hand, as a checkout is.
    await Deno.remove(insideOf(home.path));
    const anew = await startPostgres({ home: home.path, durable: false });
    assert.deepEqual([anew.reused, anew.url === url], [false, false]);
    await wipePostgres(home.path);
    assert.equal(await exists(outside ?? ""), false);
  },
});

interface Home extends AsyncDisposable {
  readonly path: string;
  readonly cluster: Cluster;
}

async function temporaryHome({ mode = 0o755 } = {}): Promise<Home> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "laneway-test-" }));
  await Deno.chmod(path, mode);
  return {
    path,
    cluster: clusterAt({ directory: insideOf(path), account: undefined }),
    async [Symbol.asyncDispose]() {
      await wipePostgres(path);
      await Deno.remove(path, { recursive: true });
    },
  };
}

/** Starts the home's server from another process, and waits for the line that begins with `opening`. */
function startElsewhere(home: string, opening: string): Promise<Elsewhere> {
  const program = `
    import { startPostgres } from ${JSON.stringify(new URL("postgres.ts", import.meta.url))};
    const { url, reused } = await startPostgres({ home: ${
    JSON.stringify(home)
  }, durable: false, onStep: console.log });
    console.log(JSON.stringify({ url, reused }));
    setInterval(() => {}, 60_000);`;
  return runElsewhere(program, opening);
}

async function postmasterOf(cluster: Cluster): Promise<number> {
  return Number((await Deno.readTextFile(join(cluster.data, "postmaster.pid"))).split("\n")[0]);
}

async function query(url: string, text: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...await sql.unsafe(text)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
