import assert from "node:assert/strict";
import { item, testConformance, text } from "./conformance_testing.ts";
import { createMemoryStore } from "./memory.ts";

testConformance("memory", () => {
  let now = 0;
  const store = createMemoryStore({ maxBytes: 10_000_000, now: () => now });
  return Promise.resolve({
    store,
    pass: (ms) => Promise.resolve(void (now += ms)),
    [Symbol.asyncDispose]: () => store.close(),
  });
});

Deno.test("memory that is full forgets what was used longest ago", async () => {
  const store = createMemoryStore({ maxBytes: 10_000 });
  const value = "x".repeat(2_500);
  await store.setMany([item("a", value), item("b", value), item("c", value)]);
  await store.getMany(["a"]);
  await store.setMany([item("d", value)]);
  const found = await store.getMany(["a", "b", "c", "d"]);
  assert.deepEqual(found, [text(value), undefined, text(value), text(value)]);
});
