/**
 * The environment, read once and checked whole: a start with wrong settings fails with every problem listed.
 * No other module reads `Deno.env`.
 */
import process from "node:process";
import type { Allowances } from "./base/allowance.ts";
import { UsageError } from "./base/errors.ts";
import type { LogLevel } from "./base/log.ts";
import { isPooled } from "./base/pooler.ts";
import type { Certificates } from "./base/tls.ts";
import { isLoopback, type RegionalUrl } from "./base/variables.ts";
import { type Name, type Values, type Variable, variables } from "./config_variables.ts";

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
  | {
    readonly kind: "redis";
    readonly url: string;
    /** The certificates that its own must descend from, in PEM; undefined are those that Deno trusts. */
    readonly ca?: Certificates | undefined;
  }
  | { readonly kind: "upstash"; readonly url: string; readonly token: string };

export interface Config {
  /** The primary database: `postgres://user:password@host:port/name`. */
  readonly databaseUrl: string;
  /** The same with other rights, for what the web process writes; undefined where one user may do all. */
  readonly appDatabaseUrl: string | undefined;
  /** The same for orders that are ingested; undefined where one user may do all. */
  readonly writerDatabaseUrl: string | undefined;
  /** Standbys that the web process reads from, in place of the primary. */
  readonly replicas: readonly RegionalUrl[];
  /** Where the process runs: of the replicas, those there are asked first. */
  readonly region: string;
  /** Milliseconds; a replica that is further behind is not asked while another is less. */
  readonly maxReplicaLagMs: number;
  /** Most connections that one process keeps to each database it reads from. */
  readonly poolSize: number;
  /** Most that it opens beside them while all are taken. */
  readonly poolOverflow: number;
  /** And most beside them, for what reads the orders themselves. */
  readonly directPoolSize: number;
  /** How many web processes there are. */
  readonly instances: number;
  /** Where the web process listens. */
  readonly host: string;
  readonly port: number;
  /** Whether who calls must say who they are; open lets everyone see everything, on this machine alone. */
  readonly auth: "required" | "open";
  readonly tokens: TokenSettings;
  /** Where the web process, and the precompute process, tell of themselves; undefined is nowhere. */
  readonly metricsPort: number | undefined;
  readonly cronMetricsPort: number | undefined;
  /** Seconds that answers may be behind the orders before monitors are told. */
  readonly maxBehind: number;
  /** From when on a statement is logged as slow. */
  readonly slowMs: number;
  /** Whether Deno traces requests, and we what goes on in them. */
  readonly isTraced: boolean;
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
    writerDatabaseUrl: values.WRITER_DATABASE_URL || undefined,
    replicas: values.REPLICA_URLS,
    region: values.REGION || values.DENO_REGION,
    maxReplicaLagMs: values.MAX_REPLICA_LAG * 1000,
    poolSize: values.POOL_SIZE,
    poolOverflow: values.POOL_OVERFLOW,
    directPoolSize: values.DIRECT_POOL_SIZE,
    instances: values.INSTANCES,
    host: values.HOST,
    port: values.PORT,
    auth: values.AUTH,
    tokens: {
      secret: values.JWT_SECRET || undefined,
      jwksUrl: values.JWKS_URL || undefined,
      issuer: values.JWT_ISSUER,
      audience: values.JWT_AUDIENCE,
    },
    metricsPort: values.METRICS_PORT,
    cronMetricsPort: values.CRON_METRICS_PORT,
    maxBehind: values.MAX_BEHIND,
    slowMs: values.SLOW_MS,
    isTraced: ["true", "1"].includes(values.OTEL_DENO),
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
  if (values.METRICS_PORT && values.METRICS_PORT === values.PORT) {
    problems.push("METRICS_PORT must be another than PORT: whoever reaches that may not read metrics");
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
  if (values.REDIS_CA_FILE !== undefined && !REDIS_URL?.startsWith("rediss:")) {
    problems.push("REDIS_CA_FILE is for REDIS_URL over TLS: make that rediss://, or leave it empty");
  }
  if (values.WRITER_DATABASE_URL && isPooled(values.WRITER_DATABASE_URL)) {
    problems.push(
      "WRITER_DATABASE_URL must lead to Postgres itself: orders are stored in a session of their own",
    );
  }
  if (REDIS_URL && UPSTASH_REDIS_REST_URL) {
    problems.push("REDIS_URL and UPSTASH_REDIS_REST_URL name two caches to share: set one of them");
  }
  return problems;
}

function sharedCache(
  { REDIS_URL, REDIS_CA_FILE, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN }: Values,
): SharedCache | undefined {
  if (REDIS_URL) return { kind: "redis", url: REDIS_URL, ca: REDIS_CA_FILE };
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
  return Deno.env.get("TEST_DATABASE_URL") || undefined;
}

/** @returns the database that `demo` is to use instead of its own, where one is given */
export function givenDatabaseUrl(): string | undefined {
  return Deno.env.get("DATABASE_URL") || undefined;
}

/** @returns the names of all variables: what a process needs to be allowed to read */
export function variableNames(): readonly string[] {
  return Object.keys(variables);
}

/**
 * Shows packages an empty environment: they look for settings of their own, some for all there are, and where that is not
 * allowed they fail.
 */
export function hideEnvironment(): void {
  process.env = {};
}

/** By name: a process is allowed to read no other. */
function processEnvironment(): Environment {
  return Object.fromEntries(variableNames().map((name) => [name, Deno.env.get(name)]));
}
