/** The contract itself: what it promises in words, and that our own documents keep to it. */
import assert from "node:assert/strict";
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  validate,
} from "graphql";
import { operation, operationNames } from "./operations.ts";
import { schemaText } from "./schema.ts";

const schema = buildSchema(schemaText);

Deno.test("every type, argument and enum of the contract is described", () => {
  const silent: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type)) continue;
    if (!type.description) silent.push(type.name);
  }
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (!field.description) silent.push(`Query.${field.name}`);
  }
  assert.deepEqual(silent, []);
});

Deno.test("the queries of the product's brief are valid as they stand", () => {
  const queries = [
    `query ($dateRange: DateRangeInput!) { salesOverview(dateRange: $dateRange) {
       totalRevenue totalOrders averageOrderValue growthRate revenueChange orderChange } }`,
    `query ($period: Period!, $metric: Metric!) { salesTrends(period: $period, metric: $metric) { timestamp value label } }`,
    `query ($limit: Int = 10, $sortBy: ProductSort!) { topProducts(limit: $limit, sortBy: $sortBy) {
       product { id name } revenue unitsSold profit profitMargin growthRate } }`,
    `query ($period: Period!) { categoryBreakdown(period: $period) { revenue } }`,
  ];
  for (const query of queries) assert.deepEqual(validate(schema, parse(query)), [], query);
});

Deno.test("every operation of our own is valid", () => {
  assert.ok(operationNames().length > 0);
  for (const name of operationNames()) assert.deepEqual(validate(schema, parse(operation(name))), [], name);
});

Deno.test("every type of the contract is reachable from a query", () => {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const type = schema.getType(name);
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        visit(getNamedType(field.type).name);
        field.args.forEach((argument) => visit(getNamedType(argument.type).name));
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) visit(getNamedType(field.type).name);
    }
  };
  visit("Query");
  const all = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__"));
  const unreachable = all.filter((type) => !reached.has(type.name) && !isSpecifiedScalarType(type));
  assert.deepEqual(unreachable.map((type) => type.name), []);
  assert.ok(all.some(isEnumType));
});
