import assert from "node:assert/strict";
import fc from "fast-check";
import { scaleOf } from "./scale.ts";

Deno.test("scaleOf counts from zero in steps that people count in", () => {
  const cases: readonly [values: number[], whole: boolean, ticks: number[]][] = [
    [[3, 9982.5], false, [0, 2000, 4000, 6000, 8000, 10_000]],
    [[118_447], false, [0, 50_000, 100_000, 150_000]],
    [[-250, 900], false, [-500, 0, 500, 1000]],
    [[-30, -20], false, [-30, -20, -10, 0]],
    [[0, 1], true, [0, 1]],
    [[3, 1], true, [0, 1, 2, 3]],
    [[1], false, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0, 0], false, [0]],
    [[], true, [0]],
  ];
  for (const [values, whole, ticks] of cases) {
    assert.deepEqual(scaleOf(values, whole).ticks.map((tick) => Number(tick.toFixed(9))), ticks);
  }
});

Deno.test("a scale holds zero and all values, with few ticks, evenly spaced from bottom to top", () => {
  const amount = fc.integer({ min: -1e14, max: 1e14 }).map((cents) => cents / 100);
  const values = fc.array(amount).filter((amounts) => amounts.some((value) => value !== 0));
  fc.assert(fc.property(values, fc.boolean(), (values, whole) => {
    const { bottom, top, ticks } = scaleOf(values, whole);
    assert.ok(bottom <= Math.min(0, ...values) && Math.max(0, ...values) <= top && bottom < top);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks.length} ticks`);
    assert.ok(ticks.includes(0));
    const step = (top - bottom) / (ticks.length - 1);
    for (const [index, tick] of ticks.entries()) {
      assert.ok(Math.abs(tick - (bottom + index * step)) <= step * 1e-9);
    }
  }));
});
