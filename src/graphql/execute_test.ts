import assert from "node:assert/strict";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { type Caller, createExecutor, type GraphqlContext } from "./execute.ts";
import {
  authDirective,
  createTestExecutor,
  memoryLog,
  plain,
  testCaller as caller,
  testSchema,
} from "./testing.ts";

Deno.test("an answer is data alone, ready for a page", async () => {
  const { execute } = createTestExecutor();
  const result = await execute({ query: "query($l: Int! = 2) { hello first(limit: $l) }" }, caller);
  assert.deepEqual(plain(result), { data: { hello: "world", first: [0, 1] } });
});

Deno.test("what the caller brings reaches the resolvers", async () => {
  interface Visitor extends Caller {
    readonly shop: string;
  }
  const { log, lines } = memoryLog();
  const schema = makeExecutableSchema<GraphqlContext<Visitor>>({
    typeDefs: `${authDirective} type Query @auth(requires: VIEWER) { who: String! }`,
    resolvers: {
      Query: {
        who: (_source: unknown, _args: unknown, context: GraphqlContext<Visitor>) => {
          context.log.info("asked");
          return `${context.requestId} of ${context.shop}`;
        },
      },
    },
  });
  const execute = createExecutor<Visitor>({ schema, introspection: false, log });
  const result = await execute({ query: "{ who }" }, { ...caller, requestId: "request-2", shop: "ours" });
  assert.deepEqual(plain(result), { data: { who: "request-2 of ours" } });
  assert.equal(JSON.parse(lines[0] ?? "").requestId, "request-2");
});

Deno.test("each root field's answer says its lane and asOf, under its response key", async () => {
  const { execute } = createTestExecutor();
  const query = `{
    a: sold(lane: "AGGREGATE", asOf: "2017-12-30T00:00:02Z") { units }
    sold(lane: "CACHE", asOf: "2017-12-30T01:00:03+01:00") { units }
    hello
  }`;
  const { extensions } = await execute({ query }, caller);
  assert.deepEqual(extensions?.answers, {
    a: { lane: "AGGREGATE", asOf: "2017-12-30T00:00:02Z" },
    sold: { lane: "CACHE", asOf: "2017-12-30T00:00:03Z" },
  });
});

Deno.test("of several answers under a root field, the slowest lane and the oldest asOf stand for all", async () => {
  const { execute } = createTestExecutor();
  const [early, late] = ["2017-12-30T00:00:01Z", "2017-12-30T00:00:02Z"];
  const cases: readonly [lane: string, asOf: string, lane: string, asOf: string, expected: unknown][] = [
    ["CACHE", early, "DIRECT", late, { lane: "DIRECT", asOf: early }],
    ["DIRECT", late, "VIEW", early, { lane: "DIRECT", asOf: early }],
    ["VIEW", late, "VIEW", late, { lane: "VIEW", asOf: late }],
  ];
  for (const [lane, asOf, lane2, asOf2, expected] of cases) {
    const query =
      `{ s: sold(lane: "${lane}", asOf: "${asOf}") { again(lane: "${lane2}", asOf: "${asOf2}") } }`;
    assert.deepEqual((await execute({ query }, caller)).extensions?.answers.s, expected);
  }
});

Deno.test("an answer says what its operation cost, and what one may cost", async () => {
  const { execute } = createTestExecutor();
  const query = "query ($b: Boolean!) { a: dear b: dear @include(if: $b) }";
  for (const [b, actual] of [[false, 400], [true, 800]] as const) {
    const { extensions } = await execute({ query, variables: { b } }, caller);
    assert.deepEqual(extensions, { answers: {}, cost: { actual, allowed: 1000 } });
  }
});

Deno.test("what costs too much says what it costs, where a program finds it", async () => {
  const { execute } = createTestExecutor();
  const { errors } = await execute({ query: "{ a: dear b: dear c: dear }" }, caller);
  assert.deepEqual(errors?.[0]?.extensions?.cost, { actual: 1200, allowed: 1000 });
});

Deno.test("a request that cannot be executed has errors and no data", async () => {
  const { execute, lines } = createTestExecutor();
  const cases: readonly [request: Parameters<typeof execute>[0], code: string, says: RegExp][] = [
    [{ query: "{" }, "GRAPHQL_PARSE_FAILED", /Syntax Error/],
    [{ query: "{ hallo }" }, "GRAPHQL_VALIDATION_FAILED", /hallo/],
    [{ query: "query A { hello } query B { hello }" }, "OPERATION_RESOLUTION_FAILURE", /operation name/],
    [{ query: "{ hello }", operationName: "A" }, "OPERATION_RESOLUTION_FAILURE", /"A"/],
    [{ query: "query($d: Date!) { day(on: $d) }" }, "BAD_USER_INPUT", /\$d/],
    [{ query: "query($f: Failure!) { fails(with: $f) }", variables: { f: "NO" } }, "BAD_USER_INPUT", /NO/],
    [{ query: "mutation { hello }", queryOnly: true }, "METHOD_NOT_ALLOWED", /mutation/],
    [{ query: "mutation { hello }" }, "GRAPHQL_VALIDATION_FAILED", /mutation/],
    [{ query: "{ a: dear b: dear c: dear }" }, "COST_LIMIT_EXCEEDED", /costs 1200, .* 1000 .* a, costs 400/],
  ];
  for (const [request, code, says] of cases) {
    const result = await execute(request, caller);
    assert.equal("data" in result, false);
    assert.equal(result.errors?.[0]?.extensions?.code, code);
    assert.match(result.errors?.[0]?.message ?? "", says);
  }
  assert.deepEqual(lines, []);
});

Deno.test("of many wrong values not all are told", async () => {
  const { execute } = createTestExecutor();
  const query = "query ($of: [Int!]) { first(of: $of) }";
  const { errors } = await execute({ query, variables: { of: Array(1000).fill("a") } }, caller);
  assert.match(errors?.[4]?.message ?? "", /at \[4\]/);
  assert.match(errors?.at(-1)?.message ?? "", /Too many errors/);
  assert.equal(errors?.length, 6);
});

Deno.test("a wrong variable brings a suggestion only with introspection", async () => {
  const request = {
    query: "query($f: Failure!) { fails(with: $f) }",
    variables: { f: "UNAVAILABEL" },
  };
  for (const introspection of [true, false]) {
    const execute = createExecutor({ schema: testSchema, introspection, log: memoryLog().log });
    const { errors } = await execute(request, caller);
    assert.equal(/Did you mean/.test(errors?.[0]?.message ?? ""), introspection);
  }
});
