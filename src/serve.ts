/** The web process: wires the request path, listens, and finishes what it began when told to stop. */
import { parseArgs } from "node:util";
import { pagesConfig } from "../fresh.config.ts";
import { createApp } from "./app.ts";
import { orExit, printHelp } from "./base/command.ts";
import { messageOf, UnavailableError, UsageError } from "./base/errors.ts";
import { createLog, type Log, standardErrorLines } from "./base/log.ts";
import { turnOnTracing } from "./base/tracing.ts";
import { stopSignal, whenAborted } from "./base/stop.ts";
import { type Config, describeVariables, hideEnvironment, readConfig } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import { warnOfRoom } from "./db/room.ts";
import { createIngestHandler } from "./http/ingest.ts";
import { createLive } from "./http/live.ts";
import { openAccess } from "./http/open_access.ts";
import { createSlowLog } from "./http/slow_log.ts";
import { createIngest } from "./ingest/ingest.ts";
import { requireWriter } from "./ingest/writer.ts";
import { buildIslands } from "./pages/build.ts";
import { serveAssets } from "./pages/assets.ts";
import { openQueues } from "./load_shedding.ts";
import { loadPages } from "./pages/load.ts";
import { createPrecomputeMeter, type PrecomputeMeter } from "./precompute/meter.ts";
import { checkSettings } from "./precompute/settings.ts";
import { warmUp } from "./warm_up.ts";
import { watchWeb } from "./watch_web.ts";
import { createWebMeters } from "./web_metrics.ts";
import { limitRates, openAnalytics, openDatabases, wireGraphql } from "./web_parts.ts";

const graceMs = 10_000;

/** A web process that answers. */
export interface Web {
  /** Such as `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Resolves when the last answer is out, or ten seconds after the process was told to stop. */
  readonly finished: Promise<void>;
}

/**
 * @param stopped takes no new request once aborted
 * @param precompute what the precompute process counts, where it is inside this one
 */
export async function startWeb(
  config: Config,
  log: Log,
  stopped: AbortSignal,
  precompute?: PrecomputeMeter,
): Promise<Web> {
  // Side by side: the one reads files, the other waits for the database.
  const [{ build, pages }] = await Promise.all([openPages(log), bringUpToDate(config, log)]);
  const { readers, own } = openDatabases(config, log);
  await checkSettings(readers.usual, config.shop);
  if (config.writerDatabaseUrl !== undefined) await requireWriter(config.writerDatabaseUrl);
  const queues = openQueues(config, log);
  const meters = createWebMeters();
  const { analytics, cache } = await openAnalytics(config, readers, queues.direct, meters.answers, log);
  const parts = { cache, queue: queues.operations, meter: meters.graphql, log };
  const { responder, graphql } = wireGraphql(config, parts);
  const ingest = createIngest({ url: config.writerDatabaseUrl ?? config.databaseUrl, shop: config.shop });
  const { addressOf, rateLimit } = limitRates(config, cache.store, log);
  const others = [queues, rateLimit, cache];
  const watch = await watchWeb(config, { readers, own, meters, precompute, analytics, stopped, log, others });
  const access = openAccess({ database: own, store: cache.store, auth: config.auth, tokens: config.tokens });
  const app = createApp({
    addressOf,
    rateLimit,
    ...access,
    changes: createLive({ source: cache.source, authenticate: access.authenticate, stopped }),
    analytics,
    responder,
    graphql,
    health: watch.health,
    isTraced: config.isTraced,
    onRan: createSlowLog({ log, slowMs: config.slowMs }),
    meter: meters.http,
    routeOf: meters.routeOf,
    ingest: createIngestHandler({ ingest, log }),
    graphiql: config.graphiql,
    assets: serveAssets(pagesConfig, build),
    pages,
    log,
  });
  const server = listen(config, app);
  const address = `http://${
    config.host.includes(":") ? `[${config.host}]` : config.host
  }:${server.addr.port}`;
  log.info("web process listens", { address });
  // These keep nobody from being answered.
  const warm = warmUp({ analytics, responder, auth: config.auth, stopped })
    .catch((error) => stopped.aborted || log.warn("warm-up failed", { error }));
  const room = warnOfRoom(config, log);
  const finished = finish(server, stopped).then(async () => {
    await Promise.all([warm, room, rateLimit.settle(), watch.finished]);
    // It may be asking still.
    await cache.close();
    await Promise.all([readers, own, ingest].map((open) => open.close()));
    log.info("web process stopped");
  });
  return { address, finished };
}

async function openPages(log: Log) {
  const build = await buildIslands(pagesConfig);
  const onError = (error: unknown, request: Request) =>
    log.error("page failed", { path: new URL(request.url).pathname, error });
  return { build, pages: await loadPages({ config: pagesConfig, build, onError }) };
}

/** Without its primary, a process still reads from replicas, where these have all that it knows of. */
async function bringUpToDate({ databaseUrl, replicas }: Config, log: Log): Promise<void> {
  try {
    await migrate({ url: databaseUrl, onApplied: (name) => log.info("migration applied", { name }) });
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    for (const { url } of replicas) {
      const isUpToDate = await migrate({ url }).then(() => true, () => false);
      if (!isUpToDate) continue;
      log.warn("primary does not answer; a replica is up to date", { error });
      return;
    }
    throw error;
  }
}

function listen(
  { host, port }: Config,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: host, port, automaticCompression: true, onListen: () => {}, handler });
  } catch (error) {
    throw new UsageError(`Cannot listen on ${host}:${port}: ${messageOf(error)}; set PORT or HOST`, {
      cause: error,
    });
  }
}

async function finish(server: Deno.HttpServer, stopped: AbortSignal): Promise<void> {
  await whenAborted(stopped);
  // A reader that takes its time must not keep the process from ending.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const grace = new Promise<void>((resolve) => timer = setTimeout(resolve, graceMs));
  await Promise.race([server.shutdown(), grace]);
  clearTimeout(timer);
}

const help =
  `Serves the dashboard and GraphQL: runs until SIGTERM or Ctrl-C, then finishes the answers in hand.

Usage: deno task start [--with-parent]

  --with-parent  end when standard input ends

Environment:
${describeVariables()}
`;

if (import.meta.main) {
  hideEnvironment();
  const { values } = await orExit(() =>
    parseArgs({ options: { help: { type: "boolean", short: "h" }, "with-parent": { type: "boolean" } } })
  );
  if (values.help) printHelp(help);
  const config = await orExit(() => readConfig());
  const fields = { process: "web" };
  const lines = standardErrorLines(fields);
  const log = createLog({ level: config.logLevel, fields, write: lines.write });
  if (config.isTraced) await turnOnTracing();
  await orExit(async () => {
    const stopped = stopSignal({ withParent: values["with-parent"] ?? false });
    // First, because a platform takes schedules until a server listens.
    const mode = config.onDenoDeploy ? "called" : "long-lived";
    const meter = config.precomputeInside ? createPrecomputeMeter() : undefined;
    // Loaded only where they run: who visits first waits for less.
    const jobs = meter
      ? (await import("./cron.ts")).runCron(config, log, { mode, stopped, meter })
      : Promise.resolve();
    const web = startWeb(config, log, stopped, meter).then(({ finished }) => finished);
    await Promise.all([jobs, web]);
  }, lines.settle);
  await lines.settle();
  // What still waits for a slow reader ends with the process.
  Deno.exit(0);
}
