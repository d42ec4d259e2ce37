/** For tests: any question that the schema knows, as a document that asks for all there is to be told. */
import fc from "fast-check";
import { getNamedType, type GraphQLField, isEnumType, isObjectType } from "graphql";
import { createSchema } from "../src/graphql/schema.ts";

/** What a question may name. */
export interface Catalogue {
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly customers: readonly string[];
  readonly salesReps: readonly string[];
  readonly regions: readonly string[];
  readonly segments: readonly string[];
}

/** A question, as plain data. */
export interface AskedQuestion {
  readonly field: string;
  /** Whether it asks for customers and orders, which not every table can count. */
  readonly parts: Parts;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Parts {
  readonly customers: boolean;
  readonly orders: boolean;
}

const schema = createSchema();
// What the shop is like is no question about its sales.
const questions = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) =>
  name !== "shop"
);

/** Every field that a question may be about. */
export const fields: readonly string[] = questions.map(({ name }) => name);

/** How customers compare: the views alone know. */
const ofViews = ["rank", "rankedCustomers", "rfm"];
const byCustomers = ["customers", "activeCustomers"];
const byOrders = ["orders", "totalOrders", "averageOrderValue", "orderChange"];

/** @returns a document with variables of the schema's own types, only those that the question has */
export function documentOf({ field, parts, variables }: AskedQuestion): string {
  const question = schema.getQueryType()?.getFields()[field];
  if (!question) throw new TypeError(`Cannot ask ${field}: the schema has no such question`);
  const left = new Set([
    ...(["customerLifetimeValue", "customers"].includes(field) ? ofViews : []),
    ...(parts.customers ? [] : byCustomers),
    ...(parts.orders ? [] : byOrders),
  ]);
  const given = question.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${type}`);
  const passed = given.map(({ name }) => `${name}: $${name}`);
  const list = (items: readonly string[]) => items.length > 0 ? `(${items.join(", ")})` : "";
  return `query ${list(declared)} { ${field}${list(passed)} ${selectionOf(question, left)} }`;
}

/**
 * @param instant where ranges begin and end
 * @param among the fields that it may be about
 */
export function anyQuestion(
  catalogue: Catalogue,
  instant: fc.Arbitrary<Temporal.Instant>,
  among: readonly string[] = fields,
): fc.Arbitrary<AskedQuestion> {
  return fc.constantFrom(...questions.filter(({ name }) => among.includes(name)))
    .chain((question) => ofField(question, catalogue, instant));
}

type Question = (typeof questions)[number];

function ofField(
  question: Question,
  catalogue: Catalogue,
  instant: fc.Arbitrary<Temporal.Instant>,
): fc.Arbitrary<AskedQuestion> {
  const { name, args } = question;
  const has = (argument: string) => args.some((arg) => arg.name === argument);
  const spans = has("period") ? anySpan(instant, isOptional(question)) : fc.constant({});
  const others = args.filter((arg) => !["period", "dateRange", "after"].includes(arg.name))
    .map((arg) => [arg.name, anyValue(question, arg, catalogue)] as const);
  return fc.record({
    field: fc.constant(name),
    parts: fc.record({ customers: fc.boolean(), orders: fc.boolean() }),
    variables: fc.tuple(spans, fc.record(Object.fromEntries(others))).map(([span, values]) =>
      Object.fromEntries(
        Object.entries({ ...span, ...values }).filter(([, value]) => value !== undefined),
      )
    ),
  });
}

/** @returns whether the field covers all time where no period is given */
function isOptional({ args }: Question): boolean {
  const period = args.find(({ name }) => name === "period");
  return period !== undefined && !String(period.type).endsWith("!") && period.default === undefined;
}

function anySpan(instant: fc.Arbitrary<Temporal.Instant>, isAllTime: boolean): fc.Arbitrary<object> {
  const custom = fc.uniqueArray(instant, { minLength: 2, maxLength: 2, selector: String })
    .map((cuts) => cuts.toSorted(Temporal.Instant.compare).map(String))
    .map(([startDate, endDate]) => ({ period: "CUSTOM", dateRange: { startDate, endDate } }));
  const toDate = fc.constantFrom("TODAY", "WEEK", "MONTH", "QUARTER", "YEAR").map((period) => ({ period }));
  return fc.oneof(custom, toDate, ...(isAllTime ? [fc.constant({})] : []));
}

function anyValue(
  { name }: Question,
  argument: Question["args"][number],
  catalogue: Catalogue,
): fc.Arbitrary<unknown> {
  const type = getNamedType(argument.type);
  // Retention is a comparison.
  if (argument.name === "compareTo" && name === "customerRetention") {
    return fc.constantFrom("PREVIOUS_PERIOD", "PREVIOUS_YEAR");
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
  switch (argument.name) {
    case "filter":
      return fc.option(anyFilter(catalogue), { nil: undefined, freq: 3 });
    case "limit":
    case "first":
      return fc.integer({ min: 1, max: 8 });
    case "months":
      return fc.integer({ min: 1, max: 14 });
    case "search":
      return fc.constantFrom(undefined, undefined, "1", "P");
    case "segments":
      return fc.option(fc.subarray([...catalogue.segments, null], { minLength: 1 }), { nil: undefined });
    case "productId":
      return fc.constantFrom(...catalogue.products);
    case "customerId":
      return fc.constantFrom(...catalogue.customers);
  }
  throw new TypeError(`Cannot think of a value for ${name}(${argument.name}:): tell how here`);
}

function anyFilter(catalogue: Catalogue): fc.Arbitrary<object> {
  const { products, categories, salesReps, regions, segments } = catalogue;
  const some = (values: readonly (string | null)[]) =>
    fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) });
  const parties = {
    regions: some([...regions, null]),
    salesRepIds: some([...salesReps, null]),
    segments: some([...segments, null]),
  };
  const goods = {
    categoryIds: some([...categories, null]),
    productIds: fc.oneof(some(products), fc.constantFrom(...products).map((id) => [id])),
  };
  return fc.oneof(
    fc.record(parties, { requiredKeys: [] }),
    fc.record(goods, { requiredKeys: [] }),
    fc.record({ ...parties, ...goods }, { requiredKeys: [] }),
    fc.constantFrom(...Object.keys({ ...parties, ...goods })).map((field) => ({ [field]: [] })),
  );
}

function selectionOf(field: GraphQLField<unknown, unknown>, left: ReadonlySet<string>): string {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return "";
  const selected = Object.values(type.getFields()).filter(({ name }) => !left.has(name))
    .map((part) => `${part.name} ${selectionOf(part, left)}`);
  return `{ ${selected.join(" ")} }`;
}
