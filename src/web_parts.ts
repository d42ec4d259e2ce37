/** What the web process is made of, each opened from the settings. `serve.ts` puts them together. */
import type { Analytics, AnswerCache } from "./analytics/analytics.ts";
import { createCoverage } from "./analytics/coverage.ts";
import type { AnswerMeter } from "./analytics/meter.ts";
import { createClock } from "./base/clock.ts";
import type { Queue } from "./base/queue.ts";
import type { Log } from "./base/log.ts";
import type { Config } from "./config.ts";
import type { CacheStore } from "./cache/store.ts";
import { createPool, type Pool } from "./db/pool.ts";
import { openReaders, type Readers } from "./db/readers.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import { createDocuments } from "./graphql/document.ts";
import { createDocumentStore } from "./graphql/document_store.ts";
import { createExecutor } from "./graphql/execute.ts";
import { createGraphiql } from "./graphql/graphiql.ts";
import { createGraphqlHandler, type GraphqlHandler } from "./graphql/handler.ts";
import { type OpenCache, openCache } from "./graphql/open_cache.ts";
import { operation, operationsById } from "./graphql/operations.ts";
import { type GraphqlMeter, tellingReplies } from "./graphql/meter.ts";
import { notingLookups } from "./graphql/noted.ts";
import { createLookups } from "./graphql/personal.ts";
import { createResponder, type Responder } from "./graphql/responder.ts";
import { createResponseCache } from "./graphql/response_cache.ts";
import { createSchema } from "./graphql/schema.ts";
import { type AddressOf, createAddressOf } from "./http/address.ts";
import { createRateLimit, type RateLimit } from "./http/rate_limit.ts";
import { warnOfZoneData } from "./precompute/zone_data.ts";

const deadlineMs = 5_000;
const directDeadlineMs = 2_000;
const ownPoolSize = 3;

export function limitRates(
  { requestsPerMinute: requests, costPerMinute: cost, proxyHops }: Config,
  store: CacheStore | undefined,
  log: Log,
): { readonly addressOf: AddressOf; readonly rateLimit: RateLimit } {
  const addressOf = createAddressOf(proxyHops);
  const rateLimit = createRateLimit({ requests, cost, addressOf, trustsProxy: proxyHops > 0, store, log });
  return { addressOf, rateLimit };
}

export interface Databases {
  readonly readers: Readers;
  /** For what the web process writes, which never waits for questions. */
  readonly own: Pool;
}

export function openDatabases(config: Config, log: Log): Databases {
  const {
    databaseUrl,
    appDatabaseUrl,
    replicas,
    region,
    maxReplicaLagMs,
    poolSize,
    poolOverflow,
    directPoolSize,
  } = config;
  return {
    readers: openReaders({
      primaryUrl: databaseUrl,
      replicas,
      region,
      maxLagMs: maxReplicaLagMs,
      usual: { size: poolSize, overflow: poolOverflow, deadlineMs },
      direct: { size: directPoolSize, deadlineMs: directDeadlineMs },
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

export async function openAnalytics(
  config: Config,
  readers: Readers,
  directQueue: Queue,
  meter: AnswerMeter,
  log: Log,
): Promise<{ readonly analytics: Analytics; readonly cache: OpenCache }> {
  const { shop, sharedCache, cacheBytes, businessNow } = config;
  const { usual: database, direct, state } = readers;
  const clock = createClock(businessNow);
  await warnOfZoneData(database, shop.timeZone, clock, log);
  const cache = await openCache({
    database: state,
    shared: sharedCache,
    maxBytes: cacheBytes * answerShare,
    settings: [shop, businessNow?.toString()],
    log,
  });
  const analytics = {
    database,
    direct,
    directQueue,
    calendar: shop,
    currency: shop.currency,
    clock,
    coverage: createCoverage(state, clock),
    cache,
    meter,
  };
  return { analytics, cache };
}

/** Of the cache's memory, for answers; the rest is for how they are sent. */
const answerShare = 3 / 4;

export interface GraphqlParts {
  readonly cache: AnswerCache;
  readonly queue: Queue;
  readonly meter: GraphqlMeter;
  readonly log: Log;
}

export interface Graphql {
  readonly responder: Responder<LanewayCaller>;
  readonly graphql: GraphqlHandler<LanewayCaller>;
}

export function wireGraphql(config: Config, { cache, queue, meter, log }: GraphqlParts): Graphql {
  const schema = createSchema();
  const introspection = config.graphiql;
  const documents = createDocuments({ schema, introspection });
  const execute = createExecutor<LanewayCaller>({ schema, introspection, documents, log, queue });
  const responses = createResponseCache({ ...cache, schema, documents, execute });
  const counted = tellingReplies(createResponder(execute, responses), meter.replies);
  const responder = notingLookups(counted, createLookups(schema));
  const graphql = createGraphqlHandler({
    responder,
    responses,
    documents: createDocumentStore({ stored: operationsById(), trustedOnly: config.trustedDocumentsOnly }),
    log,
    meter,
    graphiql: config.graphiql
      ? createGraphiql({ path: "/graphql", exampleQuery: operation("example") })
      : undefined,
    maxBytes: config.cacheBytes * (1 - answerShare),
  });
  return { responder, graphql };
}
