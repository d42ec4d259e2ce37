import assert from "node:assert/strict";
import fc from "fast-check";
import { isNestedDeeper } from "./nesting.ts";

const cases: readonly [json: string, depth: number][] = [
  ["1", 0],
  ["[]", 1],
  ['{"a": [{"b": []}], "c": {}}', 4],
  ["[[], [], [[]]]", 3],
  ['["[[[{{{"]', 1],
  [String.raw`["\"[[", "\\", [[]]]`, 3],
  [String.raw`{"\"": "\\\"[", "b": []}`, 2],
];

Deno.test("brackets count where they are not part of a string", () => {
  for (const [json, depth] of cases) {
    JSON.parse(json);
    assert.equal(isNestedDeeper(json, depth), false, json);
    if (depth > 0) assert.equal(isNestedDeeper(json, depth - 1), true, json);
  }
});

Deno.test("the depth of any JSON is that of its value", () => {
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(9), fc.nat(2), (value, levels, space) => {
    assert.equal(isNestedDeeper(JSON.stringify(value, null, space), levels), depthOf(value) > levels);
  }));
});
