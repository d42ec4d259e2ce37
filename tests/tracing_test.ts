/** Traces of a real process, as they reach a collector, and its log lines; none tells whom a request is about. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { asRole } from "../src/dev/as_role.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drain } from "../src/precompute/drain.ts";
import { end, start, until } from "./started.ts";
import { fillTinyShop } from "./tiny_shop.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<Span, "attributes"> & {
        readonly attributes: readonly {
          readonly key: string;
          readonly value: Readonly<Record<string, unknown>>;
        }[];
      })[];
    }[];
  }[];
}

/** Takes what OpenTelemetry's exporters send as JSON. */
function collect() {
  const bodies: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    if (new URL(request.url).pathname === "/v1/traces") bodies.push(await request.text());
    else await request.body?.cancel();
    return Response.json({});
  });
  const spans = (): Span[] =>
    bodies.flatMap((body) => (JSON.parse(body) as Exported).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans)
      .map((span) => ({
        ...span,
        attributes: Object.fromEntries(
          span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
        ),
      }));
  return { endpoint: `http://127.0.0.1:${server.addr.port}`, spans, stop: () => server.shutdown() };
}

const canary = "Hieronymus Canary";

Deno.test("a request's stages are spans of one trace, its log lines bear its id, and nobody is named", async () => {
  await using database = await testDatabase();
  await fillTinyShop(database.url, { sales: [{ at: "2024-05-01T12:00:00Z", total: 10, customer: "ada" }] });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 10_000, name: "test" });
  await drain(pool, { timeZone: "UTC", weekStart: 1, clock: createClock(undefined) });
  await pool.close();
  const collector = collect();
  const web = start("src/serve.ts", {
    DATABASE_URL: asRole(database.url, "reader"),
    APP_DATABASE_URL: asRole(database.url, "app"),
    SLOW_MS: "1",
    OTEL_DENO: "true",
    OTEL_DENO_CONSOLE: "ignore",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  });
  const address = String((await until(web, "web process listens")).address);
  const query = `query Find($search: String!) {
    customers(search: $search) { edges { node { customer { name } } } }
    salesOverview(period: MONTH) { totalRevenue }
  }`;
  const parameters = new URLSearchParams({ query, variables: JSON.stringify({ search: canary }) });
  const answer = await fetch(`${address}/graphql?${parameters}`);
  const { errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  const requestId = answer.headers.get("x-request-id");
  await fetch(`${address}/customers/list?search=${encodeURIComponent(canary)}`).then((page) =>
    page.body?.cancel()
  );
  web.process.kill("SIGTERM");
  await end(web);

  const spans = collector.spans();
  const root = spans.find(({ attributes }) => attributes["laneway.request_id"] === requestId);
  assert.ok(root, spans.map(({ name }) => name).join());
  assert.deepEqual([root.name, root.attributes["http.route"]], ["GET /graphql", "/graphql"]);
  const own = spans.filter(({ traceId }) => traceId === root.traceId);
  const pathTo = (span: Span): readonly string[] => {
    const parent = own.find(({ spanId }) => spanId === span.parentSpanId);
    return [...parent ? pathTo(parent) : [], span.name];
  };
  const paths = own.map((span) => pathTo(span).join(" > "));
  const inCache = "GET /graphql > cache";
  for (
    const path of [
      `${inCache} > document`,
      `${inCache} > execute > answer salesOverview > statement salesOverview.AGGREGATE.hours`,
      `${inCache} > execute > answer customers`,
    ]
  ) assert.ok(paths.includes(path), paths.join("\n"));
  const lanes = own.filter(({ name }) => name.startsWith("answer "))
    .map(({ name, attributes }) => [name, attributes["laneway.lane"]]);
  assert.ok(
    lanes.some(([name, lane]) => name === "answer salesOverview" && lane === "AGGREGATE"),
    lanes.join(),
  );
  assert.ok(spans.some(({ name }) => name === "GET /customers/*"));

  const slow = web.said.map((line) => JSON.parse(line)).filter(({ message }) => message === "slow question");
  const search = slow.find(({ requestId: id }) => id === requestId);
  assert.ok(search, web.said.join("\n"));
  assert.equal(search.traceId, root.traceId);
  assert.ok(
    search.ms >= 1 && typeof search.statement === "string" && search.connections,
    JSON.stringify(search),
  );
  // What docs/OPERATIONS.md has a collector delete: Deno puts a request's address there.
  const kept = spans.map((
    { name, attributes: { "url.full": _full, "url.query": _query, ...attributes } },
  ) => [
    name,
    attributes,
  ]);
  const told = [JSON.stringify(kept), ...web.said].join("\n");
  for (const form of [canary, encodeURIComponent(canary), canary.replace(" ", "+")]) {
    assert.ok(
      !told.includes(form),
      `somebody is named: ${told.slice(told.indexOf(form) - 300).slice(0, 600)}`,
    );
  }
  await collector.stop();
});
