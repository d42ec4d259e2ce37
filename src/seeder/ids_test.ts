import assert from "node:assert/strict";
import fc from "fast-check";
import { timeOrderedId } from "./ids.ts";
import { Random } from "./random.ts";

const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

Deno.test("an id is a UUID of version 7 that tells its time", () => {
  fc.assert(fc.property(instant, fc.nat(), (milliseconds, seed) => {
    const id = timeOrderedId(milliseconds, new Random(seed, "id"));
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(parseInt(id.slice(0, 13).replace("-", ""), 16), milliseconds);
  }));
});

Deno.test("ids sort as their times do", () => {
  const random = new Random(1, "id");
  fc.assert(fc.property(instant, instant, (one, two) => {
    fc.pre(one < two);
    assert.ok(timeOrderedId(one, random) < timeOrderedId(two, random));
  }));
});

Deno.test("ids of one millisecond differ", () => {
  const random = new Random(1, "id");
  assert.equal(new Set(Array.from({ length: 10_000 }, () => timeOrderedId(0, random))).size, 10_000);
});
