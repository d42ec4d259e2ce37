/** What operators read of both processes, on ports of their own: metrics and health. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createLog } from "../src/base/log.ts";
import { createClock } from "../src/base/clock.ts";
import { type Config, readConfig } from "../src/config.ts";
import { createPool } from "../src/db/pool.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { drain } from "../src/precompute/drain.ts";
import { createPrecomputeMeter } from "../src/precompute/meter.ts";
import { watchCron } from "../src/watch_cron.ts";
import { hasPromtool, promtool, promtoolHint } from "./promtool.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { type TestWeb, testWeb } from "./web.ts";

type Scraped = ReadonlyMap<string, number>;

const at = "2024-05-01T12:00:00Z";
const shop = { timeZone: "UTC", weekStart: 1 } as const;

function addressIn(lines: readonly string[]): string {
  const line = lines.map((line) => JSON.parse(line)).find(({ message }) => message === "metrics are served");
  assert.ok(line, lines.join());
  return `http://127.0.0.1:${line.port}`;
}

/** By name and labels, as Prometheus writes them. */
function read(text: string): Scraped {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => {
    const end = line.lastIndexOf(" ");
    return [line.slice(0, end), Number(line.slice(end + 1))];
  }));
}

async function scrape(address: string): Promise<{ readonly text: string; readonly values: Scraped }> {
  const response = await fetch(`${address}/metrics`);
  const text = await response.text();
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  return { text, values: read(text) };
}

async function withWatchedShop(
  work: (web: TestWeb, metrics: string, url: string) => Promise<void>,
  settings: Partial<Config> = {},
): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, { sales: [{ at, total: 10 }] });
  await drainOnce(database.url);
  await using web = await testWeb(database.url, { metricsPort: 0, ...settings });
  await work(web, addressIn(web.logged), database.url);
}

async function withSharedCache(work: Parameters<typeof withWatchedShop>[0]): Promise<void> {
  await using redis = await startRedisServer();
  await withWatchedShop(work, { sharedCache: { kind: "redis", url: redis.url } });
}

async function drainOnce(url: string, now?: Temporal.Instant): Promise<void> {
  const pool = createPool({ url, size: 2, deadlineMs: 10_000, name: "test" });
  await drain(pool, { ...shop, clock: createClock(now) });
  await pool.close();
}

const card = operation("overview_card");
const variables = { dateRange: { startDate: "2024-05-01T00:00:00Z", endDate: "2024-05-02T00:00:00Z" } };

async function post(address: string, query: string, variables?: unknown): Promise<Response> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  await response.body?.cancel();
  return response;
}

Deno.test("requests are counted by our own operations, hits among them", () =>
  withWatchedShop(async ({ address }, metrics) => {
    const asked = { ...variables, period: "CUSTOM" };
    const statuses = [];
    for (let times = 0; times < 3; times++) statuses.push((await post(address, card, asked)).status);
    const parameters = new URLSearchParams({
      documentId: documentId(card),
      variables: JSON.stringify(asked),
    });
    const byId = `${address}/graphql?${parameters}`;
    let etag = "";
    for (let times = 0; times < 3; times++) {
      const response = await fetch(byId, { headers: { "if-none-match": etag } });
      await response.body?.cancel();
      etag = response.headers.get("etag") ?? "";
      statuses.push(response.status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 304, 304]);
    await post(address, "query OverviewCard { shop { currency } }");
    await post(address, "{ nothing }");
    await fetch(`${address}/products`).then((response) => response.body?.cancel());
    await fetch(`${address}/nothing-here`).then((response) => response.body?.cancel());

    const { values } = await scrape(metrics);
    const value = (name: string) => values.get(name);
    assert.equal(value('graphql_requests_total{operation="OverviewCard",status="ok"}'), 6);
    assert.equal(value('graphql_requests_total{operation="other",status="ok"}'), 1);
    assert.equal(value('graphql_requests_total{operation="other",status="refused"}'), 1);
    assert.equal(value('graphql_request_duration_seconds_count{operation="OverviewCard"}'), 6);
    assert.equal(value('http_requests_total{method="POST",route="/graphql",status="200"}'), 5);
    assert.equal(value('http_requests_total{method="GET",route="/graphql",status="200"}'), 1);
    assert.equal(value('http_requests_total{method="GET",route="/graphql",status="304"}'), 2);
    assert.equal(value('http_requests_total{method="GET",route="/products",status="200"}'), 1);
    assert.equal(value('http_requests_total{method="GET",route="other",status="404"}'), 1);
    assert.ok((value('laneway_response_lookups_total{result="memory"}') ?? 0) >= 5);
    assert.ok((value('laneway_answers_total{field="salesOverview",lane="AGGREGATE"}') ?? 0) >= 1);
    assert.equal(value('laneway_server_up{server="primary"}'), 1);
    assert.equal(value('laneway_backlog_rows{server="primary"}'), 0);
    assert.ok((value('laneway_heartbeat_age_seconds{server="primary"}') ?? 0) > 0);
    assert.equal(value('laneway_pool_size{server="primary",pool="usual"}'), 30);
    assert.equal(value('laneway_shed_total{queue="operations"}'), 0);
    assert.equal(value('laneway_rate_limited_total{limit="requests"}'), 0);
    assert.ok((value("laneway_cache_bytes") ?? 0) > 0);
  }));

Deno.test("whatever names callers bring, no series is made for them", () =>
  withWatchedShop(async ({ address }, metrics) => {
    const ask = async (index: number) => {
      const odd = `Odd${index}`;
      await Promise.all([
        post(address, `query ${odd} { ${odd}: shop { currency } }`, { [odd]: odd }),
        fetch(`${address}/${odd}/${odd}`, { method: `M${odd}`.toUpperCase() }).then((response) =>
          response.body?.cancel()
        ),
      ]);
    };
    await ask(0);
    const before = (await scrape(metrics)).values;
    await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index + 1)));
    const { values } = await scrape(metrics);
    const ofRequests = (scraped: Scraped) =>
      [...scraped.keys()].filter((name) => /^(graphql|http)_requests/.test(name)).toSorted();
    assert.deepEqual(ofRequests(values), ofRequests(before));
    assert.equal(values.get('graphql_requests_total{operation="other",status="ok"}'), 31);
  }));

Deno.test("docs/OPERATIONS.md names all that is told, and alerts rest on nothing else", () =>
  withSharedCache(async (_web, metrics, url) => {
    const texts = [(await scrape(metrics)).text];
    await withWatchedCron(url, async (cron) => void texts.push((await scrape(cron)).text));
    const told = new Set(
      texts.flatMap((text) => Array.from(text.matchAll(/^# HELP (\w+)/gm), ([, name]) => name)),
    );
    const [docs, alerts] = await Promise.all(
      ["docs/OPERATIONS.md", "deploy/alerts.yml"].map((path) =>
        Deno.readTextFile(new URL(`../${path}`, import.meta.url))
      ),
    );
    assert.ok(docs && alerts);
    const named = new Set(docs.match(/\w+/g));
    const isNamed = (name: string) =>
      named.has(name) || name.startsWith("process_") ||
      // A table's row gives the beginning that its names share once.
      Array.from(name.matchAll(/_/g), ({ index }) => index).some((at) =>
        docs.includes(`\`${name.slice(at)}\``) && docs.includes(`\`${name.slice(0, at)}_`)
      );
    assert.deepEqual([...told].filter((name) => !isNamed(String(name))), []);
    const used = new Set(alerts.match(/(?<![:\w])(?:laneway|http|graphql)_\w+/g));
    assert.ok(used.size > 10);
    assert.deepEqual([...used].filter((name) => !told.has(name)), []);
    const rules = Array.from(alerts.matchAll(/alert: (\w+)/g), ([, name]) => name);
    assert.deepEqual(rules.filter((name) => !docs.includes(`| \`${name}\``)), []);
  }));

Deno.test({
  name: `the alerts come when they must, and only then${promtoolHint}`,
  ignore: !hasPromtool,
  async fn() {
    const path = (name: string) => fileURLToPath(new URL(`../deploy/${name}`, import.meta.url));
    await promtool(["check", "rules", path("alerts.yml")]);
    await promtool(["test", "rules", path("alerts_test.yml")]);
  },
});

Deno.test({
  name: `Prometheus takes what both processes tell${promtoolHint}`,
  ignore: !hasPromtool,
  fn: () =>
    withWatchedShop(async ({ address }, metrics, url) => {
      await post(address, card, { period: "TODAY" });
      await promtool(["check", "metrics"], (await scrape(metrics)).text);
      await withWatchedCron(url, async (cron) => promtool(["check", "metrics"], (await scrape(cron)).text));
    }),
});

async function withWatchedCron(url: string, work: (address: string) => Promise<void>): Promise<void> {
  const meter = createPrecomputeMeter();
  const stop = new AbortController();
  const lines: string[] = [];
  const listening = Promise.withResolvers<void>();
  const log = createLog({
    write: (line) => {
      lines.push(line);
      listening.resolve();
    },
  });
  const config = readConfig({ DATABASE_URL: url, CRON_METRICS_PORT: "0" });
  const watching = watchCron(config, { meter, stopped: stop.signal, log });
  await Promise.race([listening.promise, watching]);
  meter.drained({
    asOf: undefined,
    generation: 1,
    taken: 12,
    left: 0,
    setAside: 0,
    failures: [],
  }, 20);
  meter.drainFailed();
  meter.verified(3);
  try {
    await work(addressIn(lines));
  } finally {
    stop.abort();
    await watching;
  }
}

Deno.test("the precompute process tells of drains and jobs", async () => {
  await using database = await testDatabase();
  await drainOnce(database.url);
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  await pool.run({
    name: "runs",
    parameters: [],
    text: `insert into job_runs (job, started_at, ended_at, error) values
      ('verify', '2024-01-01T04:37Z', '2024-01-01T04:38Z', null),
      ('verify', '2024-01-02T04:37Z', '2024-01-02T04:37:30Z', 'rows differ'),
      ('create months', '2024-01-02T05:17Z', null, null), ('unknown', '2024-01-02Z', '2024-01-03Z', null)`,
  });
  await pool.close();
  await withWatchedCron(database.url, async (address) => {
    const { values } = await scrape(address);
    const told = Object.fromEntries(
      [...values].filter(([name]) => /^laneway_(job_[fl]|drain.*(_sum|_count|total)|verify)/.test(name)),
    );
    assert.deepEqual(told, {
      "laneway_drain_duration_seconds_sum": 0.02,
      "laneway_drain_duration_seconds_count": 1,
      "laneway_drain_batch_rows_sum": 12,
      "laneway_drain_batch_rows_count": 1,
      "laneway_drain_failures_total": 1,
      "laneway_verify_differences": 3,
      'laneway_job_last_success_timestamp_seconds{job="verify"}': Date.UTC(2024, 0, 1, 4, 38) / 1000,
      'laneway_job_last_duration_seconds{job="verify"}': 30,
      'laneway_job_failed{job="verify"}': 1,
    });
    assert.equal(values.get('laneway_job_period_seconds{job="verify"}'), 86_400);
    assert.equal((await fetch(`${address}/health/live`).then((response) => response.json())).status, "live");
    const missing = await fetch(`${address}/`);
    assert.equal(missing.status, 404);
    await missing.body?.cancel();
  });
});
