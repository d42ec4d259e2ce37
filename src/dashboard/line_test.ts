import assert from "node:assert/strict";
import { type ChartPoint, dots, lineBefore, splitLine } from "./line.ts";

/** One letter a point: `o` is whole, `p` is partial, `-` has no value; its value is its index. */
function pointsOf(shape: string): ChartPoint[] {
  return [...shape].map((letter, index) => {
    const value = letter === "-" ? null : index;
    return { value, text: "", name: "", partial: letter === "p", from: "", to: "" };
  });
}

Deno.test("the line to and from a partial bucket is dashed, and the bucket has a dot", () => {
  const _ = null;
  const cases: readonly [
    shape: string,
    solid: (number | null)[],
    dashed: (number | null)[],
    dots: number[],
  ][] = [
    ["", [], [], []],
    ["o", [0], [_], [0]],
    ["p", [_], [0], [0]],
    ["ooo", [0, 1, 2], [_, _, _], []],
    ["ooop", [0, 1, 2, _], [_, _, 2, 3], [3]],
    ["pooo", [_, 1, 2, 3], [0, 1, _, _], [0]],
    ["popo", [_, 1, _, 3], [0, 1, 2, 3], [0, 2]],
    ["oo-o-", [0, 1, _, 3, _], [_, _, _, _, _], [3]],
    ["o-p", [0, _, _], [_, _, 2], [0, 2]],
  ];
  for (const [shape, solid, dashed, marked] of cases) {
    const points = pointsOf(shape);
    assert.deepEqual(splitLine(points), { solid, dashed }, shape);
    assert.deepEqual(dots(points), marked, shape);
  }
});

Deno.test("the line compared with has gaps where nothing is compared", () => {
  const [first, second] = pointsOf("oo");
  assert.ok(first && second);
  const before = { value: 7, text: "7", name: "" };
  assert.deepEqual(lineBefore([{ ...first, before }, second]), [7, null]);
});
