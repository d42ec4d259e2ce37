/**
 * All of Laneway on this machine, as compose.yaml has it, without containers: a Postgres primary and its standby, Redis, three web
 * processes, the precompute process, and nginx in front with `deploy/nginx.conf`.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { pagesConfig } from "../../fresh.config.ts";
import { migrate } from "../db/migrate.ts";
import { buildIslands } from "../pages/build.ts";
import { asRole } from "./as_role.ts";
import { until } from "./elsewhere.ts";
import { startNginx } from "./nginx.ts";
import { firstFree } from "./ports.ts";
import { type PostgresServer, startPostgres, wipePostgres } from "./postgres.ts";
import { type RedisServer, startRedisServer } from "./redis_server.ts";
import { type TopologyProcess, topologyProcess } from "./topology_process.ts";

export interface Topology extends AsyncDisposable {
  /** Of nginx, such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly nginxPid: number;
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** The tables' owner's connection strings to the shop's database on each. */
  readonly urls: { readonly primary: string; readonly standby: string };
  readonly redis: RedisServer;
  readonly web: readonly TopologyProcess[];
  readonly cron: TopologyProcess;
  /** Starts the standby again, where it was stopped or killed. */
  restartStandby(): Promise<void>;
  /** What a web and the precompute process are told of the databases. @param primary the owner's to what is the primary now */
  databasesOf(primary: string, standby: string | undefined): {
    readonly web: Readonly<Record<string, string>>;
    readonly cron: Readonly<Record<string, string>>;
  };
}

export interface TopologyOptions {
  /** An existing directory that other users can reach. */
  readonly home: string;
  /** Where nginx listens; the others listen where there is room after it. */
  readonly port: number;
  /** For all processes of ours, in place of what a deployment usually has. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Fills the database, which has its tables. */
  readonly fill: (url: string) => Promise<void>;
  /** Told of each step that takes time, when it begins. */
  readonly onStep?: (what: string) => void;
  /** Told each line that nginx logs of a request. */
  readonly onRequest?: (line: string) => void;
}

const region = "here";
const webs = 3;
const root = fileURLToPath(new URL("../../", import.meta.url));

/** @throws UnavailableError where nginx or Redis is not installed, or anything does not start */
export async function startTopology(options: TopologyOptions): Promise<Topology> {
  const { home, onStep = () => {}, settings = {} } = options;
  await using things = new AsyncDisposableStack();
  onStep("Building the pages");
  await buildIslands(pagesConfig);
  const databases = await startDatabases(options, things);
  onStep("Starting Redis");
  const redis = things.use(await startRedisServer());
  const told = databasesOf(databases.urls.primary, databases.urls.standby);
  const shared = { JWT_SECRET: randomBytes(32).toString("hex"), LOG_LEVEL: "warn", ...settings };
  const ofWeb = {
    ...shared,
    ...told.web,
    REDIS_URL: redis.url,
    REGION: region,
    TRUST_PROXY: "1",
    POOL_SIZE: "10",
  };
  const ports = portsAfter(options.port, webs);
  const web = ports.map((port, index) =>
    topologyProcess({ name: `web-${index + 1}`, kind: "web", directory: root, environment: ofWeb, port })
  );
  const cron = topologyProcess({
    name: "cron",
    kind: "cron",
    directory: root,
    environment: { ...shared, ...told.cron },
    port: 0,
  });
  onStep("Starting the precompute process, and building the aggregates");
  await cron.start();
  things.defer(() => cron.stop());
  await untilBuilt(databases.urls.standby);
  onStep("Starting three web processes");
  things.defer(async () => void await Promise.all(web.map((each) => each.stop())));
  await Promise.all(web.map((each) => each.start()));
  onStep("Starting nginx");
  const place = join(home, "nginx");
  await Deno.mkdir(place, { recursive: true });
  const nginx = things.use(
    await startNginx({
      home: place,
      port: options.port,
      servers: ports.map((port) => `127.0.0.1:${port}`),
      ...(options.onRequest && { onRequest: options.onRequest }),
    }),
  );
  const all = things.move();
  return {
    ...databases,
    address: `http://127.0.0.1:${options.port}`,
    nginxPid: nginx.pid,
    redis,
    web,
    cron,
    databasesOf,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function startDatabases(
  { home, fill, onStep = () => {} }: TopologyOptions,
  things: AsyncDisposableStack,
): Promise<Pick<Topology, "primary" | "standby" | "urls" | "restartStandby">> {
  const [primaryHome, standbyHome] = [join(home, "primary"), join(home, "standby")];
  for (const each of [primaryHome, standbyHome]) things.defer(() => wipePostgres(each));
  onStep("Starting the primary");
  const primary = await startPostgres({ home: primaryHome, durable: false });
  const url = primary.databaseUrl("shop");
  const sql = postgres(primary.url, { max: 1, onnotice: () => {} });
  await sql`create database shop`;
  await sql.end();
  await migrate({ url });
  await fill(url);
  onStep("Copying it to a standby");
  // Durable, so that one that was killed goes on where it was.
  const startStandby = () => startPostgres({ home: standbyHome, standbyOf: primary.url });
  const standby = await startStandby();
  return {
    primary,
    standby,
    urls: { primary: url, standby: standby.databaseUrl("shop") },
    restartStandby: async () => void await startStandby(),
  };
}

function databasesOf(primary: string, standby: string | undefined): ReturnType<Topology["databasesOf"]> {
  return {
    web: {
      DATABASE_URL: asRole(primary, "reader"),
      APP_DATABASE_URL: asRole(primary, "app"),
      WRITER_DATABASE_URL: asRole(primary, "writer"),
      REPLICA_URLS: standby === undefined ? "" : `${region}=${asRole(standby, "reader")}`,
    },
    cron: { DATABASE_URL: asRole(primary, "precompute") },
  };
}

function portsAfter(port: number, count: number): readonly number[] {
  const ports: number[] = [];
  while (ports.length < count) ports.push(firstFree((ports.at(-1) ?? port) + 1));
  return ports;
}

/** On the standby, so that it has heard of it too. */
async function untilBuilt(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    await until(async () => (await sql`select from precompute_state where as_of is not null`).length > 0);
  } finally {
    await sql.end();
  }
}

/** @returns the process that a kill of ends a server */
export async function postmasterOf(server: PostgresServer): Promise<number> {
  const sql = postgres(server.url, { max: 1 });
  try {
    const [row] = await sql<{ pid: number }[]>`
      select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid`;
    if (!row) throw new TypeError("A server must have a process");
    return row.pid;
  } finally {
    await sql.end();
  }
}
