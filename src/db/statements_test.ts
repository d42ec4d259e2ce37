import assert from "node:assert/strict";
import { parseStatement, statement } from "./statements.ts";

Deno.test("named parameters become positions, and nothing else does", () => {
  const cases = [
    ["select :a, :b, :a", "select $1, $2, $1", ["a", "b"]],
    ["select :a::date, b::text", "select $1::date, b::text", ["a"]],
    ["select ':a', \":b\", 'it''s :c' -- :d\n, :e", "select ':a', \":b\", 'it''s :c' -- :d\n, $1", ["e"]],
    ["select x[1:2], :long_name_2;", "select x[1:2], $1", ["long_name_2"]],
  ] as const;
  for (const [text, expected, parameters] of cases) {
    assert.deepEqual(parseStatement("n", text), { name: "n", text: expected, parameters });
  }
});

Deno.test("a statement has its file's name", () => {
  assert.equal(statement("queries/salesOverview.AGGREGATE.hours").name, "salesOverview.AGGREGATE.hours");
  assert.throws(() => statement("queries/nothing"), Deno.errors.NotFound);
});
