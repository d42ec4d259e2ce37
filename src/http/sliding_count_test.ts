import assert from "node:assert/strict";
import fc from "fast-check";
import { oldestSecond, secondWith, SlidingCount } from "./sliding_count.ts";

Deno.test("a count is what a list of all that happened says", () => {
  const step = fc.record({
    later: fc.nat({ max: 40 }),
    by: fc.integer({ min: -2, max: 5 }),
    back: fc.nat({ max: 70 }),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const count = new SlidingCount();
    const bySecond = new Map<number, number>();
    let now = 1_000;
    for (const { later, by, back } of steps) {
      now += later;
      count.upTo(now);
      // Only what is there, and is not over, is taken back.
      const at = by < 0 ? now - back : now;
      const there = at >= oldestSecond(now) && bySecond.has(at);
      count.add(at, by);
      if (by >= 0 || there) bySecond.set(at, (bySecond.get(at) ?? 0) + by);
      const counting = [...bySecond].filter(([second]) => second >= oldestSecond(now));
      assert.equal(count.upTo(now), counting.reduce((sum, [, one]) => sum + one, 0));
      for (const [second, one] of counting) assert.equal(count.in(second), one);
    }
  }));
});

Deno.test("a second counts for a minute after it has ended, and then no more", () => {
  const count = new SlidingCount();
  count.add(100, 3);
  count.add(130, 2);
  assert.deepEqual([100, 159, 160, 161, 190, 191].map((second) => count.upTo(second)), [5, 5, 5, 2, 2, 0]);
});

Deno.test("when there is room again is told", () => {
  const [mine, others] = [new SlidingCount(), new SlidingCount()];
  mine.add(100, 3);
  mine.add(130, 2);
  others.replace([[110, 4], [105, 1]]);
  const cases = [[-1, undefined], [0, 191], [2, 171], [6, 166], [7, 161], [9, 161], [10, -Infinity]] as const;
  for (const [most, second] of cases) assert.equal(secondWith(most, [mine, others]), second, `${most}`);
});
