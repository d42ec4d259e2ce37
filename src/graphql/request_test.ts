import assert from "node:assert/strict";
import fc from "fast-check";
import { serveTestSchema } from "./testing.ts";

Deno.test("a body that does not end in time is refused", async () => {
  await using server = serveTestSchema({ body: { deadline: 50 } });
  const start = "POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n";
  for (const framing of ["content-length: 100\r\n\r\n{", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n"]) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    await connection.write(new TextEncoder().encode(start + framing));
    const buffer = new Uint8Array(1000);
    const length = await connection.read(buffer);
    const answer = new TextDecoder().decode(buffer.subarray(0, length ?? 0));
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /it took over 50 ms/);
  }
});

Deno.test("a client that leaves in the middle of its body is nobody's error", async () => {
  await using server = serveTestSchema();
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const start =
    "POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
  await connection.write(new TextEncoder().encode(start));
  await connection.closeWrite();
  await connection.read(new Uint8Array(1000));
  await (await fetch(`${server.url}?query={hello}`)).json();
  assert.deepEqual(server.lines, []);
});

Deno.test("no request, however odd, is answered with 5xx", async () => {
  await using server = serveTestSchema();
  const oddType = fc.constantFrom(
    "application/json",
    "text/plain",
    "application/json;charset=utf-16",
    ";",
    "",
  );
  const oddAccept = fc.oneof(
    fc.constantFrom(
      "*/*",
      "application/graphql-response+json",
      "application/*;q=x",
      ";;,",
      "text/html;q=1e9",
      "a/b;q=-1",
    ),
    fc.stringMatching(/^[a-z*/;=,. 0-9]{0,30}$/),
  );
  const word = fc.constantFrom(
    "{",
    "}",
    "hello",
    "...",
    "on",
    "query",
    "$a",
    ":",
    "@",
    '"',
    "first(of:[1])",
    "#",
  );
  const document = fc.oneof(fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")), fc.string());
  const parameters = fc.record({
    query: fc.oneof(document, fc.anything()),
    documentId: fc.oneof(fc.string(), fc.anything()),
    variables: fc.oneof(fc.object(), fc.anything()),
    operationName: fc.oneof(fc.string(), fc.anything()),
    extensions: fc.oneof(
      fc.anything(),
      fc.record({
        persistedQuery: fc.record({ version: fc.constantFrom(1, 2, "1"), sha256Hash: fc.anything() }),
      }),
    ),
  }, { requiredKeys: [] });
  const body = fc.oneof(
    parameters.map((value) => toJson(value)),
    fc.string(),
    fc.uint8Array({ maxLength: 300 }) as fc.Arbitrary<Uint8Array<ArrayBuffer>>,
  );
  const request = fc.record({
    method: fc.constantFrom("GET", "POST", "POST", "HEAD", "PUT", "OPTIONS"),
    headers: fc.record({ "content-type": oddType, accept: oddAccept }),
    search: fc.oneof(
      document.map((text) => `?${new URLSearchParams({ query: text })}`),
      fc.webQueryParameters().map((text) => `?${text}`),
    ),
    body,
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, headers, search, body }) => {
      const hasBody = method !== "GET" && method !== "HEAD";
      const response = await fetch(server.url + search, { method, headers, ...(hasBody && { body }) });
      const text = await response.text();
      assert.ok(response.status < 500, `${response.status} ${text}`);
      if (method !== "HEAD") assert.ok("errors" in JSON.parse(text) || "data" in JSON.parse(text));
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(server.lines, []);
});

function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => typeof inner === "bigint" ? String(inner) : inner);
}
