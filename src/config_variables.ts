/** Every variable of the environment: what it is for, what it is unless set, and what its text means. */
import { readAllowances } from "./base/allowance.ts";
import {
  certificatesOrNone,
  currency,
  databaseUrl,
  httpUrl,
  instantOrNone,
  nonEmpty,
  oneOf,
  portOrNone,
  redisUrl,
  replicaUrls,
  timeZone,
  token,
  tokenSecret,
  weekStart,
  whole,
} from "./base/variables.ts";

export interface Variable<T> {
  readonly describe: string;
  /** Whether it holds a password or the like: it is described, never repeated. */
  readonly secret?: true;
  readonly fallback?: string;
  /** @throws Error whose message completes "NAME must be ..." */
  readonly parse: (text: string) => T;
}

export const variables = {
  DATABASE_URL: {
    describe:
      "The primary Postgres, postgres://user:password@host:port/name?sslmode=verify-full (docs/SECURITY.md)",
    secret: true,
    parse: databaseUrl,
  },
  APP_DATABASE_URL: {
    describe:
      "The same as a user in laneway_app, who signs visitors in; empty is DATABASE_URL (docs/SECURITY.md)",
    secret: true,
    fallback: "",
    parse: (text) => text === "" ? text : databaseUrl(text),
  },
  WRITER_DATABASE_URL: {
    describe:
      "The same as a user in laneway_writer, who stores orders that are ingested; empty is DATABASE_URL",
    secret: true,
    fallback: "",
    parse: (text) => text === "" ? text : databaseUrl(text),
  },
  REPLICA_URLS: {
    describe:
      "Standbys to read from, region=postgres://...,region=postgres://...; the web process falls back to the primary",
    secret: true,
    fallback: "",
    parse: replicaUrls,
  },
  REGION: {
    describe: "Where the process runs, as REPLICA_URLS names it",
    fallback: "",
    parse: (text) => text,
  },
  MAX_REPLICA_LAG: {
    describe: "Seconds that a replica may be behind and still be read from",
    fallback: "10",
    parse: whole(2, 3600),
  },
  POOL_SIZE: {
    describe: "Most database connections that one process keeps",
    fallback: "20",
    parse: whole(1, 1000),
  },
  POOL_OVERFLOW: {
    describe: "Most connections that are opened beside those while all are taken, and ended then",
    fallback: "10",
    parse: whole(0, 1000),
  },
  DIRECT_POOL_SIZE: {
    describe: "Most connections beside them, for questions that read the orders themselves",
    fallback: "4",
    parse: whole(1, 1000),
  },
  INSTANCES: {
    describe:
      "How many web processes share the databases: whether these allow so many connections is looked at",
    fallback: "1",
    parse: whole(1, 1000),
  },
  HOST: { describe: "Address the web process listens on", fallback: "127.0.0.1", parse: nonEmpty },
  PORT: { describe: "Port the web process listens on", fallback: "8000", parse: whole(0, 65535) },
  AUTH: {
    describe: "Who is answered: required, those who sign in or bring a token; open, everyone on this machine",
    fallback: "required",
    parse: oneOf("required", "open"),
  },
  JWT_SECRET: {
    describe:
      "Signs and checks tokens by HS256: 32 bytes or more, such as openssl rand -hex 32 gives; empty takes none",
    secret: true,
    fallback: "",
    parse: tokenSecret,
  },
  JWKS_URL: {
    describe: "Where an identity provider publishes its keys, for tokens by RS256, ES256 or EdDSA: https://",
    fallback: "",
    parse: httpUrl,
  },
  JWT_ISSUER: { describe: "What tokens must name as their issuer", fallback: "laneway", parse: nonEmpty },
  JWT_AUDIENCE: { describe: "What tokens must be meant for", fallback: "laneway", parse: nonEmpty },
  RATE_LIMIT: {
    describe: "Most requests a minute from one address, or off; others by role behind it: 100,admin=1000",
    // A shop that sends its orders one by one does so from one address.
    fallback: "100,ingest=6000",
    parse: readAllowances,
  },
  COST_LIMIT: {
    describe: "Most that is executed a minute for one token or user, by the schema's @cost; likewise",
    fallback: "20000",
    parse: readAllowances,
  },
  TRUST_PROXY: {
    describe: "How many proxies stand before the process and add to X-Forwarded-For or Forwarded",
    fallback: "0",
    parse: whole(0, 10),
  },
  SHOP_TIME_ZONE: {
    describe: "The shop's time zone, an IANA name; days and hours are cut in it",
    fallback: "UTC",
    parse: timeZone,
  },
  SHOP_CURRENCY: { describe: "The shop's currency, ISO 4217", fallback: "USD", parse: currency },
  SHOP_WEEK_START: {
    describe: "First day of the shop's week: monday or sunday",
    fallback: "monday",
    parse: weekStart,
  },
  REDIS_URL: {
    describe: "The cache that processes share, redis:// or rediss://; empty shares none",
    secret: true,
    fallback: "",
    parse: redisUrl,
  },
  REDIS_CA_FILE: {
    describe:
      "Certificates that the one of a rediss:// server must descend from, in PEM; empty trusts public ones",
    fallback: "",
    parse: certificatesOrNone,
  },
  UPSTASH_REDIS_REST_URL: {
    describe: "The same over HTTP, in place of REDIS_URL: https://",
    fallback: "",
    parse: httpUrl,
  },
  UPSTASH_REDIS_REST_TOKEN: {
    describe: "The token that goes with it",
    secret: true,
    fallback: "",
    parse: token,
  },
  CACHE_MEMORY_MB: {
    describe: "Most memory for answers that one process keeps",
    fallback: "64",
    parse: whole(1, 65_536),
  },
  METRICS_PORT: {
    describe:
      "Port on HOST where the web process tells Prometheus of itself; empty is none (docs/OPERATIONS.md)",
    fallback: "",
    parse: portOrNone,
  },
  CRON_METRICS_PORT: {
    describe: "The same for the precompute process",
    fallback: "",
    parse: portOrNone,
  },
  MAX_BEHIND: {
    describe: "Seconds that answers may be behind the orders before /health/freshness says so",
    fallback: "60",
    parse: whole(2, 86_400),
  },
  SLOW_MS: {
    describe: "Milliseconds from which on a question's statement is logged as slow",
    fallback: "500",
    parse: whole(1, 60_000),
  },
  OTEL_DENO: {
    describe:
      "Deno's own OpenTelemetry: true sends traces, as its other OTEL_ variables say (docs/OPERATIONS.md)",
    fallback: "false",
    parse: oneOf("true", "false", "1", "0"),
  },
  LANEWAY_NOW: {
    describe: "Pins the business clock to an instant, such as 2017-12-30T23:59:59.999Z; empty is real time",
    fallback: "",
    parse: instantOrNone,
  },
  GRAPHIQL: {
    describe: "Whether browsers get GraphiQL at /graphql, with introspection: on or off",
    fallback: "off",
    parse: oneOf("on", "off"),
  },
  DOCUMENTS: {
    describe:
      "Which documents are answered: any, or trusted, which are those listed at /graphql/documents.json",
    fallback: "any",
    parse: oneOf("any", "trusted"),
  },
  LOG_LEVEL: {
    describe: "Least severe log lines written: debug, info, warn or error",
    fallback: "info",
    parse: oneOf("debug", "info", "warn", "error"),
  },
  PRECOMPUTE: {
    describe: "Who keeps the aggregates: apart, deno task cron; inside, the web process itself",
    fallback: "apart",
    parse: oneOf("apart", "inside"),
  },
  ARCHIVE_AFTER_MONTHS: {
    describe: "Orders are archived once they are so many months old; empty archives nothing",
    fallback: "",
    parse: (text) => text === "" ? undefined : whole(1, 1200)(text),
  },
  DENO_DEPLOYMENT_ID: {
    describe: "Set by Deno Deploy: jobs run when it calls them, once a minute at most",
    fallback: "",
    parse: (text) => text,
  },
  DENO_REGION: {
    describe: "Set by Deno Deploy: where the process runs, unless REGION says",
    fallback: "",
    parse: (text) => text,
  },
} satisfies Readonly<Record<string, Variable<unknown>>>;

export type Name = keyof typeof variables;
export type Values = { readonly [N in Name]: ReturnType<(typeof variables)[N]["parse"]> };
