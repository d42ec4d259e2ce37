/** Embeds: what their tokens name is answered, and nothing else is, however it is asked. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type EmbedLimits, scopeOf } from "../src/base/scope.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { createExecutor, type GraphqlResult } from "../src/graphql/execute.ts";
import { createLoaders } from "../src/graphql/loaders.ts";
import { operation } from "../src/graphql/operations.ts";
import { createSchema } from "../src/graphql/schema.ts";
import type { LanewayCaller } from "../src/graphql/context.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { anyQuestion, documentOf } from "./any_question.ts";
import { memoryLog } from "../src/graphql/testing.ts";
import { testWeb } from "./web.ts";

const card = operation("overview_card");
const site = "https://partner.example";
const limits: EmbedLimits = {
  documents: [documentId(card)],
  variables: { period: "YEAR" },
  filter: { regions: ["West", null] },
  origins: [site],
};

const tokenOf = (embed: unknown) => bearerOf("embed", embed);

const execute = createExecutor<LanewayCaller>({
  schema: createSchema(),
  introspection: true,
  log: memoryLog().log,
});

/** Executes nothing of a database: what a question would count is told by what is asked of it. */
function recorded(embed: EmbedLimits) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const at = Temporal.Instant.from("2024-03-31T12:00:00Z");
  const run = (statement: { readonly name: string }, parameters?: unknown) => {
    asked.push({ name: statement.name, ...(parameters as object) });
    return Promise.reject(new TypeError("There is no database here"));
  };
  const analytics = {
    database: { run },
    direct: { run },
    calendar: { timeZone: "UTC", weekStart: 1 as const },
    currency: "EUR",
    clock: { wall: () => at, business: () => at },
    coverage: () => Promise.resolve({ asOf: at, timeZone: "UTC", views: [] }),
  };
  const ask = async (query: string, variables?: Record<string, unknown>): Promise<GraphqlResult> => {
    const caller = {
      requestId: "test",
      scope: scopeOf("embed", embed),
      analytics,
      loaders: createLoaders(analytics),
    };
    return await execute({ query, variables }, caller);
  };
  return { asked, ask };
}

const uuid = "00000000-0000-7000-8000-000000000001";
const catalogue = {
  products: [uuid],
  categories: [uuid],
  customers: [uuid],
  salesReps: [uuid],
  regions: ["West", "East"],
  segments: ["Home"],
};

Deno.test("whatever is asked, only sales of the locked filter are counted, or nothing is asked of the database", async () => {
  const instant = fc.constantFrom("2024-01-01T00:00:00Z", "2024-03-01T12:30:00Z").map((text) =>
    Temporal.Instant.from(text)
  );
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(anyQuestion(catalogue, instant), async (question) => {
      const query = documentOf(question);
      // All documents are allowed here: what is tried is the filter.
      const { asked, ask } = recorded({ ...limits, documents: [documentId(query)], variables: {} });
      const result = await ask(query, question.variables);
      assert.ok(result.errors);
      for (const { regions, name } of asked) {
        assert.ok(Array.isArray(regions) && regions.length <= 2, `${name}`);
        assert.ok(regions.every((region) => limits.filter["regions"]?.includes(region)), `${name}`);
      }
      if (asked.length > 0) counted++;
    }),
    { numRuns: 300 },
  );
  assert.ok(counted > 0);
});

const others = ["East", "west", "West ", ""];

Deno.test("any value of a locked field but those that are named is refused, and fewer of them are not", async () => {
  const values = fc.array(fc.constantFrom("West", null, ...others), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(values, async (regions) => {
      const { asked, ask } = recorded(limits);
      const result = await ask(card, { filter: { regions } });
      const isInside = regions.every((region) => region === null || region === "West");
      assert.equal(result.errors?.[0]?.extensions?.code === "FORBIDDEN", !isInside);
      if (!isInside) assert.deepEqual(asked, []);
    }),
    { numRuns: 200 },
  );
});

Deno.test("a locked variable has the token's value: no other is taken, and it may be left out", async () => {
  const cases: readonly [given: Record<string, unknown>, isRefused: boolean][] = [
    [{}, false],
    [{ period: "YEAR" }, false],
    [{ period: "TODAY" }, true],
    [{ period: null }, true],
    [{ period: undefined }, true],
    [{ period: ["YEAR"] }, true],
    [JSON.parse('{"__proto__": {"period": "TODAY"}}'), false],
  ];
  for (const [given, isRefused] of cases) {
    const result = await recorded(limits).ask(card, given);
    assert.equal(result.errors?.[0]?.extensions?.code === "FORBIDDEN", isRefused, JSON.stringify(given));
  }
});

Deno.test("only the documents that a token names are answered, by whatever name, method, encoding and header", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const token = await tokenOf(limits);
  const json = { ...token, "content-type": "application/json" };
  const post = (body: unknown, headers: Record<string, string> = json) =>
    fetch(`${web.address}/graphql`, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const get = (parameters: Record<string, string>, headers: Record<string, string> = token) =>
    fetch(`${web.address}/graphql?${new URLSearchParams(parameters)}`, { headers });
  const id = documentId(card);
  const shop = operation("shop");
  const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

  const allowed = [
    post({ query: card }),
    post({ documentId: `sha256:${id}`, variables: { period: "YEAR" } }),
    post({ query: card, extensions: persisted(id) }),
    post({ query: card, variables: { filter: { regions: ["West"] } } }),
    get({ query: card }),
    get({ documentId: `sha256:${id}` }),
    get({ extensions: JSON.stringify(persisted(id)) }),
  ];
  for (const [index, answer] of allowed.entries()) {
    const result = await (await answer).json();
    assert.ok(result.data?.salesOverview, `${index}: ${JSON.stringify(result)}`);
  }
  const refused = [
    post({ query: shop }),
    post({ query: `${card} ` }),
    post({ query: `${card}\nquery B { shop { now } }`, operationName: "B" }),
    post({ query: card.replace("totalRevenue", "totalRevenue totalOrders") }),
    post({ documentId: `sha256:${documentId(shop)}` }),
    post({ query: card, documentId: `sha256:${documentId(shop)}` }),
    post({ query: shop, documentId: `sha256:${id}` }),
    post({ query: shop, extensions: persisted(id) }),
    post({ query: shop, extensions: persisted(documentId(shop)) }),
    post([{ query: card }, { query: shop }]),
    post(`{"query": ${JSON.stringify(card)}, "query": ${JSON.stringify(shop)}}`),
    post({ query: card, variables: { period: "TODAY" } }),
    post({ query: card, variables: { filter: { regions: ["East"] } } }),
    post({ query: card, variables: { filter: { regions: ["West", "East"] } } }),
    post({ query: card }, { ...json, "content-type": "application/x-www-form-urlencoded" }),
    post({ query: card }, { ...json, "content-type": "application/json; charset=utf-16" }),
    post({ query: card }, { ...json, "content-encoding": "gzip" }),
    post({ query: card }, { ...json, origin: "https://evil.example" }),
    post({ query: card }, { ...json, origin: "null" }),
    get({ query: shop }),
    get({ query: card, documentId: `sha256:${documentId(shop)}` }),
    get({ query: card, variables: '{"period":"TODAY"}' }),
    fetch(`${web.address}/graphql?query=${encodeURIComponent(card)}&query=${encodeURIComponent(shop)}`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ query: shop }),
    }),
    get({ query: shop }, { ...token, "x-http-method-override": "POST", accept: "application/json" }),
    fetch(`${web.address}/graphql`, { method: "PUT", headers: json, body: JSON.stringify({ query: card }) }),
    fetch(`${web.address}/graphql/schema.graphql`, { headers: token }),
    fetch(`${web.address}/graphql/documents.json`, { headers: token }),
    fetch(`${web.address}/`, { headers: token }),
    fetch(`${web.address}/embed-tokens`, { method: "POST", headers: json, body: JSON.stringify(limits) }),
  ];
  for (const [index, answer] of refused.entries()) {
    const response = await answer;
    const text = await response.text();
    const data = response.headers.get("content-type")?.includes("json") ? JSON.parse(text).data : undefined;
    assert.ok(
      response.status >= 400 || data === undefined || data === null,
      `${index}: ${response.status} ${text.slice(0, 200)}`,
    );
  }
});

Deno.test("the sites that a token names may read its answers, and no other may", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${web.address}/graphql?documentId=sha256:${documentId(card)}`, { headers });
    await response.body?.cancel();
    return [response.status, response.headers.get("access-control-allow-origin")];
  };
  const token = await tokenOf(limits);
  assert.deepEqual(await ask({ ...token, origin: site }), [200, site]);
  assert.deepEqual(await ask(token), [200, null]);
  assert.deepEqual(await ask({ ...token, origin: web.address }), [200, null]);
  for (const origin of ["https://evil.example", `${site}.evil.example`, "http://partner.example", "null"]) {
    assert.deepEqual(await ask({ ...token, origin }), [403, null], origin);
  }
  // Nobody else's answers are another site's to read.
  assert.deepEqual(await ask({ ...await bearerOf("viewer"), origin: site }), [200, null]);
  const preflight = await fetch(`${web.address}/graphql`, {
    method: "OPTIONS",
    headers: {
      origin: site,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    },
  });
  await preflight.body?.cancel();
  assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-credentials")], [
    204,
    null,
  ]);
});

Deno.test("an analyst mints tokens that hold for what they name, and nobody may who sees less", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const mint = async (headers: Record<string, string>, body: unknown, type = "application/json") => {
    const response = await fetch(`${web.address}/embed-tokens`, {
      method: "POST",
      headers: { ...headers, "content-type": type },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...await response.json() };
  };
  const minted = await mint(await bearerOf("analyst"), { ...limits, ttlSeconds: 60 });
  assert.equal(minted.status, 201, JSON.stringify(minted));
  const answer = await fetch(`${web.address}/graphql?documentId=sha256:${documentId(card)}`, {
    headers: { authorization: `Bearer ${minted.token}` },
  });
  assert.ok((await answer.json()).data.salesOverview);
  for (const role of ["viewer", "ingest"] as const) {
    assert.equal((await mint(await bearerOf(role), limits)).status, 403);
  }
  assert.equal((await mint({}, limits)).status, 401);
  const analyst = await bearerOf("analyst");
  const wrong: readonly unknown[] = [
    null,
    [],
    {},
    { ...limits, documents: [] },
    { ...limits, documents: ["overview"] },
    { ...limits, documents: [`sha256:${documentId(card)}`] },
    { ...limits, origins: [] },
    { ...limits, origins: ["*"] },
    { ...limits, origins: ["https://*.example"] },
    { ...limits, origins: ["https://partner.example;sandbox"] },
    { ...limits, origins: ["https://partner.example,evil.example"] },
    { ...limits, origins: ["https://partner.example/"] },
    { ...limits, origins: ["javascript:alert(1)"] },
    { ...limits, filter: { regions: [] } },
    { ...limits, filter: { region: ["West"] } },
    { ...limits, filter: { regions: "West" } },
    { ...limits, filter: { regions: [7] } },
    { ...limits, variables: [] },
    { ...limits, variables: { x: "x".repeat(3_000) } },
    { ...limits, role: "admin" },
    { ...limits, ttlSeconds: 0 },
    { ...limits, ttlSeconds: 86_401 },
    { ...limits, ttlSeconds: "60" },
  ];
  for (const body of wrong) assert.equal((await mint(analyst, body)).status, 400, JSON.stringify(body));
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
    assert.equal((await mint(analyst, limits, type)).status, 400);
  }
});

Deno.test("a token that says nothing of what it may ask, or says it wrong, lets nobody in", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const wrong = [undefined, null, {}, { ...limits, documents: undefined }, {
    ...limits,
    filter: { regions: [] },
  }];
  for (const embed of wrong) {
    const headers = await tokenOf(embed);
    const response = await fetch(`${web.address}/graphql?query=${encodeURIComponent(card)}`, { headers });
    await response.body?.cancel();
    assert.equal(response.status, 401, JSON.stringify(embed));
  }
});
