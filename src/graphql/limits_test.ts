import assert from "node:assert/strict";
import { getIntrospectionQuery, parse, validate } from "graphql";
import { defaultLimits, limitsRule } from "./limits.ts";
import { testSchema } from "./testing.ts";

function over(source: string): string[] {
  return validate(testSchema, parse(source), [limitsRule(defaultLimits)]).map(({ message }) => message);
}

function nested(levels: number): string {
  return `{ ${"category { ".repeat(levels - 1)}name${" }".repeat(levels)}`;
}

const many = (count: number, text: (index: number) => string): string => {
  return Array.from({ length: count }, (_, index) => text(index)).join(" ");
};

/** Fields of which none repeats another beside it: the rule does not ask which there are. */
function distinct(count: number): string {
  return `{ category { ${many(count, (i) => `f${i}`)} } }`;
}

const cases: readonly [name: string, allowed: string, refused: string, why: RegExp][] = [
  ["depth", nested(10), nested(11), /has 11 levels of fields, and at most 10 are allowed/],
  [
    "depth through fragments",
    `{ category { ...a } } fragment a on Category { ${"parent { ".repeat(8)}name${" }".repeat(8)} }`,
    `{ category { ...a } } fragment a on Category { ... { ${"parent { ".repeat(9)}name${" }".repeat(9)} } }`,
    /has 11 levels of fields/,
  ],
  ["root fields", `{ ${"hello ".repeat(20)} }`, `{ ${"hello ".repeat(21)} }`, /has 21 root fields/],
  [
    "root fields through fragments",
    `{ ${"hello ".repeat(10)} ...a } fragment a on Query { ... on Query { ${"hello ".repeat(10)} } }`,
    `{ ${"hello ".repeat(11)} ...a } fragment a on Query { ... on Query { ${"hello ".repeat(10)} } }`,
    /has 21 root fields/,
  ],
  [
    "aliases",
    `{ category { ${many(50, (i) => `a${i}: name`)} } }`,
    `{ category { ${many(51, (i) => `a${i}: name`)} } }`,
    /has 51 aliases/,
  ],
  [
    "directives",
    `{ hello ${"@skip(if: false) ".repeat(50)} }`,
    `query @a { hello ${"@skip(if: false) ".repeat(50)} }`,
    /has 51 directives/,
  ],
  [
    "directives on spreads and fragments",
    `{ category { ${
      "... @skip(if: false) { ...a @skip(if: false) } ".repeat(25)
    } } } fragment a on Category { name }`,
    `{ category { ${"...a @skip(if: false) ".repeat(17)} } } fragment a on Category @b @c { name }`,
    /has 51 directives/,
  ],
  [
    "fields",
    distinct(499),
    distinct(500),
    /has 501 fields with its fragments spread/,
  ],
  [
    "fields of a fragment that nothing spreads",
    `{ hello } fragment a on Query ${distinct(499)}`,
    `{ hello } fragment a on Query ${distinct(500)}`,
    /has 501 fields/,
  ],
  [
    "repeated fields",
    `{ category { ${"name ".repeat(101)} } }`,
    `{ category { ${"name ".repeat(102)} } }`,
    /has 101 fields that repeat others beside them, and at most 100 are allowed/,
  ],
  [
    "repeated fields, by what they are answered as",
    `{ category { ${"a: name a: name b: name ".repeat(8)} ${"name ".repeat(79)} } }`,
    `{ category { ${"a: name a: name b: name ".repeat(8)} ${"name ".repeat(80)} } }`,
    /has 101 fields that repeat/,
  ],
  [
    "repeated fields through fragments",
    `{ category { name ${many(50, () => "...a ... { name }")} } } fragment a on Category { name }`,
    `{ category { ${many(51, () => "...a ... { name }")} } } fragment a on Category { name }`,
    /has 101 fields that repeat/,
  ],
  [
    "repeated fields of a fragment that nothing spreads",
    "{ hello } fragment a on Category { name }",
    `{ hello } fragment a on Category { ${"name ".repeat(102)} }`,
    /has 101 fields that repeat/,
  ],
  [
    "introspection",
    `{ __schema { types { ${"ofType { ".repeat(17)}name${" }".repeat(17)} } } }`,
    `{ __schema { types { ${"ofType { ".repeat(18)}name${" }".repeat(18)} } } }`,
    /has 21 levels of introspection, and at most 20/,
  ],
];

for (const [name, allowed, refused, why] of cases) {
  Deno.test(`limit on ${name}`, () => {
    assert.deepEqual(over(allowed), []);
    const [message = "", ...others] = over(refused);
    assert.match(message, why);
    assert.deepEqual(others, []);
  });
}

Deno.test("fragments that multiply are counted without being walked as often", () => {
  const levels = many(30, (i) => `fragment f${i} on Category { ...f${i + 1} children { ...f${i + 1} } }`);
  const source = `{ category { ...f0 } } ${levels} fragment f30 on Category { name }`;
  const messages = over(source).join("\n");
  assert.match(messages, /has 32 levels of fields/);
  assert.match(messages, new RegExp(`has ${2 ** 31} fields`));
});

Deno.test("fragments in a circle end the walk, at every length", () => {
  for (const length of [1, 2, 5]) {
    const circle = many(
      length,
      (i) => `fragment f${i} on Category { name parent { ...f${(i + 1) % length} } }`,
    );
    assert.deepEqual(over(`{ category { ...f0 } } ${circle}`), []);
  }
  assert.deepEqual(over("{ category { ...unknown } }"), []);
});

Deno.test("the introspection queries of GraphiQL and graphql-js pass", () => {
  const everything = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  assert.deepEqual(over(everything), []);
});
