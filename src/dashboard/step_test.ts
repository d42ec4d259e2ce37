import assert from "node:assert/strict";
import { indexAfter } from "./step.ts";

Deno.test("arrow keys walk over a chart's points and stop at its ends", () => {
  const cases: readonly [key: string, index: number | null, next: number | null | undefined][] = [
    ["ArrowRight", null, 0],
    ["ArrowRight", 0, 1],
    ["ArrowRight", 4, 4],
    ["ArrowLeft", null, 4],
    ["ArrowLeft", 4, 3],
    ["ArrowLeft", 0, 0],
    ["Home", 3, 0],
    ["End", null, 4],
    ["Escape", 3, null],
    ["Tab", 3, undefined],
    ["a", null, undefined],
  ];
  for (const [key, index, next] of cases) assert.equal(indexAfter(key, index, 5), next, `${key} at ${index}`);
  assert.equal(indexAfter("ArrowRight", null, 0), undefined);
});
