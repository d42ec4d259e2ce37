import assert from "node:assert/strict";
import fc from "fast-check";
import { buildSchema, type GraphQLSchema, parse, validate, validateExecutionArgs } from "graphql";
import type { Role } from "../base/scope.ts";
import { createAuthorize } from "./authorize.ts";
import { createCost } from "./cost.ts";
import { operation } from "./operations.ts";
import { createSchema } from "./schema.ts";
import { authDirective } from "./testing.ts";
import { createJudge } from "./verdict.ts";

const schema = buildSchema(`
  directive @cost(weight: Float!, multiplier: String) on FIELD_DEFINITION
  ${authDirective}
  enum Metric { REVENUE PROFIT @auth(requires: ANALYST) }
  input Sort { by: Metric! then: Sort }
  input Range { start: String! end: String }
  type Query @auth(requires: VIEWER) {
    list(limit: Int = 3, by: Metric, sort: Sort, range: Range! = { start: "" }): [Row!]!
      @cost(weight: 10, multiplier: "limit")
  }
  type Row @auth(requires: VIEWER) { name: String @cost(weight: 1) margin: Int @auth(requires: ANALYST) }
`);
const source =
  `query ($limit: Int, $by: Metric, $sort: Sort, $range: Range = { start: "" }, $margin: Boolean! = false) {
  list(limit: $limit, by: $by, sort: $sort, range: $range) { name margin @include(if: $margin) }
}`;

function judgeAll(of: GraphQLSchema, text: string) {
  const authorize = createAuthorize(of);
  const [costOf, document] = [createCost(of), parse(text)];
  assert.deepEqual(validate(of, document), []);
  const judge = createJudge(of, authorize);
  return (variableValues: Record<string, unknown>, role: Role) => {
    const args = validateExecutionArgs({ schema: of, document, variableValues });
    assert.ok("schema" in args, JSON.stringify(args));
    const expected = { refusals: authorize.refusals(args, role), cost: costOf(args) };
    return { verdict: judge(args, role), expected };
  };
}

Deno.test("whatever was judged before, a verdict is what the rules and costs say of this one", () => {
  const metric = fc.constantFrom("REVENUE", "PROFIT");
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const sort = fc.record({ by: metric, then: optional(fc.record({ by: metric })) });
  const variables = fc.record({
    limit: fc.option(fc.nat(3)),
    by: fc.option(metric),
    sort: fc.option(sort),
    range: fc.option(fc.record({ start: fc.constantFrom("", "a") })),
    margin: fc.boolean(),
  }, { requiredKeys: [] });
  const role = fc.constantFrom<Role>("viewer", "embed", "analyst");
  fc.assert(
    fc.property(fc.array(fc.tuple(variables, role), { minLength: 2, maxLength: 30 }), (asked) => {
      const judge = judgeAll(schema, source);
      for (const [given, role] of asked) {
        const { verdict, expected } = judge(given, role);
        assert.deepEqual(verdict, expected);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("of our own documents, another range is judged as the one before", () => {
  const own = createSchema();
  const ranges = ["2026-01-01", "2026-01-02"].map((day) => ({
    startDate: `${day}T00:00:00Z`,
    endDate: "2026-02-01T00:00:00Z",
  }));
  for (const name of ["overview", "overview_card", "categories", "segments"]) {
    const judge = judgeAll(own, operation(name));
    const [one, other] = ranges.map((dateRange) => judge({ period: "CUSTOM", dateRange }, "analyst").verdict);
    assert.equal(one, other, name);
  }
});
