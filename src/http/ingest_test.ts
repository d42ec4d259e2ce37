import assert from "node:assert/strict";
import { createLog } from "../base/log.ts";
import { scopeOf } from "../base/scope.ts";
import { bodyOf, order, testIngest, writerDatabase } from "../ingest/testing.ts";
import { contentsOf } from "../importer/testing.ts";
import { createIngestHandler } from "./ingest.ts";

const caller = { principal: { name: "token:1", scope: scopeOf("ingest") }, requestId: "r1" };
const log = createLog({ write: () => {} });
const place = "http://shop.example/ingest/orders";
const ndjson = { "content-type": "application/x-ndjson" };

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(place, { method: "POST", body, headers: { ...ndjson, ...headers } });

/** A body that comes piece by piece, and then as `end` says. */
function slow(
  pieces: readonly Uint8Array[],
  end: (controller: ReadableStreamDefaultController) => void,
): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      end(controller);
    },
  });
}

Deno.test("a request is answered, or refused as a whole, with the status that the table says", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer, { mostInHand: 1 });
  const answer = createIngestHandler({ ingest, log, maxBytes: 10_000, deadlineMs: 100 });
  const batch = bodyOf([order("a"), order("b", {}, { quantity: "x" })]);
  const long = bodyOf(Array.from({ length: 100 }, (_, index) => order(`o${index}`)));
  const half = batch.subarray(0, 50);
  const cases: readonly [what: string, Request, status: number, code?: string][] = [
    ["a batch", post(batch), 200],
    ["an empty batch", post(""), 200],
    ["in pieces", post(slow([half, batch.subarray(50)], (its) => its.close())), 200],
    ["with a charset", post(batch, { "content-type": "application/x-ndjson; charset=UTF-8" }), 200],
    ["as JSON", post(batch, { "content-type": "application/json" }), 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["as a form", post(batch, { "content-type": "text/plain" }), 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["in another charset", post(batch, { "content-type": "application/x-ndjson; charset=latin1" }), 415],
    ["packed", post(batch, { "content-encoding": "gzip" }), 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["too long", post(long), 413, "PAYLOAD_TOO_LARGE"],
    ["too long, in pieces", post(slow([long], (its) => its.close())), 413, "PAYLOAD_TOO_LARGE"],
    ["too slow", post(slow([half], () => {})), 408, "REQUEST_TIMEOUT"],
    ["cut off", post(slow([half], (its) => its.error(new Error("gone")))), 400, "BAD_REQUEST"],
    ["with a key", post(batch, { "idempotency-key": "k" }), 200],
    [
      "the key of another",
      post(long.subarray(0, 200), { "idempotency-key": "k" }),
      422,
      "IDEMPOTENCY_KEY_REUSED",
    ],
    ["a key that is none", post(batch, { "idempotency-key": "a b" }), 400, "BAD_REQUEST"],
    ["an endless key", post(batch, { "idempotency-key": "k".repeat(256) }), 400, "BAD_REQUEST"],
    ["a question", new Request(place), 405, "METHOD_NOT_ALLOWED"],
    ["an order", new Request(`${place}/a`), 405, "METHOD_NOT_ALLOWED"],
    ["deleted", new Request(`${place}/a`, { method: "DELETE" }), 200],
    ["deleted already", new Request(`${place}/a`, { method: "DELETE" }), 404, "NOT_FOUND"],
    ["nothing to delete", new Request(`${place}/`, { method: "DELETE" }), 404, "NOT_FOUND"],
    ["deleted at another place", new Request(`${place}/a/b`, { method: "DELETE" }), 404, "NOT_FOUND"],
    ["an id of no characters", new Request(`${place}/%ff`, { method: "DELETE" }), 400, "BAD_REQUEST"],
    [
      "another place",
      new Request("http://shop.example/ingest/customers", { method: "POST" }),
      404,
      "NOT_FOUND",
    ],
  ];
  for (const [what, request, status, code] of cases) {
    const response = await answer(request, caller);
    const text = await response.text();
    assert.equal(response.status, status, `${what}: ${text}`);
    assert.equal(response.headers.get("cache-control"), "no-store");
    if (status !== 200) {
      const { message, extensions } = JSON.parse(text).errors[0];
      assert.match(message, /^Cannot /);
      assert.equal(extensions.requestId, "r1");
      if (code) assert.equal(extensions.code, code, what);
    }
  }
  assert.deepEqual((await contentsOf(database.url)).orders, []);
});

Deno.test("a result a line, as NDJSON; an id in a path is encoded; one too many waits", async () => {
  await using database = await writerDatabase();
  await using ingest = testIngest(database.writer, { mostInHand: 1 });
  const answer = createIngestHandler({ ingest, log });
  const id = "Ä/1 %2F?";
  const response = await answer(post(bodyOf([order(id), "{"])), caller);
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  const [first, second, ...rest] = (await response.text()).split("\n");
  assert.deepEqual(JSON.parse(first ?? ""), { line: 1, order_id: id, result: "stored" });
  const { reason, ...rejected } = JSON.parse(second ?? "");
  assert.deepEqual(rejected, { line: 2, order_id: null, result: "rejected" });
  assert.match(reason, /^is no JSON/);
  assert.deepEqual(rest, [""]);
  {
    using _turn = ingest.begin();
    for (const request of [post(bodyOf([order("b")])), new Request(`${place}/b`, { method: "DELETE" })]) {
      const busy = await answer(request, caller);
      assert.deepEqual([busy.status, busy.headers.get("retry-after")], [429, "1"]);
      await busy.body?.cancel();
    }
  }
  const path = `${place}/${encodeURIComponent(id)}`;
  const deleted = await answer(new Request(path, { method: "DELETE" }), caller);
  assert.deepEqual(await deleted.json(), { order_id: id, result: "deleted" });
  const most = bodyOf(Array.from({ length: 5_001 }, (_, index) => order(`o${index}`)));
  const refused = await answer(post(most), caller);
  assert.equal(refused.status, 413);
  assert.match(await refused.text(), /more than 5,000 orders/);
});
