import assert from "node:assert/strict";
import { buildSchema, execute, type GraphQLResolveInfo, parse } from "graphql";
import { asksFor } from "./selection.ts";

const schema = buildSchema(`
  type Query { sales: Sales }
  type Sales { revenue: Int customers: Int previous: Sales }
`);

async function asked(
  query: string,
  path: string,
  variableValues: Record<string, unknown> = {},
): Promise<boolean> {
  let answer: boolean | undefined;
  const sales = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    answer = asksFor(info, path);
    return null;
  };
  const { errors } = await execute({ schema, document: parse(query), rootValue: { sales }, variableValues });
  assert.equal(errors, undefined);
  assert.ok(answer !== undefined);
  return answer;
}

const cases: readonly (readonly [query: string, path: string, expected: boolean])[] = [
  ["{ sales { customers } }", "customers", true],
  ["{ sales { revenue } }", "customers", false],
  ["{ sales { customers: revenue } }", "customers", false],
  ["{ sales { people: customers } }", "customers", true],
  ["{ sales { previous { customers } } }", "customers", false],
  ["{ sales { previous { customers } } }", "previous.customers", true],
  ["{ sales { previous { revenue } customers } }", "previous.customers", false],
  ["{ sales { previous { revenue } previous { customers } } }", "previous.customers", true],
  ["{ sales { revenue } sales { customers } }", "customers", true],
  ["{ sales { ... on Sales { ... { customers } } } }", "customers", true],
  ["{ sales { ...a } } fragment a on Sales { ...b } fragment b on Sales { customers }", "customers", true],
  ["{ sales { ...a } } fragment a on Sales { previous { revenue } }", "previous", true],
];

for (const [query, path, expected] of cases) {
  Deno.test(`${query} ${expected ? "asks" : "does not ask"} for ${path}`, async () => {
    assert.equal(await asked(query, path), expected);
  });
}

Deno.test("what is skipped is not asked for, wherever that is said", async () => {
  const places = [
    (directive: string) => `query ($is: Boolean!) { sales { revenue customers ${directive} } }`,
    (directive: string) => `query ($is: Boolean!) { sales { revenue ... ${directive} { customers } } }`,
    (directive: string) =>
      `query ($is: Boolean!) { sales { revenue ...a ${directive} } } fragment a on Sales { customers }`,
  ];
  for (const place of places) {
    for (const is of [true, false]) {
      assert.equal(await asked(place("@skip(if: $is)"), "customers", { is }), !is);
      assert.equal(await asked(place("@include(if: $is)"), "customers", { is }), is);
    }
  }
});
