import assert from "node:assert/strict";
import fc from "fast-check";
import { createLru } from "./lru.ts";

const maxBytes = 5_000;
const overhead = 300;

interface Kept {
  readonly name: string;
  readonly size: number;
  isUsed: boolean;
}

Deno.test("it holds what was used or set last, within its bytes", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const step = fc.oneof(
    fc.record({ key, size: fc.nat({ max: 6_000 }) }),
    fc.record({ key }),
    fc.record({ key, gone: fc.constant(true) }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const lru = createLru<number>(maxBytes, (size) => size);
    // The same by the book: a queue, whose first is spared where it was used since it came to its end.
    let queue: Kept[] = [];
    const cost = ({ name, size }: Kept) => name.length + size + overhead;
    const total = () => queue.reduce((sum, kept) => sum + cost(kept), 0);
    for (const given of steps) {
      const found = queue.find(({ name }) => name === given.key);
      if ("size" in given) {
        lru.set(given.key, given.size);
        queue = queue.filter((kept) => kept !== found);
        const added = { name: given.key, size: given.size, isUsed: false };
        if (cost(added) > maxBytes) continue;
        while (total() + cost(added) > maxBytes) {
          const [first, ...others] = queue as [Kept, ...Kept[]];
          queue = first.isUsed ? [...others, { ...first, isUsed: false }] : others;
        }
        queue.push(added);
      } else if ("gone" in given) {
        lru.delete(given.key);
        queue = queue.filter((kept) => kept !== found);
      } else {
        assert.equal(lru.get(given.key), found?.size);
        if (found) found.isUsed = true;
      }
      assert.equal(lru.size, total());
      assert.ok(lru.size <= maxBytes);
    }
    const held = queue.map(({ name, size }) => [name, size]);
    assert.deepEqual(held, queue.map(({ name }) => [name, lru.get(name)]));
  }));
});

Deno.test("what is used again and again stays, whatever else comes", () => {
  const lru = createLru<number>(maxBytes, (size) => size);
  lru.set("used", 1_000);
  for (let number = 0; number < 100; number++) {
    lru.set(`new ${number}`, 1_000);
    assert.equal(lru.get("used"), 1_000);
  }
});
