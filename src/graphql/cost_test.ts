import assert from "node:assert/strict";
import fc from "fast-check";
import { buildSchema, parse, validateExecutionArgs } from "graphql";
import { createCost, type OperationCost } from "./cost.ts";
import { operation, operationNames } from "./operations.ts";
import { createSchema } from "./schema.ts";

const schema = buildSchema(`
  directive @cost(weight: Float!, multiplier: String) on FIELD_DEFINITION
  type Query {
    free: Int
    figures: Figures @cost(weight: 10)
    list(limit: Int = 3): [Row!]! @cost(weight: 20, multiplier: "limit")
  }
  type Figures { a: Int b: Int @cost(weight: 5) more: Figures @cost(weight: 1) }
  type Row { name: String thing: Thing @cost(weight: 0.1) things(first: Int = 2): [Thing!]! @cost(weight: 1, multiplier: "first") }
  type Thing { name: String owner: Thing @cost(weight: 0.1) }
`);

function costIn(
  of: typeof schema,
  source: string,
  variableValues: Record<string, unknown> = {},
): OperationCost {
  const args = validateExecutionArgs({ schema: of, document: parse(source), variableValues });
  assert.ok("schema" in args);
  return createCost(of)(args);
}

const costOf = (source: string, variables?: Record<string, unknown>) =>
  costIn(schema, source, variables).total;

const cases: readonly [
  name: string,
  source: string,
  expected: number,
  variables?: Record<string, unknown>,
][] = [
  ["nothing that costs", "{ free __typename }", 0],
  ["one field", "{ figures { a } }", 10],
  ["fields add up", "{ figures { a b more { b } } }", 21],
  ["aliases are fields of their own", "{ one: figures { a } two: figures { a } }", 20],
  ["what is merged counts once", "{ figures { a b } figures { b more { a } } }", 16],
  ["a list costs itself, whatever its limit", "{ list(limit: 1000) { name } }", 20],
  ["a limit multiplies what is below", "{ list(limit: 1000) { thing { name } } }", 120],
  ["the limit's default does", "{ list { things { name } } }", 23],
  ["limits multiply each other", "{ list(limit: 100) { things(first: 50) { owner { name } } } }", 620],
  ["a limit as a variable", "query ($l: Int) { list(limit: $l) { thing { name } } }", 70, { l: 500 }],
  ["a variable left out", "query ($l: Int) { list(limit: $l) { things { name } } }", 23],
  ["a variable's own default", "query ($l: Int = 9) { list(limit: $l) { things { name } } }", 29],
  ["null is the default", "query ($l: Int) { list(limit: $l) { things { name } } }", 23, { l: null }],
  ["a null literal too", "{ list(limit: null) { things { name } } }", 23],
  ["a limit below 0 is an error for later", "{ list(limit: -5) { things { name } } }", 20],
  ["parts are rounded up", "{ list(limit: 1) { thing { name } } }", 21],
  ["tenths add up without a rest", "{ list(limit: 10) { thing { owner { owner { name } } } } }", 23],
  ["what is skipped", "query ($no: Boolean!) { figures @include(if: $no) { a } free }", 0, { no: false }],
  ["what is not", "query ($no: Boolean!) { figures @skip(if: $no) { a } free }", 10, { no: false }],
  ["fragments", "{ ...f ... { figures { b } } } fragment f on Query { figures { b more { b } } }", 21],
  ["introspection", "{ __schema { types { name } } }", 0],
];

for (const [name, source, expected, variables] of cases) {
  Deno.test(`cost: ${name}`, () => assert.equal(costOf(source, variables), expected));
}

Deno.test("the dearest root field is named as its answer is", () => {
  const { dearest } = costIn(schema, "{ figures { a } mine: list(limit: 50) { thing { name } } }");
  assert.deepEqual(dearest, { key: "mine", cost: 25 });
  assert.equal(costIn(schema, "{ free }").dearest, undefined);
});

Deno.test("asking for more never costs less", () => {
  const limit = fc.integer({ min: 0, max: 1000 });
  const list = (first: number) => `{ list(limit: ${first}) { thing { owner { name } } } }`;
  fc.assert(fc.property(limit, limit, (one, other) => {
    assert.ok(costOf(list(Math.max(one, other))) >= costOf(list(Math.min(one, other))));
  }));
});

const contract = createSchema();

Deno.test("the weights of the product's brief", () => {
  const range = 'dateRange: { startDate: "2017-01-01T00:00:00Z", endDate: "2017-02-01T00:00:00Z" }';
  const questions: readonly [source: string, expected: number][] = [
    [`{ salesOverview(${range}) { totalRevenue } }`, 10],
    ["{ topProducts(sortBy: REVENUE) { revenue } }", 20],
    ["{ customerSegments { revenue } }", 50],
    ["{ salesTrends(period: YEAR, metric: REVENUE) { value } }", 30],
  ];
  for (const [source, expected] of questions) assert.equal(costIn(contract, source).total, expected, source);
});

Deno.test("the largest page of every list may be asked with all that each row links to", () => {
  const product = "product { name category { name } }";
  const lists: readonly [source: string, expected: number][] = [
    [`{ topProducts(limit: 1000, sortBy: REVENUE) { ${product} } }`, 220],
    ["{ topProducts(limit: 1000, sortBy: REVENUE) { product { name } } }", 120],
    [`{ products(first: 1000) { nodes { ${product} } edges { node { ${product} } } } }`, 420],
    ["{ customers(first: 1000) { nodes { customer { name } } } }", 120],
    [
      `{ marginAnalysis(groupBy: PRODUCT, limit: 1000) { ${product} category { name } salesRep { name } } }`,
      420,
    ],
  ];
  for (const [source, expected] of lists) assert.equal(costIn(contract, source).total, expected, source);
});

Deno.test("no document of our own costs a third of what is allowed", () => {
  const id = "00000000-0000-7000-8000-000000000001";
  const variableValues = { period: "YEAR", metric: "REVENUE", productId: id, customerId: id };
  for (const name of operationNames()) {
    const { total } = costIn(contract, operation(name), variableValues);
    assert.ok(total <= 333, `${name} costs ${total}`);
  }
});
