import assert from "node:assert/strict";
import { buildSchema, getOperationAST, parse } from "graphql";
import { documentTtl, policyOfQuery } from "./cache_policy.ts";

const schema = buildSchema(`
  directive @cached(ttl: Int!, tags: [String!]!) on FIELD_DEFINITION
  type Query {
    sales: Sales @cached(ttl: 60, tags: ["sales"])
    names: [String!]! @cached(ttl: 600, tags: ["names"])
    now: String
  }
  type Sales { total: Int live: Int @cached(ttl: 5, tags: ["sales"]) }
  type Mutation { sales: Sales @cached(ttl: 60, tags: ["sales"]) }
`);

Deno.test("a response lives as long as what lives shortest in it, and not at all with what is not kept", () => {
  const cases: readonly [query: string, seconds: number | undefined][] = [
    ["{ names }", 600],
    ["{ names sales { total } }", 60],
    ["{ names sales { live } }", 5],
    ["{ names ...F } fragment F on Query { ... { sales { live } } }", 5],
    ["{ names __typename }", 600],
    ["{ names now }", undefined],
    ["{ names ...F } fragment F on Query { now }", undefined],
    ["{ __typename __schema { types { name } } }", undefined],
    ["mutation { sales { total } }", undefined],
    ["query a { names } query b { now }", 600],
  ];
  for (const [query, seconds] of cases) {
    const document = parse(query);
    const operation = getOperationAST(document, query.includes("query b") ? "a" : null);
    assert.ok(operation);
    assert.equal(documentTtl(schema, document, operation), seconds && seconds * 1000, query);
  }
});

Deno.test("a field's policy is what the schema says of it, and one without cannot be kept", () => {
  assert.deepEqual(policyOfQuery(schema, "sales"), { ttlMs: 60_000, tags: ["sales"] });
  for (const name of ["now", "nothing"]) assert.throws(() => policyOfQuery(schema, name), TypeError);
});
