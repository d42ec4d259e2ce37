import assert from "node:assert/strict";
import fc from "fast-check";
import { createRecent } from "./recent.ts";

Deno.test("what was not used for longest makes room", () => {
  const recent = createRecent<number>(3);
  recent.set("a", 1, 1);
  recent.set("b", 2, 1);
  recent.set("c", 3, 1);
  assert.equal(recent.get("a"), 1);
  recent.set("d", 4, 1);
  assert.deepEqual(["a", "b", "c", "d"].map((key) => recent.get(key)), [1, undefined, 3, 4]);
});

Deno.test("a value too large for the whole pushes out none but its own past", () => {
  const recent = createRecent<string>(3);
  recent.set("a", "old", 1);
  recent.set("b", "kept", 1);
  recent.set("a", "too large", 4);
  assert.equal(recent.get("a"), undefined);
  assert.equal(recent.get("b"), "kept");
});

Deno.test("sizes never add up to more than the capacity, and a key has its last value", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const step = fc.record({ key, value: fc.nat(), size: fc.integer({ min: 0, max: 12 }) });
  fc.assert(fc.property(fc.array(step), (steps) => {
    const recent = createRecent<{ readonly value: number; readonly size: number }>(10);
    const last = new Map<string, { readonly value: number; readonly size: number }>();
    for (const { key, ...given } of steps) {
      recent.set(key, given, given.size);
      last.set(key, given);
      const kept = ["a", "b", "c", "d", "e"].flatMap((each) => {
        const found = recent.get(each);
        if (found) assert.deepEqual(found, last.get(each));
        return found ?? [];
      });
      assert.ok(kept.reduce((sum, { size }) => sum + size, 0) <= 10);
      if (given.size <= 10) assert.deepEqual(recent.get(key), given);
    }
  }));
});
