import assert from "node:assert/strict";
import { serverAudits } from "graphql-http";
import { documentId } from "./document_id.ts";
import { createDocumentStore } from "./document_store.ts";
import { createGraphqlHandler } from "./handler.ts";
import { createTestExecutor, memoryLog, serveTestSchema, testCaller } from "./testing.ts";

const responseJson = "application/graphql-response+json";
const json = { "content-type": "application/json" };
const hello = JSON.stringify({ query: "{ hello }" });

Deno.test("all audits of GraphQL over HTTP pass", async () => {
  await using server = serveTestSchema();
  // The audits leave bodies unread, which would hold their connections.
  const readWhole: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    return new Response(await response.bytes(), response);
  };
  const audits = serverAudits({ url: server.url, fetchFn: readWhole });
  const failed: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== "ok") failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
  }
  assert.deepEqual(failed, []);
  assert.equal(audits.length, 61);
});

interface Case {
  readonly name: string;
  readonly search?: string;
  readonly init?: RequestInit;
  readonly status: number;
  readonly type?: string;
  readonly code?: string;
  readonly data?: unknown;
  readonly says?: RegExp;
}

const accept = (types: string): RequestInit => ({ headers: { ...json, accept: types } });
const post = (body: unknown, init: RequestInit = {}): RequestInit => ({
  method: "POST",
  headers: json,
  body: typeof body === "string" ? body : JSON.stringify(body),
  ...init,
});
const query = (text: string, more: Record<string, string> = {}): string =>
  `?${new URLSearchParams({ query: text, ...more })}`;

const stored = "query Stored($l: Int = 1) { first(limit: $l) }";
const storedId = documentId(stored);
const byHash = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const byId = (id: string, more: Record<string, string> = {}): string =>
  `?${new URLSearchParams({ documentId: id, ...more })}`;

const cases: readonly Case[] = [
  { name: "GET query", search: query("{ hello }"), status: 200, data: { hello: "world" } },
  {
    name: "GET with variables, operation name and extensions",
    search: query("query A { hello } query B($l: Int!) { first(limit: $l) }", {
      operationName: "B",
      variables: '{"l":2}',
      extensions: '{"any":"thing"}',
    }),
    status: 200,
    data: { first: [0, 1] },
  },
  {
    name: "GET with empty parameters, which are absent ones",
    search: query("{ hello }", { operationName: "", variables: "", extensions: "" }),
    status: 200,
    data: { hello: "world" },
  },
  { name: "GET without a query", status: 400, code: "BAD_REQUEST", says: /query parameter.*documentId/ },
  { name: "GET by id", search: byId(`sha256:${storedId}`), status: 200, data: { first: [0] } },
  {
    name: "GET by id without its prefix, with variables and operation name",
    search: byId(storedId, { variables: '{"l":2}', operationName: "Stored" }),
    status: 200,
    data: { first: [0, 1] },
  },
  {
    name: "GET by an unknown id",
    search: byId(`sha256:${documentId("{ hello }")}`),
    init: accept(responseJson),
    status: 400,
    type: responseJson,
    code: "DOCUMENT_NOT_FOUND",
    says: /Cannot find document "[0-9a-f]{64}"/,
  },
  { name: "GET by an id of another kind", search: byId("md5:0"), status: 200, code: "DOCUMENT_NOT_FOUND" },
  {
    name: "GET by id and text",
    search: byId(storedId, { query: stored }),
    status: 400,
    code: "BAD_REQUEST",
    says: /either query or documentId/,
  },
  {
    name: "GET by an id, of which another operation is named",
    search: byId(storedId, { operationName: "Other" }),
    status: 200,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  { name: "POST by id", init: post({ documentId: `sha256:${storedId}` }), status: 200, data: { first: [0] } },
  { name: "POST by an id that is no text", init: post({ documentId: 7 }), status: 400, says: /got number/ },
  {
    name: "Apollo's way to name a document",
    search: `?${new URLSearchParams({ extensions: JSON.stringify(byHash(storedId)) })}`,
    status: 200,
    data: { first: [0] },
  },
  {
    name: "Apollo's way, of a document that is not known yet",
    init: post({ extensions: byHash(documentId("{ unheard }")) }),
    status: 200,
    code: "PERSISTED_QUERY_NOT_FOUND",
    says: /^PersistedQueryNotFound$/,
  },
  {
    name: "Apollo's way, with a hash of something else",
    init: post({ query: "{ hello }", extensions: byHash(storedId) }),
    status: 400,
    code: "BAD_REQUEST",
    says: /sha256Hash is not that of the query/,
  },
  {
    name: "another version of it",
    init: post({ extensions: byHash(storedId, 2) }),
    status: 400,
    says: /version 1/,
  },
  { name: "it without a hash", init: post({ query: "{ hello }", extensions: byHash(7) }), status: 400 },
  {
    name: "it as a text",
    init: post({ query: "{ hello }", extensions: { persistedQuery: "x" } }),
    status: 400,
  },
  {
    name: "it as null, which is without it",
    init: post({ query: "{ hello }", extensions: { persistedQuery: null } }),
    status: 200,
    data: { hello: "world" },
  },
  { name: "GET with broken variables", search: query("{ hello }", { variables: "{" }), status: 400 },
  { name: "GET with a list of variables", search: query("{ hello }", { variables: "[]" }), status: 400 },
  {
    name: "GET mutation",
    search: query("mutation { hello }"),
    status: 405,
    code: "METHOD_NOT_ALLOWED",
    says: /mutation/,
  },
  {
    name: "GET subscription chosen by name",
    search: query("query A { hello } subscription B { hello }", { operationName: "B" }),
    status: 405,
    code: "METHOD_NOT_ALLOWED",
  },
  { name: "POST", init: post(hello), status: 200, data: { hello: "world" } },
  {
    name: "POST in UTF-8, said in capitals",
    init: post(hello, { headers: { "content-type": 'Application/JSON; Charset="UTF-8"' } }),
    status: 200,
    data: { hello: "world" },
  },
  { name: "POST mutation, which no schema here has", init: post({ query: "mutation { a }" }), status: 200 },
  { name: "batch", init: post([{ query: "{ hello }" }]), status: 400, says: /one request at a time/ },
  { name: "empty body", init: post(""), status: 400, code: "BAD_REQUEST" },
  { name: "null body", init: post("null"), status: 400, says: /got null/ },
  { name: "not JSON", init: post("{hello}"), status: 400, says: /not JSON/ },
  {
    name: "not UTF-8",
    init: post(hello, {
      body: new Uint8Array([...new TextEncoder().encode('{"query":"'), 0xff, 0x22, 0x7d]),
    }),
    status: 400,
    says: /not UTF-8/,
  },
  {
    name: "deep JSON",
    init: post(`${"[".repeat(49_000)}${"]".repeat(49_000)}`),
    status: 400,
    says: /100 levels/,
  },
  {
    name: "GET with deep JSON",
    search: query("{ hello }", { variables: `{"a":${"[".repeat(100)}${"]".repeat(100)}}` }),
    status: 400,
    code: "BAD_REQUEST",
    says: /the variables parameter: it is nested more than 100 levels deep/,
  },
  {
    name: "JSON of as many levels as there may be",
    search: query("{ hello }", { variables: `{"a":${"[".repeat(99)}${"]".repeat(99)}}` }),
    status: 200,
    data: { hello: "world" },
  },
  { name: "variables of the wrong kind", init: post({ query: "{ hello }", variables: [1] }), status: 400 },
  { name: "text", init: { method: "POST", body: hello }, status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  { name: "form", init: { method: "POST", body: new URLSearchParams({ query: "{hello}" }) }, status: 415 },
  { name: "multipart", init: { method: "POST", body: new FormData() }, status: 415 },
  { name: "no type", init: { method: "POST", body: new Blob([hello]) }, status: 415, says: /got none/ },
  {
    name: "Latin-1",
    init: post(hello, { headers: { "content-type": "application/json; charset=iso-8859-1" } }),
    status: 415,
    says: /iso-8859-1/,
  },
  {
    name: "compressed body",
    init: post(hello, { headers: { ...json, "content-encoding": "gzip" } }),
    status: 415,
    says: /gzip/,
  },
  { name: "body too long", init: post("x".repeat(100_001)), status: 413, code: "PAYLOAD_TOO_LARGE" },
  {
    name: "body too long, in chunks",
    init: post(hello, { body: new Blob(["x".repeat(200_000)]).stream() }),
    status: 413,
  },
  { name: "PUT", init: post(hello, { method: "PUT" }), status: 405, code: "METHOD_NOT_ALLOWED" },
  { name: "DELETE", init: { method: "DELETE" }, status: 405 },
  { name: "OPTIONS", init: { method: "OPTIONS" }, status: 405 },
  { name: "accepts a picture", search: query("{ hello }"), init: accept("image/png"), status: 406 },
  { name: "POST that accepts a picture", init: post(hello, accept("image/png")), status: 406 },
  { name: "accepts a page", search: query("{ hello }"), init: accept("text/html"), status: 406 },
  {
    name: "accepts no JSON",
    search: query("{ hello }"),
    init: accept("*/*, application/json;q=0, application/graphql-response+json;q=0"),
    status: 406,
    code: "NOT_ACCEPTABLE",
  },
  {
    name: "prefers the newer type",
    search: query("{ hello }"),
    init: accept(`${responseJson}, application/json;q=0.9`),
    status: 200,
    type: responseJson,
  },
  {
    name: "prefers the older type",
    search: query("{ hello }"),
    init: accept(`${responseJson};q=0.1, application/json`),
    status: 200,
    type: "application/json",
  },
  { name: "syntax error", search: query("{"), status: 200, code: "GRAPHQL_PARSE_FAILED" },
  {
    name: "syntax error, newer type",
    search: query("{"),
    init: accept(responseJson),
    status: 400,
    type: responseJson,
    code: "GRAPHQL_PARSE_FAILED",
  },
  {
    name: "unknown field",
    search: query("{ helo }"),
    init: accept(responseJson),
    status: 400,
    code: "GRAPHQL_VALIDATION_FAILED",
    says: /Did you mean "hello"/,
  },
  {
    name: "unknown operation",
    search: query("{ hello }", { operationName: "Other" }),
    init: accept(responseJson),
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  {
    name: "wrong variable",
    search: query("query($d: Date!) { day(on: $d) }", { variables: '{"d":"2023-02-29"}' }),
    init: accept(responseJson),
    status: 400,
    code: "BAD_USER_INPUT",
    says: /\$d.*"2023-02-29".*no such day/,
  },
  {
    name: "a field fails",
    search: query("{ hello fails(with: NOT_FOUND) }"),
    init: accept(responseJson),
    status: 200,
    data: { hello: "world", fails: null },
    code: "NOT_FOUND",
  },
  {
    name: "everything fails",
    search: query("{ mustNotFail }"),
    init: accept(responseJson),
    status: 200,
    data: null,
    code: "INTERNAL_SERVER_ERROR",
  },
];

Deno.test("each kind of request has its status, type and code", async (t) => {
  await using server = serveTestSchema({ stored: new Map([[storedId, stored]]) });
  for (const each of cases) {
    await t.step(each.name, async () => {
      const response = await fetch(server.url + (each.search ?? ""), each.init);
      const body = await response.json();
      assert.equal(response.status, each.status, JSON.stringify(body));
      assert.equal(response.headers.get("content-type"), `${each.type ?? typeOf(each)}; charset=utf-8`);
      assert.equal(response.headers.get("allow"), each.status === 405 ? "GET, HEAD, POST" : null);
      if (each.code) assert.equal(body.errors[0].extensions.code, each.code);
      for (const error of body.errors ?? []) assert.equal(error.extensions.requestId, "request-1");
      if (each.says) assert.match(body.errors[0].message, each.says);
      if ("data" in each) assert.deepEqual(body.data, each.data);
      else assert.equal("data" in body, each.status === 200 && body.errors === undefined);
    });
  }
});

function typeOf({ init }: Case): string {
  return new Headers(init?.headers).get("accept") === responseJson ? responseJson : "application/json";
}

Deno.test("a document that came with its hash is known by it, once it was executed", async () => {
  await using server = serveTestSchema();
  const ask = async (body: unknown) => await (await fetch(server.url, post(body))).json();
  const query = "{ hello __typename }";
  const extensions = byHash(documentId(query));
  assert.equal((await ask({ extensions })).errors[0].extensions.code, "PERSISTED_QUERY_NOT_FOUND");
  assert.equal((await ask({ query })).data.hello, "world");
  assert.equal((await ask({ extensions })).errors[0].extensions.code, "PERSISTED_QUERY_NOT_FOUND");
  assert.equal((await ask({ query, extensions })).data.hello, "world");
  assert.equal((await ask({ extensions })).data.hello, "world");

  const wrong = { query: "{ hallo }", extensions: byHash(documentId("{ hallo }")) };
  assert.equal((await ask(wrong)).errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  assert.equal(
    (await ask({ extensions: wrong.extensions })).errors[0].extensions.code,
    "PERSISTED_QUERY_NOT_FOUND",
  );
});

Deno.test("where only our documents are trusted, no way brings in another", async () => {
  await using server = serveTestSchema({ stored: new Map([[storedId, stored]]), trustedOnly: true });
  const code = async (search: string, init?: RequestInit) => {
    const { data, errors } = await (await fetch(server.url + search, init)).json();
    return data === undefined ? errors[0].extensions.code : data;
  };
  const hello = "{ hello }";
  const extensions = byHash(documentId(hello));
  assert.deepEqual(await code(byId(storedId)), { first: [0] });
  assert.deepEqual(await code(query(stored)), { first: [0] });
  assert.equal(await code(query(hello)), "DOCUMENT_NOT_TRUSTED");
  assert.equal(await code("", post({ query: hello })), "DOCUMENT_NOT_TRUSTED");
  assert.equal(await code("", post({ query: hello, extensions })), "DOCUMENT_NOT_TRUSTED");
  assert.equal(await code("", post({ extensions })), "PERSISTED_QUERY_NOT_FOUND");
  assert.equal(await code("", post({ query: `${stored} ` })), "DOCUMENT_NOT_TRUSTED");
  assert.equal(await code("", post({ query: "{" })), "DOCUMENT_NOT_TRUSTED");
  assert.equal(await code(byId(documentId(hello))), "DOCUMENT_NOT_FOUND");
});

Deno.test("HEAD answers as GET does, without the body", async () => {
  const { execute } = createTestExecutor();
  const documents = createDocumentStore({ stored: new Map(), trustedOnly: false });
  const handle = createGraphqlHandler({ execute, documents, log: memoryLog().log });
  for (const [text, status] of [["{ hello }", 200], ["{", 400]] as const) {
    const url = `http://test/graphql${query(text)}`;
    const request = new Request(url, { method: "HEAD", headers: { accept: responseJson } });
    const response = await handle(request, testCaller);
    assert.equal(response.status, status);
    assert.equal(response.headers.get("content-type"), `${responseJson}; charset=utf-8`);
    assert.equal(response.body, null);
  }
});

Deno.test("a fault of the server's own is masked, and logged once", async () => {
  const fault = new Error("the schema is broken: s3cret");
  await using server = serveTestSchema({ execute: () => Promise.reject(fault) });
  const response = await fetch(server.url + query("{ hello }"));
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), {
    errors: [{
      message: "Internal error",
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "request-1" },
    }],
  });
  assert.equal(server.lines.length, 1);
  assert.match(server.lines[0] ?? "", /s3cret/);
});
