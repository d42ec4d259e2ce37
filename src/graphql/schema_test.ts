/** The contract itself: what it promises in words, and that our own documents keep to it. */
import assert from "node:assert/strict";
import {
  buildSchema,
  type DirectiveNode,
  getNamedType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
  validateSchema,
  visit,
} from "graphql";
import { operation, operationNames } from "./operations.ts";
import { createSchema, schemaText } from "./schema.ts";

const schema = buildSchema(schemaText);

Deno.test("the contract is valid, as the schema that is made of it takes for granted", () => {
  assert.deepEqual(validateSchema(schema), []);
});

Deno.test("everything that the contract names is described", () => {
  const silent: string[] = [];
  const check = (name: string, { description }: { readonly description?: string | undefined | null }) => {
    if (!description?.trim()) silent.push(name);
  };
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    check(`@${directive.name}`, directive);
    for (const argument of directive.args) check(`@${directive.name}(${argument.name}:)`, argument);
  }
  for (const type of ownTypes()) {
    check(type.name, type);
    if (isEnumType(type)) {
      for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
    }
    if (!isObjectType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      check(`${type.name}.${field.name}`, field);
      for (const argument of "args" in field ? field.args : []) {
        check(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
    }
  }
  assert.deepEqual(silent, []);
});

Deno.test("nothing of the contract is deprecated", () => {
  assert.doesNotMatch(schemaText, /@deprecated/);
});

Deno.test("no root field may be null: where one fails, there is no data, as docs/API.md says", () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  assert.ok(fields.length > 0);
  assert.deepEqual(fields.filter(({ type }) => !isNonNullType(type)).map(({ name }) => name), []);
});

// The brief gives fields but no selections; these ask for what its types name, and for the id of what is told about.
const briefQueries: readonly string[] = [
  `query ($dateRange: DateRangeInput!) { salesOverview(dateRange: $dateRange) {
     totalRevenue totalOrders averageOrderValue growthRate revenueChange orderChange } }`,
  `query ($period: Period!, $metric: Metric!) { salesTrends(period: $period, metric: $metric) { timestamp value label } }`,
  `query ($limit: Int = 10, $sortBy: ProductSort!) { topProducts(limit: $limit, sortBy: $sortBy) {
     product { id name } revenue unitsSold profit profitMargin growthRate } }`,
  `query ($productId: ID!, $period: Period!) { productPerformance(productId: $productId, period: $period) { product { id } } }`,
  `query ($period: Period!) { categoryBreakdown(period: $period) { revenue } }`,
  `{ customerSegments { segment revenue } }`,
  `query ($customerId: ID!) { customerLifetimeValue(customerId: $customerId) { customer { id } revenue } }`,
  `query ($period: Period!) { customerRetention(period: $period) { retentionRate } }`,
  `query ($period: Period!) { profitabilityMetrics(period: $period) { profit } }`,
  `query ($groupBy: GroupBy!) { marginAnalysis(groupBy: $groupBy) { profitMargin } }`,
];

Deno.test("the queries of the product's brief are valid as they stand", () => {
  for (const query of briefQueries) assert.deepEqual(validate(schema, parse(query)), [], query);
});

Deno.test("every question has a cost, a rule of who may ask, and says how long its answer may be kept", () => {
  const query = schema.getQueryType();
  const directives = (
    node: { readonly directives?: readonly DirectiveNode[] | undefined } | null | undefined,
  ) => node?.directives?.map((directive) => directive.name.value) ?? [];
  assert.ok(directives(query?.astNode).includes("auth"));
  for (const field of Object.values(query?.getFields() ?? {})) {
    const declared = directives(field.astNode);
    assert.ok(declared.includes("cost") && declared.includes("cached"), field.name);
  }
});

Deno.test("every question has something that answers it", () => {
  const questions = Object.values(createSchema().getQueryType()?.getFields() ?? {});
  assert.deepEqual(questions.filter(({ resolve }) => resolve === undefined).map(({ name }) => name), []);
});

Deno.test("what a cost is multiplied by is an argument with a default", () => {
  let multiplied = 0;
  visit(parse(schemaText), {
    FieldDefinition({ name, directives, arguments: args }) {
      const cost = directives?.find((directive) => directive.name.value === "cost");
      const multiplier = cost?.arguments?.find((argument) => argument.name.value === "multiplier")?.value;
      if (multiplier?.kind !== Kind.STRING) return;
      multiplied++;
      const argument = args?.find((each) => each.name.value === multiplier.value);
      assert.equal(
        argument?.defaultValue?.kind,
        Kind.INT,
        `${name.value} is multiplied by ${multiplier.value}`,
      );
    },
  });
  assert.ok(multiplied > 0);
});

Deno.test("every operation of our own is valid", () => {
  assert.ok(operationNames().length > 0);
  for (const name of operationNames()) assert.deepEqual(validate(schema, parse(operation(name))), [], name);
});

Deno.test("every type of the contract is reachable from a query or a directive", () => {
  const reached = new Set<string>();
  const reach = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const type = schema.getType(name);
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        reach(getNamedType(field.type).name);
        field.args.forEach((argument) => reach(getNamedType(argument.type).name));
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) reach(getNamedType(field.type).name);
    }
  };
  reach("Query");
  for (const directive of schema.getDirectives()) {
    for (const argument of directive.args) reach(getNamedType(argument.type).name);
  }
  const unreachable = ownTypes().filter((type) => !reached.has(type.name));
  assert.deepEqual(unreachable.map((type) => type.name), []);
});

function ownTypes(): readonly GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) =>
    !type.name.startsWith("__") && !isSpecifiedScalarType(type)
  );
}
