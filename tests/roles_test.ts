/** Each endpoint, asked as each role: one table, tested whole. */
import assert from "node:assert/strict";
import { type Role, roles } from "../src/base/scope.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { writerDatabase } from "../src/ingest/testing.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { rawStatus } from "./raw_request.ts";
import { testWeb } from "./web.ts";
import { withSql } from "../src/dev/with_sql.ts";

const documents: string[] = [];
/** What a token of an embed must say: embeds_test.ts tries the rest. */
const embed = { documents, variables: {}, filter: {}, origins: ["https://partner.example"] };
const asked = (query: string) => ({
  id: documents.push(documentId(query)),
  path: `/graphql?query=${encodeURIComponent(query)}`,
  headers: { accept: "application/graphql-response+json" },
});

type Caller = Role | "nobody";
type Row = readonly [
  what: string,
  request: { path: string; headers?: Record<string, string>; method?: string; body?: string },
  Record<Caller, number>,
];

const everyone = (status: number) => ({
  nobody: status,
  viewer: status,
  analyst: status,
  admin: status,
  embed: status,
  ingest: status,
});

const table: readonly Row[] = [
  ["health", { path: "/health/live" }, everyone(200)],
  ["readiness", { path: "/health/ready" }, everyone(200)],
  ["styles", { path: "/styles.css" }, everyone(200)],
  ["figures", asked("{ salesOverview(period: YEAR) { totalRevenue } }"), {
    ...everyone(200),
    nobody: 401,
    ingest: 403,
  }],
  ["margins", asked("{ salesOverview(period: YEAR) { totalProfit } }"), {
    ...everyone(403),
    nobody: 401,
    analyst: 200,
    admin: 200,
  }],
  ["customers", asked("{ customers { nodes { customer { email } } } }"), {
    ...everyone(403),
    nobody: 401,
    analyst: 200,
    admin: 200,
  }],
  ["a page", { path: "/?period=year", headers: { accept: "text/html" } }, {
    ...everyone(200),
    nobody: 303,
    ingest: 403,
    embed: 403,
  }],
  ["a page that is none", { path: "/nowhere", headers: { accept: "text/html" } }, {
    ...everyone(404),
    nobody: 303,
    ingest: 403,
    embed: 403,
  }],
  ["a chart shared", {
    path: "/share?period=year",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    body: "chart=trend&sites=partner.example&ttl=3600",
  }, { ...everyone(403), nobody: 401, analyst: 200, admin: 200 }],
  ["a chart on another site, by a header", { path: "/embed/trend" }, everyone(401)],
  ["what changes", { path: "/live" }, { ...everyone(200), nobody: 401, ingest: 403, embed: 403 }],
  ["the page to sign in at", { path: "/sign-in" }, everyone(200)],
  ["the contract", { path: "/graphql/schema.graphql" }, { ...everyone(200), nobody: 401, embed: 403 }],
  ["orders ingested", {
    path: "/ingest/orders",
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: "{}",
  }, { ...everyone(403), nobody: 401, ingest: 200 }],
  ["an order deleted", { path: "/ingest/orders/none", method: "DELETE" }, {
    ...everyone(403),
    nobody: 401,
    ingest: 404,
  }],
  ["a token for an embed", {
    path: "/embed-tokens",
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      documents: [documentId("{ shop { now } }")],
      origins: ["https://partner.example"],
    }),
  }, { ...everyone(403), nobody: 401, analyst: 201, admin: 201 }],
  ...(["/csv/trend", "/customers/rows", "/customers/list", "/profit"] as const).map((
    path,
  ): Row => [path, { path: `${path}?period=year`, headers: { accept: "text/html" } }, {
    ...everyone(403),
    nobody: 303,
    analyst: 200,
    admin: 200,
  }]),
  ...(["/products", "/products/rows", "/customers", "/reps", "/pulse"] as const).map((
    path,
  ): Row => [path, { path: `${path}?period=year`, headers: { accept: "text/html" } }, {
    ...everyone(200),
    nobody: 303,
    ingest: 403,
    embed: 403,
  }]),
  ...(["/sign-out", "/theme"] as const).map((
    path,
  ): Row => [`${path} from another site`, {
    path,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.example" },
    body: "",
  }, everyone(403)]),
  ["our documents", { path: "/graphql/documents.json" }, { ...everyone(200), nobody: 401, embed: 403 }],
];

Deno.test("each endpoint answers each role as the table says", async () => {
  await using database = await writerDatabase();
  // An empty shop has nothing that anybody may not see.
  await withSql(
    database.url,
    (sql) => sql`insert into orders (order_date, total_amount) values (now(), 10)`,
  );
  await using web = await testWeb(database.url, {
    auth: "required",
    tokens: tokenSettings,
    writerDatabaseUrl: database.writer,
  });
  const callers: readonly Caller[] = ["nobody", ...roles];
  const got: Record<string, number> = {};
  const expected: Record<string, number> = {};
  for (const [what, { path, headers, ...request }, statuses] of table) {
    for (const caller of callers) {
      const own = caller === "nobody" ? {} : await bearerOf(caller, embed);
      const response = await fetch(web.address + path, {
        ...request,
        headers: { ...headers, ...own },
        redirect: "manual",
      });
      await response.body?.cancel();
      got[`${what} as ${caller}`] = response.status;
      expected[`${what} as ${caller}`] = statuses[caller];
    }
  }
  assert.deepEqual(got, expected);
});

Deno.test("whatever is wrong with the header that says who calls, it is not overlooked", async () => {
  await using database = await testDatabase();
  const { authorization } = await bearerOf("admin");
  for (const auth of ["required", "open"] as const) {
    await using web = await testWeb(database.url, { auth, tokens: tokenSettings });
    const wrong = [
      "",
      "Bearer",
      "Bearer ",
      "Basic YTpi",
      authorization.slice("Bearer ".length),
      `${authorization} x`,
      `${authorization}x`,
    ];
    for (const authorization of wrong) {
      const response = await fetch(`${web.address}/graphql?query={shop{now}}`, {
        headers: { authorization },
      });
      await response.body?.cancel();
      assert.equal(response.status, 401, authorization);
    }
    const right = await fetch(`${web.address}/graphql?query={shop{now}}`, { headers: { authorization } });
    assert.ok((await right.json()).data.shop.now);
  }
});

Deno.test("where everyone is let in, no other site's name for this machine is", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url);
  const { port } = new URL(web.address);
  const cases: readonly [host: string, status: number][] = [
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
    ["localhost", 200],
    [`[::1]:${port}`, 200],
    [`rebound.evil.example:${port}`, 403],
    ["127.0.0.1.evil.example", 403],
    ["10.0.0.7", 403],
    ["localhost@evil.example", 403],
  ];
  for (const [host, status] of cases) {
    assert.equal(await rawStatus(web.address, "/graphql?query={shop{now}}", host), status, host);
  }
  const page = await fetch(web.address);
  assert.match(await page.text(), /No sign-in: open to all on this machine/);
});
