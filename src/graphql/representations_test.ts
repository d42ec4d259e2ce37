import assert from "node:assert/strict";
import type { Encoding } from "../base/accept_encoding.ts";
import type { Form } from "./form.ts";
import { textOf } from "./handler_testing.ts";
import { createRepresentations } from "./representations.ts";
import type { KeptResponse } from "./responder.ts";

const form = (encoding: Encoding): Form => ({
  name: encoding,
  type: "application/json",
  encoding,
  isQuery: true,
  isPublic: true,
});

function kept(body: Uint8Array, key = "response:a"): KeptResponse {
  const entry = { body, epoch: "e1", dependencies: [], views: [], computedAt: 0, freshUntil: 60_000 };
  return { key, found: { body, entry, freshness: "fresh", from: "memory" } };
}

const encodings: readonly Encoding[] = ["br", "gzip", "identity"];
const text = "revenue ".repeat(200);

Deno.test("a response is compressed and tagged once for as long as it is kept, and anew once it is another", async () => {
  const representations = createRepresentations({ maxBytes: 100_000, now: () => 0 });
  for (const encoding of encodings) {
    const body = new TextEncoder().encode(text);
    const first = representations.ready(kept(body), form(encoding), null);
    // Whoever looked at it again would see something else.
    body.fill(0);
    const second = representations.ready(kept(body), form(encoding), null);
    assert.deepEqual([await textOf(first), await textOf(second)], [text, text]);
    assert.equal(first.headers.get("etag"), second.headers.get("etag"));
    const other = representations.ready(kept(new TextEncoder().encode(`${text}!`)), form(encoding), null);
    assert.equal(await textOf(other), `${text}!`);
    assert.notEqual(other.headers.get("etag"), first.headers.get("etag"));
  }
});

Deno.test("what does not fit is sent all the same", async () => {
  const representations = createRepresentations({ maxBytes: 100, now: () => 0 });
  for (const encoding of encodings) {
    const response = representations.ready(kept(new TextEncoder().encode(text)), form(encoding), null);
    assert.equal(await textOf(response), text);
  }
});

Deno.test("a shared cache may keep a response for two seconds from now, or until its time is over", () => {
  let now = 0;
  const representations = createRepresentations({ maxBytes: 100_000, now: () => now });
  const one = kept(new Uint8Array(10));
  const shared = (ms: number) => {
    now = ms;
    const { headers } = representations.ready(one, form("identity"), null);
    return [headers.get("age"), /s-maxage=(\d+)/.exec(headers.get("cache-control") ?? "")?.[1]];
  };
  assert.deepEqual(shared(0), ["0", "2"]);
  assert.deepEqual(shared(999), ["0", "2"]);
  assert.deepEqual(shared(1_000), ["1", "3"]);
  assert.deepEqual(shared(57_000), ["57", "59"]);
  assert.deepEqual(shared(58_000), ["58", "59"]);
  assert.deepEqual(shared(58_999), ["58", "59"]);
  assert.deepEqual(shared(59_000), ["59", "59"]);
  assert.deepEqual(shared(70_000), ["70", "70"]);
});

Deno.test("what is outdated is nobody's to tell without asking", () => {
  const representations = createRepresentations({ maxBytes: 100_000, now: () => 0 });
  const { key, found } = kept(new Uint8Array(10));
  const outdated = { key, found: { ...found, freshness: "outdated" as const } };
  const { headers } = representations.response(outdated, form("identity"), null, "cache;desc=memory");
  assert.equal(headers.get("cache-control"), "public, no-cache, no-transform");
});
