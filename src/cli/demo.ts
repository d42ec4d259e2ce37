/** `deno task demo`: a shop's dashboard on one machine, everything included. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pagesConfig } from "../../fresh.config.ts";
import { createClock } from "../base/clock.ts";
import { orExit, printHelp } from "../base/command.ts";
import { UnavailableError, UsageError } from "../base/errors.ts";
import { pause, stopSignal, whenAborted } from "../base/stop.ts";
import { type Config, readConfig } from "../config.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { migrate } from "../db/migrate.ts";
import { statement } from "../db/statements.ts";
import { type Child, startChild } from "../dev/child.ts";
import { firstFree, isFree } from "../dev/ports.ts";
import { wipePostgres } from "../dev/postgres.ts";
import { buildIslands } from "../pages/build.ts";
import { beginRebuild } from "../precompute/rebuild.ts";
import { liveOrders } from "../seeder/live.ts";
import { databaseNameOf, fillDatabase } from "./demo_data.ts";
import { type DemoDatabase, openDatabase } from "./demo_database.ts";
import { demoHelp, type DemoOptions, parseDemoOptions } from "./demo_options.ts";
import { drainToEnd, requireComplete } from "./drain_to_end.ts";
import { startFlags } from "./permissions.ts";
import { formatSeconds, step } from "./progress.ts";
import { say } from "./say.ts";

const host = "127.0.0.1";
const usualPort = 8000;

async function demo(options: DemoOptions, stopped: AbortSignal): Promise<void> {
  const started = performance.now();
  const { home } = options;
  await Deno.mkdir(home, { recursive: true });
  using lock = await Deno.open(join(home, "demo.lock"), { create: true, write: true });
  if (!await lock.tryLock(true)) {
    throw new UsageError(
      "Cannot start a second demo in this directory: stop the first one before, with Ctrl-C",
    );
  }
  const port = portOf(options);
  if (options.fresh) await step("Removing what earlier demos left", () => wipePostgres(home));
  await using things = new AsyncDisposableStack();
  const name = await databaseNameOf(options.data);
  const database = await step("Starting Postgres", () => openDatabase(home, name));
  things.defer(() => database.stop());
  let now: Temporal.Instant | undefined;
  try {
    now = await prepare(options, database, stopped);
  } catch (error) {
    // What is cut short by Ctrl-C has not failed.
    if (!stopped.aborted) throw error;
  }
  if (stopped.aborted) return;

  const children = startProcesses(database.url, port, now, things);
  const address = `http://${host}:${port}`;
  await step("Starting the web and the precompute process", () => untilReady(address, children, stopped));
  if (stopped.aborted) return;
  say(announcement(address, database, options, now, performance.now() - started));
  const lives = options.live === 0
    ? Promise.resolve()
    : liveOrders({ url: database.url, perSecond: options.live, signal: stopped });
  await Promise.race([whenAborted(stopped), ended(children)]);
  say("\nStopping …");
  await lives;
}

function portOf({ port }: DemoOptions): number {
  if (port === undefined) return firstFree(usualPort);
  if (!isFree(port)) {
    throw new UsageError(`Cannot listen on port ${port}: something else does; choose another --port`);
  }
  return port;
}

interface DemoState {
  readonly has_orders: boolean;
  readonly is_built: boolean;
  /** For another time zone or first day of the week than this demo's. */
  readonly is_cut_otherwise: boolean;
}

/** @returns the instant that the business clock is pinned to; undefined where it is to run */
async function prepare(
  options: DemoOptions,
  database: DemoDatabase,
  stopped: AbortSignal,
): Promise<Temporal.Instant | undefined> {
  const { url } = database;
  const built = buildIslands(pagesConfig);
  // It is waited for last; a failure before that must not end the process.
  built.catch(() => {});
  await step("Preparing the tables", () => migrate({ url }));
  const config = readConfig({ DATABASE_URL: url });
  const pool = createPool({ url, size: 2, deadlineMs: 30 * 60_000, name: "laneway demo" });
  try {
    const { timeZone, weekStart } = config.shop;
    const [state] = await pool.run<DemoState>(statement("demo/state"), {
      zone: timeZone,
      week_start: weekStart,
    });
    if (!state?.has_orders) {
      await fillDatabase({ url, shop: config.shop, data: options.data, signal: stopped });
      if (stopped.aborted) return undefined;
    }
    const now = options.live > 0 ? undefined : config.businessNow ?? await lastInstant(pool, config);
    if (state?.is_cut_otherwise) await beginRebuild(pool, config.shop);
    // What an earlier demo built, the precompute process brings up to date.
    if (!state?.is_built || state.is_cut_otherwise) {
      const done = await step(
        "Building the aggregates",
        (report) =>
          drainToEnd(pool, { timeZone, weekStart, clock: createClock(now), signal: stopped, report }),
        {
          unit: "parts",
        },
      );
      if (!done) return undefined;
      requireComplete(done);
    }
    await database.markComplete();
    await step("Building the pages", () => built);
    return now;
  } finally {
    await pool.close();
  }
}

async function lastInstant(pool: Pool, { shop }: Config): Promise<Temporal.Instant | undefined> {
  const [row] = await pool.run<{ readonly now: Temporal.Instant | null }>(statement("demo/last_instant"), {
    zone: shop.timeZone,
  });
  return row?.now ?? undefined;
}

function startProcesses(
  url: string,
  port: number,
  now: Temporal.Instant | undefined,
  things: AsyncDisposableStack,
): readonly Child[] {
  const environment = {
    DATABASE_URL: url,
    HOST: host,
    AUTH: "open",
    // What is shared from a demo ends with it.
    JWT_SECRET: randomBytes(32).toString("base64url"),
    // Nobody but the one who started it is there to be slowed down.
    RATE_LIMIT: "off",
    COST_LIMIT: "off",
    PORT: String(port),
    LANEWAY_NOW: now?.toString() ?? "",
    GRAPHIQL: "on",
    // What is worth a person's attention; the steps above tell the rest.
    LOG_LEVEL: "warn",
  };
  const config = readConfig(environment);
  const commands = [
    [...startFlags("web", config), "src/serve.ts"],
    [...startFlags("cron", config), "src/cron.ts"],
  ];
  const children = commands.map((command) => startChild({ command, environment }));
  things.defer(async () => {
    await Promise.all(children.map((child) => child.stop()));
  });
  return children;
}

async function untilReady(address: string, children: readonly Child[], stopped: AbortSignal): Promise<void> {
  const readiness = async () => {
    while (!stopped.aborted) {
      const response = await fetch(`${address}/health/ready`).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.ok) return;
      await pause(25, stopped);
    }
  };
  await Promise.race([readiness(), ended(children)]);
}

/** @throws UnavailableError as soon as one of the processes ends by itself */
async function ended(children: readonly Child[]): Promise<never> {
  const status = await Promise.race(children.map((child) => child.ended));
  throw new UnavailableError(
    `Cannot go on: a process of the demo ended with status ${status.code}; see its log above`,
  );
}

function announcement(
  address: string,
  database: DemoDatabase,
  { data, live }: DemoOptions,
  now: Temporal.Instant | undefined,
  milliseconds: number,
): string {
  const what = data.kind === "superstore"
    ? "Superstore, four years of a real shop"
    : data.kind === "file"
    ? data.path
    : "a made-up shop";
  return [
    "",
    `  Dashboard  ${address}/`,
    `  GraphiQL   ${address}/graphql`,
    ...(database.isOwn ? [`  Database   ${database.url}`] : []),
    "",
    `  Showing ${what}${live > 0 ? `, ${live} more orders a second` : ""}.`,
    now ? `  "Now" is pinned to the data's last day, ${now.toString()}.` : `  "Now" is real time.`,
    "  No sign-in, for this machine alone. Ctrl-C stops it all.",
    `  Ready after ${formatSeconds(milliseconds)}.`,
  ].join("\n");
}

if (import.meta.main) {
  const options = await orExit(() => parseDemoOptions(Deno.args));
  if (!options) printHelp(demoHelp);
  await orExit(() => demo(options, stopSignal({ withParent: false })));
  Deno.exit(0);
}
