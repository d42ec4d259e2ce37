import assert from "node:assert/strict";
import { type Reading, readNext } from "./step.ts";

const at = (index: number, anchor: number | null = null): Reading => ({ index, anchor });

Deno.test("keys go from point to point, and stop at both ends", () => {
  const cases: readonly [key: string, from: Reading | null, to: Reading | null | undefined][] = [
    ["ArrowRight", null, at(0)],
    ["ArrowLeft", null, at(4)],
    ["ArrowRight", at(3), at(4)],
    ["ArrowRight", at(4), at(4)],
    ["ArrowLeft", at(0), at(0)],
    ["Home", at(3), at(0)],
    ["End", null, at(4)],
    ["Escape", at(2), null],
    ["Tab", at(2), undefined],
    ["ArrowRight", at(2, 0), at(3)],
  ];
  for (const [key, from, to] of cases) {
    assert.deepEqual(readNext({ key, shiftKey: false }, from, 5), to, key);
  }
  assert.equal(readNext({ key: "Home", shiftKey: false }, null, 0), undefined);
});

Deno.test("with Shift, keys choose a range from where they began", () => {
  const cases: readonly [key: string, from: Reading | null, to: Reading][] = [
    ["ArrowRight", at(1), at(2, 1)],
    ["ArrowRight", at(2, 1), at(3, 1)],
    ["Home", at(3), at(0, 3)],
    ["ArrowRight", null, at(0, 0)],
  ];
  for (const [key, from, to] of cases) {
    assert.deepEqual(readNext({ key, shiftKey: true }, from, 5), to, key);
  }
});
