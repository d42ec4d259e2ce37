/**
 * The environment, read once and checked whole: a start with wrong settings fails with every problem listed.
 * No other module reads `Deno.env`.
 */
import { type Allowances, readAllowances } from "./base/allowance.ts";
import { UsageError } from "./base/errors.ts";
import type { LogLevel } from "./base/log.ts";
import {
  currency,
  databaseUrl,
  httpUrl,
  instantOrNone,
  isLoopback,
  nonEmpty,
  oneOf,
  redisUrl,
  type RegionalUrl,
  replicaUrls,
  timeZone,
  token,
  tokenSecret,
  weekStart,
  whole,
} from "./base/variables.ts";

/** The deployment's settings that give numbers their meaning. */
export interface Shop {
  /** IANA name; days and hours are cut in this zone. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** First day of the week as in ISO 8601: 1 is Monday, 7 is Sunday. */
  readonly weekStart: 1 | 7;
}

/** What tokens must say to be taken, and with what they are checked. */
export interface TokenSettings {
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** Redis over TCP, or over HTTP as Upstash speaks it. */
export type SharedCache =
  | { readonly kind: "redis"; readonly url: string }
  | { readonly kind: "upstash"; readonly url: string; readonly token: string };

export interface Config {
  /** The primary database: `postgres://user:password@host:port/name`. */
  readonly databaseUrl: string;
  /** The same with other rights, for what the web process writes; undefined where one user may do all. */
  readonly appDatabaseUrl: string | undefined;
  /** Standbys that the web process reads from, in place of the primary. */
  readonly replicas: readonly RegionalUrl[];
  /** Where the process runs: of the replicas, those there are asked first. */
  readonly region: string;
  /** Milliseconds; a replica that is further behind is not asked while another is less. */
  readonly maxReplicaLagMs: number;
  /** Most connections that one process opens to each database it reads from. */
  readonly poolSize: number;
  /** And most beside them, for what reads the orders themselves. */
  readonly directPoolSize: number;
  /** Where the web process listens. */
  readonly host: string;
  readonly port: number;
  /** Whether who calls must say who they are; open lets everyone see everything, on this machine alone. */
  readonly auth: "required" | "open";
  readonly tokens: TokenSettings;
  /** How many requests one address may send in a minute. */
  readonly requestsPerMinute: Allowances;
  /** What may be executed in a minute for one token or user, by the schema's `@cost`. */
  readonly costPerMinute: Allowances;
  /** How many proxies of ours a request comes through, which tell from whom. */
  readonly proxyHops: number;
  readonly shop: Shop;
  /** The cache that processes share; undefined where each has its own alone. */
  readonly sharedCache: SharedCache | undefined;
  /** Most bytes of answers that one process keeps in its memory. */
  readonly cacheBytes: number;
  /** Pins the business clock; undefined is real time. */
  readonly businessNow: Temporal.Instant | undefined;
  /** Whether a browser at /graphql gets GraphiQL, and introspection and suggestions are answered. */
  readonly graphiql: boolean;
  /** Whether no documents but our own are answered over HTTP. */
  readonly trustedDocumentsOnly: boolean;
  readonly logLevel: LogLevel;
  /** Whether the web process runs the jobs of the precompute process too. */
  readonly precomputeInside: boolean;
  /** Orders older than this are archived; undefined archives nothing. */
  readonly archiveAfterMonths: number | undefined;
  /** Whether a platform ends processes that nobody asks, and wakes them when a schedule is due. */
  readonly onDenoDeploy: boolean;
}

interface Variable<T> {
  readonly describe: string;
  /** Whether it holds a password or the like: it is described, never repeated. */
  readonly secret?: true;
  readonly fallback?: string;
  /** @throws Error whose message completes "NAME must be ..." */
  readonly parse: (text: string) => T;
}

const variables = {
  DATABASE_URL: {
    describe: "The primary Postgres, postgres://user:password@host:port/name",
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
  POOL_SIZE: { describe: "Most database connections of one process", fallback: "20", parse: whole(1, 1000) },
  DIRECT_POOL_SIZE: {
    describe: "Most connections beside them, for questions that read the orders themselves",
    fallback: "4",
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
    fallback: "100",
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

type Name = keyof typeof variables;
type Values = { readonly [N in Name]: ReturnType<(typeof variables)[N]["parse"]> };
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param given takes the place of what the process's environment says
 * @throws UsageError listing every variable that is missing or wrong
 */
export function readConfig(given: Environment = {}): Config {
  const environment = { ...processEnvironment(), ...given };
  const problems: string[] = [];
  const read = <N extends Name>(name: N): ReturnType<(typeof variables)[N]["parse"]> | undefined => {
    const variable: Variable<unknown> = variables[name];
    const text = environment[name] || variable.fallback;
    if (text === undefined) {
      problems.push(`${name} is not set: ${variable.describe}`);
      return undefined;
    }
    try {
      return variable.parse(text) as ReturnType<(typeof variables)[N]["parse"]>;
    } catch (error) {
      const got = variable.secret ? "" : `, got ${JSON.stringify(text)}`;
      problems.push(`${name} must be ${(error as Error).message}${got}`);
      return undefined;
    }
  };
  const values = Object.fromEntries(
    (Object.keys(variables) as Name[]).map((name) => [name, read(name)]),
  ) as unknown as Values;
  problems.push(...contradictions(values));
  if (problems.length > 0) throw new UsageError(`Cannot start:\n  ${problems.join("\n  ")}`);
  return {
    databaseUrl: values.DATABASE_URL,
    appDatabaseUrl: values.APP_DATABASE_URL || undefined,
    replicas: values.REPLICA_URLS,
    region: values.REGION || values.DENO_REGION,
    maxReplicaLagMs: values.MAX_REPLICA_LAG * 1000,
    poolSize: values.POOL_SIZE,
    directPoolSize: values.DIRECT_POOL_SIZE,
    host: values.HOST,
    port: values.PORT,
    auth: values.AUTH,
    tokens: {
      secret: values.JWT_SECRET || undefined,
      jwksUrl: values.JWKS_URL || undefined,
      issuer: values.JWT_ISSUER,
      audience: values.JWT_AUDIENCE,
    },
    requestsPerMinute: values.RATE_LIMIT,
    costPerMinute: values.COST_LIMIT,
    proxyHops: values.TRUST_PROXY,
    shop: {
      timeZone: values.SHOP_TIME_ZONE,
      currency: values.SHOP_CURRENCY,
      weekStart: values.SHOP_WEEK_START,
    },
    sharedCache: sharedCache(values),
    cacheBytes: values.CACHE_MEMORY_MB * 1024 * 1024,
    businessNow: values.LANEWAY_NOW,
    graphiql: values.GRAPHIQL === "on",
    trustedDocumentsOnly: values.DOCUMENTS === "trusted",
    logLevel: values.LOG_LEVEL,
    precomputeInside: values.PRECOMPUTE === "inside",
    archiveAfterMonths: values.ARCHIVE_AFTER_MONTHS,
    onDenoDeploy: values.DENO_DEPLOYMENT_ID !== "",
  };
}

/** @returns what variables say against each other, those that are wrong by themselves aside */
function contradictions(values: Partial<Values>): readonly string[] {
  const { GRAPHIQL, DOCUMENTS, REDIS_URL, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = values;
  const problems: string[] = [];
  if (values.AUTH === "open" && values.HOST !== undefined && !isLoopback(values.HOST)) {
    problems.push(
      `AUTH must be required where HOST is not this machine's own: everyone who reaches ${values.HOST} would see everything`,
    );
  }
  if (values.JWKS_URL?.startsWith("http:") && !isLoopback(new URL(values.JWKS_URL).hostname)) {
    problems.push("JWKS_URL must be https://: whoever answers in its place could sign tokens");
  }
  if (GRAPHIQL === "on" && DOCUMENTS === "trusted") {
    problems.push("GRAPHIQL must be off where DOCUMENTS is trusted: it asks documents of its own");
  }
  if ((UPSTASH_REDIS_REST_URL === "") !== (UPSTASH_REDIS_REST_TOKEN === "")) {
    problems.push("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN go together: set both, or none");
  }
  if (REDIS_URL && UPSTASH_REDIS_REST_URL) {
    problems.push("REDIS_URL and UPSTASH_REDIS_REST_URL name two caches to share: set one of them");
  }
  return problems;
}

function sharedCache(
  { REDIS_URL, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN }: Values,
): SharedCache | undefined {
  if (REDIS_URL) return { kind: "redis", url: REDIS_URL };
  if (!UPSTASH_REDIS_REST_URL) return undefined;
  return { kind: "upstash", url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN };
}

/** @returns one line a variable, for `--help` */
export function describeVariables(): string {
  const lines = Object.entries<Variable<unknown>>(variables).map(([name, { describe, fallback }]) =>
    `  ${name.padEnd(24)} ${describe}${fallback ? ` (default ${fallback})` : ""}`
  );
  return lines.join("\n");
}

/** @returns the server that tests make their databases on, where one is given; its user must be a superuser */
export function testDatabaseUrl(): string | undefined {
  return processEnvironment().TEST_DATABASE_URL || undefined;
}

/** @returns the database that `demo` is to use instead of its own, where one is given */
export function givenDatabaseUrl(): string | undefined {
  return processEnvironment().DATABASE_URL || undefined;
}

function processEnvironment(): Environment {
  return Deno.env.toObject();
}
