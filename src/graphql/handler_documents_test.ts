/** Documents by id and by hash: ours, others', and those that are not known. */
import assert from "node:assert/strict";
import { documentId } from "./document_id.ts";
import { accept, checkCases, post, query, type RequestCase, responseJson } from "./handler_testing.ts";
import { serveTestSchema } from "./testing.ts";

const stored = "query Stored($l: Int = 1) { first(limit: $l) }";
const storedId = documentId(stored);
const byHash = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const byId = (id: string, more: Record<string, string> = {}): string =>
  `?${new URLSearchParams({ documentId: id, ...more })}`;

const cases: readonly RequestCase[] = [
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
];

Deno.test("each way to name a document has its status and code", (t) =>
  checkCases(t, cases, { stored: new Map([[storedId, stored]]) }));

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
