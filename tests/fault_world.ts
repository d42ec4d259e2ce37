/** For tests of faults: both processes as our tasks start them, over a Postgres and a Redis that can be taken from them. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { until as eventually } from "../src/dev/elsewhere.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { clusterAt } from "../src/dev/postgres_cluster.ts";
import { findPlace } from "../src/dev/postgres_place.ts";
import { endProcessesOf, processesOf } from "../src/dev/postgres_processes.ts";
import { type RedisServer, startRedisServer } from "../src/dev/redis_server.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { end, start, type Started, until } from "./started.ts";

export interface Told {
  readonly status: number;
  /** Of GraphQL's first error; "" without one. */
  readonly code: string;
  readonly orders: number | undefined;
  readonly ms: number;
}

export interface FaultWorld extends AsyncDisposable {
  readonly address: string;
  /** A superuser's, to the shop. */
  readonly url: string;
  readonly redis: RedisServer;
  readonly bearer: { readonly authorization: string };
  /** Kills Postgres, all of it at once. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  revive(): Promise<void>;
  /** Postgres takes connections and answers nothing. */
  hang(): Promise<void>;
  resume(): Promise<void>;
  /** Sells once more, in a transaction that is on disk when this resolves. @returns how many were sold so far */
  sell(): Promise<number>;
  /** Asks for a number of orders: always the same, which is kept, or what nobody has asked before. */
  ask(what: "kept" | "new"): Promise<Told>;
  /** @returns the status of a path, and after how many milliseconds it came */
  get(path: string): Promise<Told>;
  /** Of the web process. */
  usage(): Promise<{ readonly handles: number; readonly megabytes: number }>;
  /** Tells both processes to end; fails where one ended badly, or said what is no line of its log. */
  finish(): Promise<void>;
}

const patienceMs = 30_000;

/**
 * @param home where Postgres is to live
 * @param given to both processes, beside what they need
 */
async function openFaultWorld(
  home: string,
  given: Readonly<Record<string, string>> = {},
): Promise<FaultWorld> {
  const things = new AsyncDisposableStack();
  await Deno.chmod(home, 0o755);
  things.defer(() => wipePostgres(home));
  const server = await startPostgres({ home });
  const { name } = clusterAt(await findPlace(await Deno.realPath(home)));
  const url = await makeShop(server.url, server.databaseUrl("shop"));
  const redis = things.use(await startRedisServer());
  const environment = {
    DATABASE_URL: url,
    REDIS_URL: redis.url,
    JWT_SECRET: tokenSettings.secret,
    AUTH: "required",
    RATE_LIMIT: "off",
    COST_LIMIT: "off",
    ...given,
  };
  const cron = launch("src/cron.ts", environment, things);
  await until(cron, "precompute process started");
  const web = launch("src/serve.ts", environment, things);
  const address = String((await until(web, "web process listens")).address);
  const bearer = await bearerOf("analyst");
  // Whoever was begun while others were told is told too.
  const signal = async (signal: Deno.Signal) => {
    const told = new Set<number>();
    for (;;) {
      const untold = (await processesOf(name) ?? []).filter((pid) => !told.has(pid));
      if (untold.length === 0) return;
      for (const pid of untold) {
        told.add(pid);
        try {
          Deno.kill(pid, signal);
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    }
  };
  let [sold, asked] = [0, 0];
  const world: FaultWorld = {
    address,
    url,
    redis,
    bearer,
    kill: async () => {
      await signal("SIGKILL");
      await endProcessesOf(name);
    },
    revive: async () => void await startPostgres({ home }),
    hang: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    async sell() {
      const sql = postgres(url, { max: 1 });
      await sql`insert into orders (order_date, total_amount) values ('2024-01-10T12:00Z', 10)`;
      await sql.end();
      return ++sold;
    },
    ask: (what) => tell(`${address}/graphql?query=${query(what === "kept" ? 0 : ++asked)}`, bearer),
    get: (path) => tell(address + path, bearer),
    usage: async () => ({
      handles: [...Deno.readDirSync(`/proc/${web.process.pid}/fd`)].length,
      megabytes: Number(
        /VmRSS:\s+(\d+)/.exec(await Deno.readTextFile(`/proc/${web.process.pid}/status`))?.[1],
      ) /
        1024,
    }),
    async finish() {
      for (const { process } of [web, cron]) process.kill("SIGTERM");
      const ended = [await end(web), await end(cron)];
      assert.deepEqual(ended.map(({ code }) => code), [0, 0]);
      for (const line of [...web.said, ...cron.said]) assert.ok(line.startsWith('{"time":'), line);
    },
    [Symbol.asyncDispose]: () => things.disposeAsync(),
  };
  await world.sell();
  await eventually(async () => (await world.ask("new")).orders === 1);
  // Pages ask it first: what was kept of it before the first order says that there is nothing to show.
  await eventually(async () => {
    const shop = `documentId=sha256:${documentId(operation("shop"))}`;
    const response = await fetch(`${address}/graphql?${shop}`, { headers: bearer });
    return (await response.json()).data.shop.dataRange !== null;
  });
  await world.ask("kept");
  return world;
}

function launch(script: string, environment: Record<string, string>, things: AsyncDisposableStack): Started {
  const started = start(script, environment);
  things.defer(async () => {
    try {
      started.process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await end(started);
  });
  return started;
}

async function makeShop(server: string, url: string): Promise<string> {
  const sql = postgres(server, { max: 1 });
  await sql`create database shop`;
  await sql.end();
  return url;
}

const question = "query Q($range: DateRangeInput!) { salesOverview(dateRange: $range) { totalOrders } }";

/** One document, so that what is kept of documents is the same whatever is asked. */
function query(ending: number): string {
  const endDate = `2024-01-31T00:00:${(ending / 1000).toFixed(3).padStart(6, "0")}Z`;
  const variables = JSON.stringify({ range: { startDate: "2024-01-01T00:00:00Z", endDate } });
  return `${encodeURIComponent(question)}&variables=${encodeURIComponent(variables)}`;
}

async function tell(url: string, headers: Record<string, string>): Promise<Told> {
  const begun = performance.now();
  const response = await fetch(url, {
    headers: { accept: "application/json, text/html", ...headers },
    signal: AbortSignal.timeout(patienceMs),
    redirect: "manual",
  });
  const text = await response.text();
  const ms = performance.now() - begun;
  const result = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : {};
  return {
    status: response.status,
    code: result.errors?.[0]?.extensions?.code ?? "",
    orders: result.data?.salesOverview?.totalOrders,
    ms,
  };
}

/** Opens a world, and takes it away whatever comes of `work`. @param dir where its Postgres is to live; a temporary directory without */
export async function withWorld(
  work: (world: FaultWorld) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
  dir?: string,
): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "laneway-faults-", ...(dir && { dir }) });
  try {
    await using world = await openFaultWorld(home, environment);
    await work(world);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

const recoveredWithin = 5_000;

/** Fails unless nothing was lost, and what is sold from now on is seen. @param stored by others than the world */
export async function checkRecovery(world: FaultWorld, stored = 0): Promise<void> {
  const begun = performance.now();
  await eventually(async () => (await world.get("/health/ready")).status === 200);
  await eventually(async () => (await world.ask("new")).orders !== undefined);
  const sold = await world.sell() + Math.max(0, stored - 1);
  for (const what of ["new", "kept"] as const) {
    await eventually(async () => (await world.ask(what)).orders === sold);
  }
  const took = performance.now() - begun;
  assert.ok(took < recoveredWithin, `well again after ${took} ms`);
}

/** Sends a part of a request, its head or its body, and no more. */
export async function drip({ address, bearer }: FaultWorld, isHead: boolean): Promise<Deno.Conn> {
  const { hostname, port } = new URL(address);
  const caller = await Deno.connect({ hostname, port: Number(port) });
  const head = `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: ${bearer.authorization}\r\n`;
  const body = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":';
  await caller.write(new TextEncoder().encode(isHead ? head : head + body));
  return caller;
}
