import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprintOf, seal, unseal } from "./envelope.ts";

const ours = fingerprintOf(["schema", "1.0.0", "UTC"]);
// What nothing makes shorter, and what is long and always the same.
const body = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }),
  fc.nat({ max: 5_000 }).map((size) => new Uint8Array(size)),
);
const letter = fc.record({ about: fc.jsonValue(), body });

Deno.test("what was sealed is opened as it was", () => {
  fc.assert(fc.property(letter, ({ about, body }) => {
    const found = unseal(ours, seal(ours, { about, body }));
    assert.deepEqual(found, { about: JSON.parse(JSON.stringify(about)), body });
  }));
});

Deno.test("a long letter is shorter than its body, and takes no more memory once it is open", () => {
  const rows = Array.from(
    { length: 200 },
    (_, index) => ({ name: `Product ${index}`, revenue: index * 17.31 }),
  );
  const body = new TextEncoder().encode(JSON.stringify(rows));
  const sealed = seal(ours, { about: 1, body });
  assert.ok(sealed.length < body.length / 3, `${sealed.length} of ${body.length}`);
  const found = unseal(ours, sealed);
  assert.deepEqual(found?.body, body);
  assert.ok(found.body.buffer.byteLength < body.length + 100);
});

Deno.test("a letter is found inside a larger buffer", () => {
  const sealed = seal(ours, { about: 1, body: new Uint8Array([1, 2]) });
  const larger = new Uint8Array(sealed.length + 10);
  larger.set(sealed, 7);
  assert.deepEqual(unseal(ours, larger.subarray(7, 7 + sealed.length))?.body, new Uint8Array([1, 2]));
});

Deno.test("a letter that lost its end, or was added to, is none", () => {
  fc.assert(fc.property(letter, fc.nat(), ({ about, body }, at) => {
    const sealed = seal(ours, { about, body });
    assert.equal(unseal(ours, sealed.subarray(0, at % sealed.length)), undefined);
    assert.equal(unseal(ours, new Uint8Array([...sealed, 0])), undefined);
  }));
});

Deno.test("a letter with any other bit is none", () => {
  fc.assert(fc.property(letter, fc.nat(), fc.integer({ min: 0, max: 7 }), ({ about, body }, at, bit) => {
    const sealed = seal(ours, { about, body });
    const index = at % sealed.length;
    sealed[index] = (sealed[index] ?? 0) ^ (1 << bit);
    assert.equal(unseal(ours, sealed), undefined);
  }));
});

Deno.test("garbage is no letter", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
    assert.equal(unseal(ours, garbage), undefined);
  }));
});

Deno.test("a letter by another version of anything is none", () => {
  const sealed = seal(ours, { about: {}, body: new Uint8Array([1]) });
  const others = [
    ["schema 2", "1.0.0", "UTC"],
    ["schema", "1.0.1", "UTC"],
    ["schema", "1.0.0", "Asia/Tokyo"],
    ["schema", "1.0.0UTC", ""],
    ["schema", "1.0.0"],
  ];
  for (const parts of others) assert.equal(unseal(fingerprintOf(parts), sealed), undefined, parts.join());
});
