import assert from "node:assert/strict";
import {
  buildSchema,
  getIntrospectionQuery,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  isEnumType,
  isObjectType,
  parse,
  printSchema,
  validateExecutionArgs,
} from "graphql";
import { type Role, scopeOf } from "../base/scope.ts";
import { createAuthorize } from "./authorize.ts";
import { documentId } from "./document_id.ts";
import { createExecutor } from "./execute.ts";
import { createSchema, schemaText } from "./schema.ts";
import { memoryLog, testCaller } from "./testing.ts";

const schema = createSchema();
const authorize = createAuthorize(schema);
const askers: readonly Role[] = ["viewer", "embed", "analyst", "admin"];

Deno.test("a field that neither has a rule nor lies in a type with one stops the start", () => {
  const bare = schemaText.replace("type Shop @auth(requires: VIEWER) {", "type Shop {");
  assert.notEqual(bare, schemaText);
  assert.throws(() => createAuthorize(buildSchema(bare)), /Shop\.timeZone: neither has @auth/);
});

Deno.test("what a viewer and an embed see tells nothing of costs, margins and single customers", () => {
  for (const role of ["viewer", "embed"] as const) {
    const seen = printSchema(authorize.schemaFor(role) ?? schema);
    const names = seen.split("\n").map((line) => /^ *(?:type |enum |input )?(\w+)/.exec(line)?.[1] ?? "");
    const telling = names.filter((name) =>
      /[pP]rofit|PROFIT|[mM]argin|[cC]ost|[cC]ommission|email|^Customer(LTV|Figures|Connection|Edge|Sort)?$/
        .test(name)
    );
    // How much of the revenue has a known cost, which every chart of revenue may say.
    assert.deepEqual(telling.filter((name) => name !== "costCoverage"), []);
  }
});

Deno.test("analysts see all there is today, and who brings orders asks nothing", () => {
  assert.equal(
    printSchema(authorize.schemaFor("analyst") ?? schema),
    printSchema(authorize.schemaFor("admin") ?? schema),
  );
  assert.equal(authorize.schemaFor("ingest"), undefined);
  assert.equal(refused("{ shop { now } }", "ingest").length, 1);
});

Deno.test("every field is refused to the roles that do not see it, and asked by those that do", () => {
  let refusals = 0;
  for (const { path, type, field } of fieldsWithPaths()) {
    for (const role of askers) {
      const own = authorize.schemaFor(role)?.getType(type.name);
      const isSeen = isObjectType(own) && field.name in own.getFields() && path.every(isSeenBy(role));
      const errors = refused(documentOf([...path, { type, field }]), role);
      assert.equal(errors.length === 0, isSeen, `${role} ${type.name}.${field.name}`);
      for (const { extensions } of errors) assert.equal(extensions?.code, "FORBIDDEN");
      refusals += errors.length;
    }
  }
  assert.ok(refusals > 50);
});

const trend = "salesTrends(period: MONTH, metric: PROFIT) { value }";
const ways: readonly [how: string, query: string, variables?: Record<string, unknown>][] = [
  ["plainly", "{ salesOverview(period: YEAR) { totalProfit } }"],
  ["under another name", "{ a: salesOverview(period: YEAR) { totalRevenue: totalProfit } }"],
  ["in a fragment", "{ salesOverview(period: YEAR) { ...F } } fragment F on SalesOverview { totalProfit }"],
  ["in an inline fragment", "{ ... on Query { salesOverview(period: YEAR) { ... { totalProfit } } } }"],
  [
    "where a variable asks for it",
    "query($a: Boolean!) { salesOverview(period: YEAR) { totalProfit @include(if: $a) } }",
    {
      a: true,
    },
  ],
  [
    "beside what is allowed",
    "{ shop { now } salesOverview(period: YEAR) { totalRevenue previous { totalProfit } } }",
  ],
  ["as an enum's value", `{ ${trend} }`],
  ["as a variable's value", "query($m: Metric!) { salesTrends(period: MONTH, metric: $m) { value } }", {
    m: "PROFIT",
  }],
  [
    "as a variable's default",
    "query($m: Metric! = PROFIT) { salesTrends(period: MONTH, metric: $m) { value } }",
  ],
  ["in another operation of the document", `query A { ${trend} } query B { shop { now } }`],
];

for (const [how, query, variables] of ways) {
  Deno.test(`a viewer who asks for profit ${how} is refused, and nothing is executed`, async () => {
    const execute = createExecutor({ schema, introspection: false, log: memoryLog().log });
    const operationName = query.includes("query A") ? "A" : undefined;
    const result = await execute({ query, variables, operationName }, {
      ...testCaller,
      scope: scopeOf("viewer"),
    });
    assert.equal(result.data, undefined);
    assert.equal(result.errors?.[0]?.extensions?.code, "FORBIDDEN");
    assert.match(
      result.errors?.[0]?.message ?? "",
      /^Cannot ask for .*: it needs the role analyst \(this is viewer\)$/,
    );
  });
}

Deno.test("what is skipped, or stands in an operation that is not run, is not asked for", () => {
  const skipped =
    "query($a: Boolean!) { salesOverview(period: YEAR) { totalRevenue totalProfit @include(if: $a) } }";
  assert.deepEqual(refused(skipped, "viewer", { a: false }), []);
  assert.deepEqual(refused(`query A { ${trend} } query B { shop { now } }`, "viewer", {}, "B"), []);
});

Deno.test("introspection tells each role of its own contract alone", async () => {
  const execute = createExecutor({ schema, introspection: true, log: memoryLog().log });
  for (
    const [role, tells] of [["viewer", false], ["embed", false], ["analyst", true], ["admin", true]] as const
  ) {
    const queries = [getIntrospectionQuery(), '{ __type(name: "CustomerLTV") { name } }'] as const;
    const embed = role !== "embed"
      ? undefined
      : { documents: queries.map(documentId), variables: {}, filter: {}, origins: [] };
    const caller = { ...testCaller, scope: scopeOf(role, embed) };
    const whole = JSON.stringify(await execute({ query: queries[0] }, caller));
    for (const name of ["totalProfit", "PROFIT", "Customer", "CustomerSort", "email"]) {
      assert.equal(whole.includes(`"${name}"`), tells, `${role}: ${name}`);
    }
    const one = await execute({ query: queries[1] }, caller);
    assert.equal(one.data?.["__type"] !== null, tells);
    assert.equal(one.errors, undefined);
  }
});

function refused(query: string, role: Role, variables: Record<string, unknown> = {}, operationName?: string) {
  const args = validateExecutionArgs({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName,
  });
  if (!("schema" in args)) throw new Error(`${query}: ${args}`);
  return authorize.refusals(args, role);
}

interface Step {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

function isSeenBy(role: Role) {
  return ({ type, field }: Step) => {
    const own = authorize.schemaFor(role)?.getType(type.name);
    return isObjectType(own) && field.name in own.getFields();
  };
}

/** Every field of the contract, each by one way from Query. */
function* fieldsWithPaths(): Generator<Step & { readonly path: readonly Step[] }> {
  const query = schema.getQueryType();
  assert.ok(query);
  const reached = new Set([query.name]);
  const queue: { type: GraphQLObjectType; path: readonly Step[] }[] = [{ type: query, path: [] }];
  for (const { type, path } of queue) {
    for (const field of Object.values(type.getFields())) {
      yield { path, type, field };
      const below = getNamedType(field.type);
      if (!isObjectType(below) || reached.has(below.name)) continue;
      reached.add(below.name);
      queue.push({ type: below, path: [...path, { type, field }] });
    }
  }
}

/** Its required arguments get any value that everyone may give. */
function documentOf(steps: readonly Step[]): string {
  const [step, ...below] = steps;
  if (!step) return "";
  const given = step.field.args.filter(({ type }) => String(type).endsWith("!")).map(({ name, type }) => {
    const named = getNamedType(type);
    return `${name}: ${isEnumType(named) ? named.getValues()[0]?.name : '"x"'}`;
  });
  const isLeaf = below.length === 0;
  const inner = isLeaf
    ? isObjectType(getNamedType(step.field.type)) ? "{ __typename }" : ""
    : documentOf(below);
  const text = `${step.field.name}${given.length > 0 ? `(${given.join(", ")})` : ""} ${inner}`;
  return `{ ${text} }`;
}
