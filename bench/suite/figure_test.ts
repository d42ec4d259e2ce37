import assert from "node:assert/strict";
import { budgetText, figureOf, type Measurement, ratioText, shown, verdict } from "./figure.ts";

const plain: Measurement = { group: "g", name: "n", unit: "ms", values: [3, 1, 2] };

Deno.test("a few rounds are told by their least and most, many calls by their middle half", () => {
  assert.deepEqual(figureOf(plain), { group: "g", name: "n", unit: "ms", median: 2, spread: [1, 3] });
  const many = figureOf({ ...plain, values: Array.from({ length: 100 }, (_, index) => index + 1) });
  assert.deepEqual([many.median, many.spread], [50, [25, 75]]);
});

Deno.test("what was not measured is no figure", () => {
  for (const values of [[], [NaN], [Infinity]]) {
    assert.throws(() => figureOf({ ...plain, values }), RangeError);
  }
  assert.throws(() => figureOf({ ...plain, ratio: { to: "m", value: NaN } }), RangeError);
});

Deno.test("a figure keeps its budget and that of its ratio, or misses either", () => {
  const cases: readonly [Partial<Measurement>, boolean | undefined][] = [
    [{}, undefined],
    [{ budget: { atMost: 2 } }, true],
    [{ budget: { atMost: 1.9 } }, false],
    [{ budget: { atLeast: 2 } }, true],
    [{ budget: { atLeast: 2.1 } }, false],
    [{ ratio: { to: "m", value: 0.8 } }, undefined],
    [{ ratio: { to: "m", value: 0.8, budget: { atLeast: 0.85 } } }, false],
    [{ budget: { atMost: 2 }, ratio: { to: "m", value: 0.8, budget: { atLeast: 0.85 } } }, false],
    [{ budget: { atMost: 2 }, ratio: { to: "m", value: 0.9, budget: { atLeast: 0.85 } } }, true],
  ];
  for (const [part, expected] of cases) assert.equal(verdict(figureOf({ ...plain, ...part })), expected);
});

Deno.test("figures are told with two or three digits that matter", () => {
  assert.deepEqual(
    [
      shown(0.00149, "ms"),
      shown(0.1234, "ms"),
      shown(0, "rows"),
      shown(12.345, "ms"),
      shown(94_642.4, "/s"),
      shown(8_510, "bytes"),
    ],
    ["0.0015 ms", "0.12 ms", "0 rows", "12.3 ms", "94,642 /s", "8,510 bytes"],
  );
  assert.deepEqual(
    [ratioText({ to: "yoga", value: 11.26 }), ratioText({ to: "Hono", value: 0.849 })],
    ["11 times yoga", "85 % of Hono"],
  );
  const ratio = { to: "Hono", value: 0.8, budget: { atLeast: 0.85 } };
  const figure = figureOf({ ...plain, budget: { atMost: 400 }, ratio });
  assert.equal(budgetText(figure), "at most 400 ms, at least 85 % of Hono");
});
