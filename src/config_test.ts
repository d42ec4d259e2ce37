import assert from "node:assert/strict";
import { UsageError } from "./base/errors.ts";
import { describeVariables, readConfig } from "./config.ts";

const url = "postgres://shop:secret@localhost/shop";
/** Nothing of this process's own environment. */
const none = {
  APP_DATABASE_URL: "",
  WRITER_DATABASE_URL: "",
  POOL_SIZE: "",
  DIRECT_POOL_SIZE: "",
  HOST: "",
  PORT: "",
  AUTH: "",
  JWT_SECRET: "",
  JWKS_URL: "",
  JWT_ISSUER: "",
  JWT_AUDIENCE: "",
  RATE_LIMIT: "",
  COST_LIMIT: "",
  TRUST_PROXY: "",
  SHOP_TIME_ZONE: "",
  SHOP_CURRENCY: "",
  SHOP_WEEK_START: "",
  REDIS_URL: "",
  REDIS_CA_FILE: "",
  UPSTASH_REDIS_REST_URL: "",
  UPSTASH_REDIS_REST_TOKEN: "",
  CACHE_MEMORY_MB: "",
  LANEWAY_NOW: "",
  GRAPHIQL: "",
  DOCUMENTS: "",
  LOG_LEVEL: "",
  PRECOMPUTE: "",
  ARCHIVE_AFTER_MONTHS: "",
  DENO_DEPLOYMENT_ID: "",
  REPLICA_URLS: "",
  REGION: "",
  MAX_REPLICA_LAG: "",
  DENO_REGION: "",
};

Deno.test("defaults serve this machine alone", () => {
  const config = readConfig({ ...none, DATABASE_URL: url });
  assert.equal(config.appDatabaseUrl, undefined);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.port, 8000);
  assert.deepEqual([config.poolSize, config.directPoolSize], [20, 4]);
  assert.deepEqual(config.shop, { timeZone: "UTC", currency: "USD", weekStart: 1 });
  assert.equal(config.auth, "required");
  assert.deepEqual(config.tokens, {
    secret: undefined,
    jwksUrl: undefined,
    issuer: "laneway",
    audience: "laneway",
  });
  assert.deepEqual(config.requestsPerMinute, { usual: 100, byRole: { ingest: 6_000 } });
  assert.deepEqual(config.costPerMinute, { usual: 20_000, byRole: {} });
  assert.equal(config.proxyHops, 0);
  assert.equal(config.sharedCache, undefined);
  assert.equal(config.cacheBytes, 64 * 1024 * 1024);
  assert.equal(config.businessNow, undefined);
  assert.equal(config.graphiql, false);
  assert.equal(config.trustedDocumentsOnly, false);
  assert.equal(config.precomputeInside, false);
  assert.equal(config.archiveAfterMonths, undefined);
  assert.equal(config.onDenoDeploy, false);
  assert.deepEqual([config.replicas, config.region, config.maxReplicaLagMs], [[], "", 10_000]);
});

Deno.test("replicas are named with their regions", () => {
  const eu = "postgres://a:b@eu,eu2:5432/shop";
  const us = "postgresql://us/shop";
  const cases = [
    [`eu=${eu}`, [{ region: "eu", url: eu }]],
    [`eu-west-1=${eu},us_1=${us}`, [{ region: "eu-west-1", url: eu }, { region: "us_1", url: us }]],
    [` eu=${us} , eu=${us}`, [{ region: "eu", url: us }, { region: "eu", url: us }]],
  ] as const;
  for (const [REPLICA_URLS, replicas] of cases) {
    assert.deepEqual(readConfig({ ...none, DATABASE_URL: url, REPLICA_URLS }).replicas, replicas);
  }
  for (
    const REPLICA_URLS of [
      us,
      "eu",
      "eu=",
      "eu=mysql://eu/shop",
      `=${us}`,
      `eu=${us},us`,
      `eu=${us};us=${us}`,
    ]
  ) {
    assert.throws(
      () => readConfig({ ...none, DATABASE_URL: url, REPLICA_URLS }),
      (error: Error) => {
        assert.match(error.message, /REPLICA_URLS must be region=postgres:\/\//);
        return true;
      },
      REPLICA_URLS,
    );
  }
});

Deno.test("where a process runs, REGION says before the platform does", () => {
  const config = { ...none, DATABASE_URL: url, DENO_REGION: "gcp-europe-west3" };
  assert.equal(readConfig(config).region, "gcp-europe-west3");
  assert.equal(readConfig({ ...config, REGION: "eu" }).region, "eu");
});

Deno.test("every variable is read", () => {
  const config = readConfig({
    DATABASE_URL: url,
    APP_DATABASE_URL: "postgres://app@localhost/shop",
    POOL_SIZE: "3",
    DIRECT_POOL_SIZE: "2",
    HOST: "::1",
    PORT: "0",
    RATE_LIMIT: "200,admin=off",
    COST_LIMIT: "off",
    TRUST_PROXY: "2",
    SHOP_TIME_ZONE: "Asia/Kathmandu",
    SHOP_CURRENCY: "NPR",
    SHOP_WEEK_START: "sunday",
    REDIS_URL: "rediss://user:secret@cache:6380/1",
    CACHE_MEMORY_MB: "2",
    LANEWAY_NOW: "2017-12-31T00:00:00+05:45",
    GRAPHIQL: "on",
    LOG_LEVEL: "error",
    PRECOMPUTE: "inside",
    ARCHIVE_AFTER_MONTHS: "24",
    DENO_DEPLOYMENT_ID: "d1",
  });
  assert.equal(config.appDatabaseUrl, "postgres://app@localhost/shop");
  assert.equal(config.poolSize, 3);
  assert.equal(config.directPoolSize, 2);
  assert.equal(config.host, "::1");
  assert.equal(config.port, 0);
  assert.deepEqual(config.requestsPerMinute, { usual: 200, byRole: { admin: Infinity } });
  assert.equal(config.costPerMinute.usual, Infinity);
  assert.equal(config.proxyHops, 2);
  assert.deepEqual(config.shop, { timeZone: "Asia/Kathmandu", currency: "NPR", weekStart: 7 });
  assert.deepEqual(config.sharedCache, {
    kind: "redis",
    url: "rediss://user:secret@cache:6380/1",
    ca: undefined,
  });
  assert.equal(config.cacheBytes, 2 * 1024 * 1024);
  assert.equal(config.businessNow?.toString(), "2017-12-30T18:15:00Z");
  assert.equal(config.graphiql, true);
  assert.equal(config.logLevel, "error");
  assert.equal(config.precomputeInside, true);
  assert.equal(config.archiveAfterMonths, 24);
  assert.equal(config.onDenoDeploy, true);
});

Deno.test("everyone may be let in on this machine alone, and tokens are set up as they are to be checked", () => {
  for (const HOST of ["127.0.0.1", "127.9.9.9", "localhost", "::1"]) {
    assert.equal(readConfig({ ...none, DATABASE_URL: url, AUTH: "open", HOST }).auth, "open");
  }
  const { tokens } = readConfig({
    ...none,
    DATABASE_URL: url,
    JWT_SECRET: "ü".repeat(16),
    JWKS_URL: "https://issuer.example/keys",
    JWT_ISSUER: "https://issuer.example/",
    JWT_AUDIENCE: "shop",
  });
  assert.deepEqual(tokens, {
    secret: "ü".repeat(16),
    jwksUrl: "https://issuer.example/keys",
    issuer: "https://issuer.example/",
    audience: "shop",
  });
});

Deno.test("a cache is shared over HTTP too", () => {
  const upstash = { UPSTASH_REDIS_REST_URL: "https://eu1.example", UPSTASH_REDIS_REST_TOKEN: "t0ken" };
  const { sharedCache } = readConfig({ ...none, DATABASE_URL: url, ...upstash });
  assert.deepEqual(sharedCache, { kind: "upstash", url: "https://eu1.example", token: "t0ken" });
});

Deno.test("only our own documents are answered where they alone are trusted, and GraphiQL asks others", () => {
  const trusted = { ...none, DATABASE_URL: url, DOCUMENTS: "trusted" };
  assert.equal(readConfig(trusted).trustedDocumentsOnly, true);
  assert.throws(
    () => readConfig({ ...trusted, GRAPHIQL: "on" }),
    /GRAPHIQL must be off where DOCUMENTS is trusted/,
  );
});

Deno.test("a wrong variable is named, with what it must be and what it was", () => {
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ DATABASE_URL: "" }, /DATABASE_URL is not set/],
    [{ DATABASE_URL: "mysql://x/y" }, /DATABASE_URL must be a postgres:/],
    [{ APP_DATABASE_URL: "mysql://u:p@h" }, /APP_DATABASE_URL must be a postgres:.*string$/m],
    [{ POOL_SIZE: "0" }, /POOL_SIZE must be a whole number from 1 to 1000, got "0"/],
    [{ PORT: "80.5" }, /PORT must be/],
    [{ PORT: "65536" }, /PORT must be/],
    [{ PORT: "1e3" }, /PORT must be/],
    [{ HOST: " " }, /HOST must be/],
    [{ AUTH: "off" }, /AUTH must be one of required, open/],
    ...["0.0.0.0", "::", "192.168.1.2", "shop.example", "127.0.0.1.example", "128.0.0.1"].map((HOST) =>
      [{ AUTH: "open", HOST }, /AUTH must be required where HOST is not this machine's own/] as const
    ),
    [{ JWT_SECRET: "x".repeat(31) }, /JWT_SECRET must be at least 32 bytes long$/],
    [{ JWKS_URL: "keys" }, /JWKS_URL must be an https:/],
    [{ JWKS_URL: "http://issuer.example/keys" }, /JWKS_URL must be https:/],
    [{ JWT_ISSUER: " " }, /JWT_ISSUER must be/],
    [{ SHOP_TIME_ZONE: "Mars/Olympus" }, /SHOP_TIME_ZONE must be UTC or an IANA time zone/],
    [{ SHOP_TIME_ZONE: "+05:30" }, /SHOP_TIME_ZONE must be UTC or an IANA time zone/],
    [{ SHOP_TIME_ZONE: "IST" }, /SHOP_TIME_ZONE must be/],
    [{ SHOP_TIME_ZONE: "CET" }, /SHOP_TIME_ZONE must be/],
    [{ DATABASE_URL: `${url}?sslmode=prefer` }, /DATABASE_URL must be with sslmode verify-full, or disable/],
    [{ DATABASE_URL: `${url}?sslmode=allow` }, /may not encrypt at all$/m],
    [{ DATABASE_URL: `${url}?sslmode=Verify-Full` }, /DATABASE_URL must be with sslmode verify-full/],
    [{ DATABASE_URL: `${url}?ssl=true` }, /DATABASE_URL must be without ssl=: write sslmode=verify-full$/m],
    [{ DATABASE_URL: `${url}?sslmode=disable&sslrootcert=ca.pem` }, /leaves sslrootcert unused$/m],
    [{ APP_DATABASE_URL: `${url}?sslmode=verify-full&sslrootcert=nowhere.pem` }, /can be read: No such file/],
    [{ REPLICA_URLS: `eu=${url}?sslmode=prefer` }, /REPLICA_URLS must be with sslmode verify-full/],
    [{ DATABASE_URL: `${url}?sslrootcert=deno.json` }, /certificates in PEM, which deno\.json is not$/m],
    [{ REDIS_URL: "rediss://h", REDIS_CA_FILE: "nowhere.pem" }, /REDIS_CA_FILE must be with a file of cert/],
    [{ REDIS_URL: "redis://h", REDIS_CA_FILE: "deno.json" }, /REDIS_CA_FILE must be with a file of cert/],
    [{ REDIS_URL: "localhost:6379" }, /REDIS_URL must be a redis:\/\/ or rediss:\/\/ connection string$/],
    [{ REDIS_URL: "redis://" }, /REDIS_URL must be/],
    [{ UPSTASH_REDIS_REST_URL: "eu1.example" }, /UPSTASH_REDIS_REST_URL must be an https:/],
    [{ UPSTASH_REDIS_REST_TOKEN: "two words" }, /UPSTASH_REDIS_REST_TOKEN must be a token without spaces$/m],
    [
      { UPSTASH_REDIS_REST_URL: "https://eu1.example" },
      /UPSTASH_REDIS_REST_TOKEN go together: set both, or none/,
    ],
    [{ UPSTASH_REDIS_REST_TOKEN: "t0ken" }, /go together: set both, or none/],
    [
      {
        REDIS_URL: "redis://h",
        UPSTASH_REDIS_REST_URL: "https://eu1.example",
        UPSTASH_REDIS_REST_TOKEN: "t0ken",
      },
      /name two caches to share: set one of them/,
    ],
    [{ CACHE_MEMORY_MB: "0" }, /CACHE_MEMORY_MB must be a whole number from 1 to 65536, got "0"/],
    [{ LANEWAY_NOW: "+275760-01-01T00:00:00Z" }, /LANEWAY_NOW must be an instant/],
    [{ SHOP_CURRENCY: "usd" }, /SHOP_CURRENCY must be an ISO 4217 currency/],
    [{ SHOP_WEEK_START: "tuesday" }, /SHOP_WEEK_START must be one of monday, sunday/],
    [{ LANEWAY_NOW: "2017-12-30" }, /LANEWAY_NOW must be an instant/],
    [{ GRAPHIQL: "yes" }, /GRAPHIQL must be one of on, off/],
    [{ DOCUMENTS: "ours" }, /DOCUMENTS must be one of any, trusted/],
    [{ LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of/],
    [{ PRECOMPUTE: "on" }, /PRECOMPUTE must be one of apart, inside, got "on"/],
    [{ ARCHIVE_AFTER_MONTHS: "0" }, /ARCHIVE_AFTER_MONTHS must be a whole number from 1 to 1200, got "0"/],
  ];
  for (const [given, message] of cases) {
    assert.throws(() => readConfig({ ...none, DATABASE_URL: url, ...given }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("all problems are told at once, and a password never is", () => {
  assert.throws(
    () =>
      readConfig({
        ...none,
        DATABASE_URL: "http://u:hunter2@h/d",
        REPLICA_URLS: "eu=http://u:hunter2@h/d",
        REDIS_URL: "http://u:hunter2@h",
        UPSTASH_REDIS_REST_TOKEN: "hunter2 ",
        JWT_SECRET: "hunter2",
        PORT: "x",
        GRAPHIQL: "x",
      }),
    (error) => {
      assert.ok(error instanceof UsageError);
      for (const name of ["DATABASE_URL", "REDIS_URL", "REST_TOKEN", "JWT_SECRET", "PORT", "GRAPHIQL"]) {
        assert.match(error.message, new RegExp(name));
      }
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    },
  );
});

Deno.test("help names every variable", () => {
  for (const name of ["DATABASE_URL", ...Object.keys(none)]) {
    assert.match(describeVariables(), new RegExp(name));
  }
});
