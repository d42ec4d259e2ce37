import assert from "node:assert/strict";
import { serverAudits } from "graphql-http";
import { createDocumentStore } from "./document_store.ts";
import { createGraphqlHandler } from "./handler.ts";
import { accept, checkCases, json, post, query, type RequestCase, responseJson } from "./handler_testing.ts";
import { createResponder } from "./responder.ts";
import { createTestExecutor, memoryLog, serveTestSchema, testVisitor } from "./testing.ts";

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

const cases: readonly RequestCase[] = [
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
  {
    name: "a number that no double holds",
    init: post('{"query":"query($l: Int) { first(limit: $l) }","variables":{"l":1e999}}'),
    status: 400,
    code: "BAD_REQUEST",
    says: /the variables parameter: it holds a number beyond 1.8e308/,
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

Deno.test("each kind of request has its status, type and code", (t) => checkCases(t, cases));

Deno.test("HEAD answers as GET does, without the body", async () => {
  const { execute } = createTestExecutor();
  const documents = createDocumentStore({ stored: new Map(), trustedOnly: false });
  const responder = createResponder(execute, undefined);
  const handler = createGraphqlHandler({ responder, documents, log: memoryLog().log });
  for (const [text, status] of [["{ hello }", 200], ["{", 400]] as const) {
    const url = `http://test/graphql${query(text)}`;
    const [response, whole] = await Promise.all(["HEAD", "GET"].map((method) => {
      return handler.answer(new Request(url, { method, headers: { accept: responseJson } }), testVisitor);
    }));
    assert.ok(response && whole);
    assert.equal(response.headers.get("content-length"), String((await whole.bytes()).length));
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
