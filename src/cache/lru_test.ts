import assert from "node:assert/strict";
import fc from "fast-check";
import { createLru } from "./lru.ts";

const maxBytes = 5_000;

Deno.test("an LRU holds what was used last, within its bytes", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const step = fc.oneof(
    fc.record({ key, size: fc.nat({ max: 6_000 }) }),
    fc.record({ key }),
    fc.record({ key, gone: fc.constant(true) }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const lru = createLru<number>(maxBytes, (size) => size);
    // The same by the book: the last used last, and nothing clever.
    let expected: [string, number][] = [];
    const cost = ([name, size]: [string, number]) => name.length + size + 300;
    for (const given of steps) {
      const found = expected.find(([name]) => name === given.key);
      const others = expected.filter(([name]) => name !== given.key);
      if ("size" in given) {
        lru.set(given.key, given.size);
        const added: [string, number] = [given.key, given.size];
        expected = cost(added) > maxBytes ? others : [...others, added];
        while (expected.reduce((sum, entry) => sum + cost(entry), 0) > maxBytes) expected.shift();
      } else if ("gone" in given) {
        lru.delete(given.key);
        expected = others;
      } else {
        assert.equal(lru.get(given.key), found?.[1]);
        if (found) expected = [...others, found];
      }
      assert.deepEqual([...lru.keys()], expected.map(([name]) => name));
      assert.equal(lru.size, expected.reduce((sum, entry) => sum + cost(entry), 0));
    }
  }));
});
