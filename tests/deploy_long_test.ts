/** `deploy.ts` with what Deno Deploy offers and no more: TCP to Postgres, HTTPS to Upstash, its own files to read. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { pagesConfig } from "../fresh.config.ts";
import { variableNames } from "../src/config.ts";
import { until } from "../src/dev/elsewhere.ts";
import { firstFree } from "../src/dev/ports.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { startUpstashServer } from "../src/dev/upstash_server.ts";
import { buildIslands } from "../src/pages/build.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { root } from "./started.ts";
import { fillTinyShop } from "./tiny_shop.ts";

interface Deployed extends AsyncDisposable {
  readonly address: string;
  readonly said: () => string;
}

/** @param hosts whom it may connect to */
async function deploy(environment: Record<string, string>, hosts: readonly string[]): Promise<Deployed> {
  const port = firstFree(20_000 + Math.floor(Math.random() * 10_000));
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--unstable-cron", "--no-check", "--cached-only"],
      `--allow-net=0.0.0.0:${port},${hosts.join()}`,
      `--allow-env=${variableNames().join()}`,
      `--allow-read=${root}`,
      "deploy.ts",
    ],
    cwd: root,
    env: {
      PORT: String(port),
      DENO_DEPLOYMENT_ID: "a-deployment",
      JWT_SECRET: tokenSettings.secret,
      ...environment,
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  const read = (async () => {
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) said += text;
  })();
  const address = `http://127.0.0.1:${port}`;
  await until(async () => {
    const response = await fetch(`${address}/health/ready`).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok;
  });
  return {
    address,
    said: () => said,
    async [Symbol.asyncDispose]() {
      // As the platform does.
      process.kill("SIGKILL");
      await process.status;
      await read;
    },
  };
}

Deno.test("on Deno Deploy, each region answers from its replica and the shared cache, and the platform's calls drain", async () => {
  await buildIslands(pagesConfig);
  await using database = await testDatabase();
  await using redis = await startRedisServer();
  await using upstash = startUpstashServer(redis.url);
  const { url } = database;
  await fillTinyShop(url, { sales: [{ at: "2024-01-10T12:00Z", total: 100 }] });
  // With fewer rights than the primary's user: whoever read there by mistake what it may not would fail.
  const replica = new URL(url);
  replica.searchParams.set("role", "laneway_reader");
  const environment = {
    DATABASE_URL: url,
    REPLICA_URLS: `eu=${replica.href}`,
    UPSTASH_REDIS_REST_URL: upstash.url,
    UPSTASH_REDIS_REST_TOKEN: upstash.token,
  };
  const hosts = [new URL(url).host, new URL(upstash.url).host];
  await using europe = await deploy({ ...environment, DENO_REGION: "eu" }, hosts);
  await using america = await deploy({ ...environment, DENO_REGION: "us" }, hosts);

  const headers = await bearerOf("admin");
  const query =
    `{ salesOverview(period: CUSTOM, dateRange: { startDate: "2024-01-01T00:00:00Z", endDate: "2024-02-01T00:00:00Z" }) { totalRevenue } }`;
  const ask = async ({ address }: Deployed) => {
    const response = await fetch(`${address}/graphql?${new URLSearchParams({ query })}`, { headers });
    const { data } = await response.json();
    return [
      data.salesOverview.totalRevenue,
      /cache;desc=(\w+)/.exec(response.headers.get("server-timing") ?? "")?.[1],
    ];
  };
  const sql = postgres(url, { max: 1 });
  // The platform calls at the next minute.
  for (const deadline = performance.now() + 90_000; performance.now() < deadline;) {
    if ((await sql`select from agg_hourly_metrics`).length > 0) break;
    await sql`select pg_sleep(0.2)`;
  }
  assert.equal((await sql`select from agg_hourly_metrics`).length, 1);
  await sql.end();
  await until(async () => {
    const [[one], [other, from]] = [await ask(europe), await ask(america)];
    assert.deepEqual([one, other], [100, 100]);
    return from === "shared" || from === "memory";
  });
  const page = await fetch(`${europe.address}/`, { headers });
  assert.equal(page.status, 200);
  await page.body?.cancel();
  for (const { said } of [europe, america]) {
    assert.match(
      said(),
      /"message":"precompute process started","process":"deploy","region":"(eu|us)","mode":"called"/,
    );
    assert.doesNotMatch(said(), /"level":"error"|NotCapable/);
  }
});

Deno.test("on Deno Deploy, what is wrong with the settings ends the start", async () => {
  const { stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--unstable-cron", "--no-check", "--cached-only"],
      `--allow-env=${variableNames().join()}`,
      `--allow-read=${root}`,
      "deploy.ts",
    ],
    cwd: root,
    env: { DENO_DEPLOYMENT_ID: "a-deployment", DATABASE_URL: "" },
    stdin: "null",
  }).output();
  assert.equal(code, 1);
  assert.match(new TextDecoder().decode(stderr), /DATABASE_URL is not set/);
});
