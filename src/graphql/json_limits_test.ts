import assert from "node:assert/strict";
import fc from "fast-check";
import { faultIn, isNestedDeeper } from "./json_limits.ts";

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

Deno.test("numbers that no double holds, and objects of very many names, are wrong wherever they stand", () => {
  const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [i, i]));
  const cases: readonly [value: unknown, fault: RegExp | undefined][] = [
    [{ a: [1.7e308, -1e-400, 0, null, "1e999", true] }, undefined],
    [JSON.parse('{"a":1e999}'), /a number beyond/],
    [JSON.parse('{"a":{"b":[[-1e999]]}}'), /a number beyond/],
    [JSON.parse('{"__proto__":{"b":1e999}}'), /a number beyond/],
    [[names(250), Array(1000).fill(1)], undefined],
    [{ a: [names(251)] }, /251 names, and at most 250/],
  ];
  for (const [value, fault] of cases) {
    if (fault) assert.match(faultIn(value) ?? "", fault);
    else assert.equal(faultIn(value), undefined);
  }
});
