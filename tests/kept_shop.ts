/** For tests: processes that keep what they answer over one shop, on a clock that stands still. */
import type { Analytics } from "../src/analytics/analytics.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import { readGenerations } from "../src/analytics/generations.ts";
import type { Calendar } from "../src/analytics/period.ts";
import { createClock } from "../src/base/clock.ts";
import { UnavailableError } from "../src/base/errors.ts";
import { type Scope, scopeOf } from "../src/base/scope.ts";
import { createLog } from "../src/base/log.ts";
import { fingerprintOf } from "../src/cache/envelope.ts";
import type { Patience } from "../src/cache/shared.ts";
import { createSource, type Source } from "../src/cache/source.ts";
import type { CacheStore } from "../src/cache/store.ts";
import { createTiers, type Found, type Tiers } from "../src/cache/tiers.ts";
import type { Cancellable, Pool } from "../src/db/pool.ts";
import { until } from "../src/dev/elsewhere.ts";
import type { LanewayCaller } from "../src/graphql/context.ts";
import { createDocuments } from "../src/graphql/document.ts";
import { createDocumentStore } from "../src/graphql/document_store.ts";
import { createExecutor, type GraphqlResult } from "../src/graphql/execute.ts";
import { createGraphqlHandler } from "../src/graphql/handler.ts";
import { createLoaders } from "../src/graphql/loaders.ts";
import { createResponder, type Responder } from "../src/graphql/responder.ts";
import { createResponseCache } from "../src/graphql/response_cache.ts";
import { createSchema } from "../src/graphql/schema.ts";
import { operationsById } from "../src/graphql/operations.ts";
import { visitorOf } from "../src/http/visitor.ts";
import { drained, orders, withShop } from "../src/precompute/drain_testing.ts";
import { options, type Stage } from "./interleave.ts";

export interface KeptShop {
  /** @returns a process that keeps answers and responses */
  process(): KeptProcess;
  /** The names of the questions' statements that reached the database. */
  readonly asked: string[];
  /** Whether the database answers. */
  answers: boolean;
  pass(ms: number): void;
}

export interface KeptProcess {
  readonly analytics: Analytics;
  readonly responder: Responder<LanewayCaller>;
  readonly tiers: Tiers;
  readonly source: Source;
  ask(query: string, options?: AskOptions): Promise<Found>;
  /** @returns what memory holds of it */
  peek(query: string, options?: AskOptions): Found | undefined;
  /** Answers as a web process does, at once where that is ready. */
  send(request: Request, scope?: Scope, requestId?: string): Promise<Response>;
  /** How often a document was executed. */
  executed(): number;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly scope?: string;
  readonly analytics?: Partial<Analytics>;
}

/** Everybody's, so that all there is of HTTP's caching can be seen. */
const everything: Scope = { ...scopeOf("admin"), isPublic: true };
const log = createLog({ write: () => {} });
const schema = createSchema();
const documents = createDocuments({ schema, introspection: false });
const execute = createExecutor<LanewayCaller>({ schema, introspection: false, documents, log });

export interface KeptShopOptions {
  readonly pool: Pool;
  readonly calendar: Calendar;
  readonly businessNow: Temporal.Instant;
  readonly shared: CacheStore | undefined;
  readonly newPatience?: () => Patience;
}

export function keptShop({ pool, calendar, businessNow, ...given }: KeptShopOptions): KeptShop {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const clock = createClock(businessNow);
  const asked: string[] = [];
  const shop = { asked, answers: true };
  const database: Cancellable = {
    run: (statement, ...given) => {
      if (!shop.answers) return Promise.reject(new UnavailableError("Cannot connect"));
      if (!["coverage", "generations"].includes(statement.name)) asked.push(statement.name);
      return pool.run(statement, ...given);
    },
  };
  const base: Analytics = {
    database,
    direct: database,
    calendar,
    currency: "USD",
    clock,
    coverage: () => createCoverage(database, clock)(),
  };
  return Object.assign(shop, {
    pass: (ms: number) => void (now += ms),
    process: () => {
      const source = createSource({
        name: "primary",
        read: (since) => readGenerations(database, since),
        now: () => now,
      });
      const tiers = createTiers({
        ...given,
        maxBytes: 10_000_000,
        fingerprint: fingerprintOf(["test"]),
        now: () => now,
        random: () => 0,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      });
      return processOver({ ...base, cache: { tiers, source } }, tiers, source, () => now);
    },
  });
}

function processOver(
  analytics: Analytics,
  tiers: Tiers,
  source: Source,
  now: () => number,
): KeptProcess {
  let executed = 0;
  const counted: typeof execute = (request, caller) => {
    executed++;
    return execute(request, caller);
  };
  const responses = createResponseCache({ tiers, source, schema, documents, execute: counted });
  const responder = createResponder(counted, responses);
  const store = createDocumentStore({ stored: operationsById(), trustedOnly: false });
  const handler = createGraphqlHandler({ responder, responses, documents: store, log, now });
  const request = (query: string, { variables, scope = everything.key }: AskOptions) => ({
    query,
    variables,
    scope,
  });
  return {
    analytics,
    responder,
    tiers,
    source,
    ask: (query, options = {}) => {
      const own = { ...analytics, ...options.analytics };
      const callerFor = () => ({
        requestId: "test",
        scope: everything,
        analytics: own,
        loaders: createLoaders(own),
      });
      return responses.find(responses.read(request(query, options)), callerFor);
    },
    send: async (request, scope = everything, requestId = "request-1") =>
      await handler.ready(request, scope) ??
        await handler.answer(request, visitorOf(analytics, { requestId, scope })),
    executed: () => executed,
    peek: (query, options = {}) => {
      const { key } = responses.read(request(query, options));
      return key === undefined ? undefined : responses.peek(key);
    },
  };
}

/** @returns a request as clients send it: by text, with GET */
export function getRequest(query: string, headers: HeadersInit = {}, method = "GET"): Request {
  const url = `http://shop.example/graphql?${new URLSearchParams({ query })}`;
  return new Request(url, { method, headers });
}

/** @returns the same with POST */
export function postRequest(query: string, headers: HeadersInit = {}): Request {
  const body = JSON.stringify({ query });
  const own = { "content-type": "application/json", "content-length": String(body.length) };
  return new Request("http://shop.example/graphql", {
    method: "POST",
    body,
    headers: [...Object.entries(own), ...new Headers(headers)],
  });
}

// In the time zone of New York.
export const january = '{ startDate: "2024-01-01T05:00:00Z", endDate: "2024-02-01T05:00:00Z" }';
export const february = '{ startDate: "2024-02-01T05:00:00Z", endDate: "2024-03-01T05:00:00Z" }';

export function overview(range: string, fields = "totalRevenue totalOrders"): string {
  return `{ salesOverview(dateRange: ${range}, compareTo: NONE) { ${fields} } }`;
}

export function resultOf({ body }: Found): GraphqlResult {
  return JSON.parse(new TextDecoder().decode(body));
}

export interface Kept extends Stage {
  readonly shop: KeptShop;
}

/** A shop with three orders in January, all drained. */
export async function withKept(work: (kept: Kept) => Promise<void>, shared?: CacheStore): Promise<void> {
  await withShop(async (stage) => {
    await stage.a.unsafe(orders(3));
    await drained(stage);
    const { timeZone, weekStart, clock } = options;
    const shop = keptShop({
      pool: stage.pool,
      calendar: { timeZone, weekStart },
      businessNow: clock.business(),
      shared,
    });
    await work({ ...stage, shop });
  });
}

/** Until it has connected, every call rejects. */
export async function untilThere(store: CacheStore): Promise<void> {
  await until(() => store.getMany(["any"]).then(() => true, () => false));
}
