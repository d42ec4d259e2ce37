/** The web process: wires the request path, listens, and finishes what it began when told to stop. */
import { parseArgs } from "node:util";
import { pagesConfig } from "../fresh.config.ts";
import type { Analytics, AnswerCache } from "./analytics/analytics.ts";
import { createCoverage } from "./analytics/coverage.ts";
import { createApp } from "./app.ts";
import { createClock } from "./base/clock.ts";
import { orExit, printHelp } from "./base/command.ts";
import { messageOf, UnavailableError, UsageError } from "./base/errors.ts";
import { createQueue, type Queue } from "./base/queue.ts";
import { createLog, type Log } from "./base/log.ts";
import { stopSignal, whenAborted } from "./base/stop.ts";
import { type Config, describeVariables, readConfig } from "./config.ts";
import { runCron } from "./cron.ts";
import { migrate } from "./db/migrate.ts";
import { createPool, type Pool } from "./db/pool.ts";
import { openReaders, type Readers } from "./db/readers.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import { createDocumentStore } from "./graphql/document_store.ts";
import { createExecutor } from "./graphql/execute.ts";
import { createGraphiql } from "./graphql/graphiql.ts";
import { createGraphqlHandler, type GraphqlHandler } from "./graphql/handler.ts";
import { openCache } from "./graphql/open_cache.ts";
import { operation, operationsById } from "./graphql/operations.ts";
import { createResponder, type Responder } from "./graphql/responder.ts";
import { createResponseCache } from "./graphql/response_cache.ts";
import { createSchema } from "./graphql/schema.ts";
import { createAddressOf } from "./http/address.ts";
import { openAccess } from "./http/open_access.ts";
import { createRateLimit } from "./http/rate_limit.ts";
import { buildIslands } from "./pages/build.ts";
import { serveAssets } from "./pages/assets.ts";
import { loadPages } from "./pages/load.ts";
import { checkSettings } from "./precompute/settings.ts";
import { warnOfZoneData } from "./precompute/zone_data.ts";
import { warmUp } from "./warm_up.ts";

const deadlineMs = 5_000;
const directDeadlineMs = 2_000;
const ownPoolSize = 3;
const statePoolSize = 2;
const graceMs = 10_000;

/** A web process that answers. */
export interface Web {
  /** Such as `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Resolves when the last answer is out, or ten seconds after the process was told to stop. */
  readonly finished: Promise<void>;
}

/** @param stopped takes no new request once aborted */
export async function startWeb(config: Config, log: Log, stopped: AbortSignal): Promise<Web> {
  const [build] = await Promise.all([
    buildIslands(pagesConfig),
    bringUpToDate(config, log),
  ]);
  const { readers, own } = openDatabases(config, log);
  const { usual: database, direct, state } = readers;
  await checkSettings(database, config.shop);
  const clock = createClock(config.businessNow);
  await warnOfZoneData(database, config.shop.timeZone, clock, log);
  const cache = await openCache({
    database: state,
    shared: config.sharedCache,
    maxBytes: config.cacheBytes * answerShare,
    settings: [config.shop, config.businessNow?.toString()],
    log,
  });
  const queues = openQueues(config, log);
  const analytics: Analytics = {
    database,
    direct,
    directQueue: queues.direct,
    calendar: config.shop,
    currency: config.shop.currency,
    clock,
    coverage: createCoverage(state, clock),
    cache,
  };
  const { responder, graphql } = wireGraphql(config, cache, queues.operations, log);
  const addressOf = createAddressOf(config.proxyHops);
  const rateLimit = createRateLimit({
    requests: config.requestsPerMinute,
    cost: config.costPerMinute,
    addressOf,
    trustsProxy: config.proxyHops > 0,
    store: cache.store,
    log,
  });
  const app = createApp({
    addressOf,
    rateLimit,
    ...openAccess({ database: own, store: cache.store, auth: config.auth, tokens: config.tokens }),
    analytics,
    responder,
    graphql,
    graphiql: config.graphiql,
    assets: serveAssets(pagesConfig, build),
    pages: await loadPages({
      config: pagesConfig,
      build,
      onError: (error, request) => log.error("page failed", { path: new URL(request.url).pathname, error }),
    }),
    log,
    stopped,
  });
  const server = listen(config, app);
  const address = `http://${
    config.host.includes(":") ? `[${config.host}]` : config.host
  }:${server.addr.port}`;
  log.info("web process listens", { address });
  const warm = warmUp({ analytics, responder, auth: config.auth, stopped })
    .catch((error) => log.warn("warm-up failed", { error }));
  const finished = finish(server, stopped).then(async () => {
    await Promise.all([warm, rateLimit.settle()]);
    await Promise.all([cache, readers, own].map((open) => open.close()));
    log.info("web process stopped");
  });
  return { address, finished };
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

interface Databases {
  readonly readers: Readers;
  /** For what the web process writes, which never waits for questions. */
  readonly own: Pool;
}

function openDatabases(config: Config, log: Log): Databases {
  const { databaseUrl, appDatabaseUrl, replicas, region, maxReplicaLagMs, poolSize, directPoolSize } = config;
  return {
    readers: openReaders({
      primaryUrl: databaseUrl,
      replicas,
      region,
      maxLagMs: maxReplicaLagMs,
      usual: { size: poolSize, deadlineMs },
      direct: { size: directPoolSize, deadlineMs: directDeadlineMs },
      state: { size: statePoolSize, deadlineMs },
      log,
    }),
    own: createPool({
      url: appDatabaseUrl ?? databaseUrl,
      size: ownPoolSize,
      deadlineMs,
      name: "laneway web access",
    }),
  };
}

/** Of the cache's memory, for answers; the rest is for how they are sent. */
const answerShare = 3 / 4;

interface Graphql {
  readonly responder: Responder<LanewayCaller>;
  readonly graphql: GraphqlHandler<LanewayCaller>;
}

function wireGraphql(config: Config, cache: AnswerCache, queue: Queue, log: Log): Graphql {
  const schema = createSchema();
  const execute = createExecutor<LanewayCaller>({ schema, introspection: config.graphiql, log, queue });
  const responses = createResponseCache({ ...cache, schema, execute });
  const responder = createResponder(execute, responses);
  const graphql = createGraphqlHandler({
    responder,
    responses,
    documents: createDocumentStore({ stored: operationsById(), trustedOnly: config.trustedDocumentsOnly }),
    log,
    graphiql: config.graphiql
      ? createGraphiql({ path: "/graphql", exampleQuery: operation("example") })
      : undefined,
    maxBytes: config.cacheBytes * (1 - answerShare),
  });
  return { responder, graphql };
}

interface Queues {
  /** Of operations, before they are executed. */
  readonly operations: Queue;
  /** Of operations that ask what only the orders answer. */
  readonly direct: Queue;
}

/** Operations that wait, for each that is executed: more would wait longer than anybody should. */
const waitingEach = 2;

/** Those that wait for the orders never hold up all: so many more are executed than there are connections for the others. */
function openQueues({ poolSize, directPoolSize }: Config, log: Log): Queues {
  const atOnce = poolSize + 2 * directPoolSize;
  const onShed = logSheds(log);
  return {
    operations: createQueue({ atOnce, mostWaiting: waitingEach * atOnce, onShed }),
    direct: createQueue({ atOnce: directPoolSize, mostWaiting: directPoolSize, onShed }),
  };
}

const tellEveryMs = 10_000;

/** @returns a function that counts who is turned away, and tells of many at once */
function logSheds(log: Log): () => void {
  let turnedAway = 0;
  let toldAt = -Infinity;
  return () => {
    turnedAway++;
    const now = performance.now();
    if (now - toldAt < tellEveryMs) return;
    log.warn("more is asked than there is time for", { turnedAway });
    [toldAt, turnedAway] = [now, 0];
  };
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
  const { values } = await orExit(() =>
    parseArgs({ options: { help: { type: "boolean", short: "h" }, "with-parent": { type: "boolean" } } })
  );
  if (values.help) printHelp(help);
  const config = await orExit(() => readConfig());
  const log = createLog({ level: config.logLevel, fields: { process: "web" } });
  await orExit(async () => {
    const stopped = stopSignal({ withParent: values["with-parent"] ?? false });
    // First, because a platform takes schedules until a server listens.
    const mode = config.onDenoDeploy ? "called" : "long-lived";
    const jobs = config.precomputeInside ? runCron(config, log, { mode, stopped }) : Promise.resolve();
    const web = startWeb(config, log, stopped).then(({ finished }) => finished);
    await Promise.all([jobs, web]);
  });
  // What still waits for a slow reader ends with the process.
  Deno.exit(0);
}
