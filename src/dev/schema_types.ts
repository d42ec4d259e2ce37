/** `deno task types`: the types that resolvers and pages are checked by, from the schema and our documents. */
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import * as resolvers from "@graphql-codegen/typescript-resolvers";
import { parse } from "graphql";
import { say } from "../cli/say.ts";
import { operation, operationNames } from "../graphql/operations.ts";

const schemaFile = new URL("../graphql/schema.graphql", import.meta.url);

// What resolvers return for these types, and find as their source; for the others, what the schema says.
const sources: Readonly<Record<string, string>> = {
  SalesOverview: "../analytics/overview.ts#SalesOverview",
  PreviousSales: "../analytics/overview.ts#SalesFigures",
  TrendPoint: "../analytics/trends.ts#TrendPoint",
  RealtimeMetrics: "../analytics/realtime.ts#Realtime",
  ProductInsight: "../analytics/products_sold.ts#ProductInsight",
  ProductConnection: "../analytics/product_list.ts#ProductPage",
  ProductPerformance: "../analytics/product_performance.ts#ProductPerformance",
  PreviousProductPerformance: "../analytics/product_performance.ts#ProductFigures",
  Product: "../analytics/products.ts#Product",
  Category: "../analytics/products.ts#Category",
  CategoryInsight: "../analytics/categories.ts#CategoryInsight",
  Customer: "../analytics/people.ts#Customer",
  CustomerLTV: "../analytics/lifetime.ts#LifetimeValue",
  CustomerFigures: "../analytics/lifetime.ts#LifetimeFigures",
  CustomerConnection: "../analytics/customer_list.ts#CustomerPage",
  RetentionMetrics: "../analytics/retention.ts#Retention",
  SalesRep: "../analytics/people.ts#SalesRep",
  ProfitabilityMetrics: "../analytics/profitability.ts#Profitability",
  PreviousProfitability: "../analytics/profitability.ts#ProfitFigures",
  MarginAnalysis: "../analytics/margins.ts#MarginGroup",
  SalesRepPerformance: "../analytics/reps.ts#RepFigures",
  Shop: "../analytics/shop.ts#ShopSettings",
};

const shared = {
  useTypeImports: true,
  enumsAsTypes: true,
  immutableTypes: true,
  skipTypename: true,
  strictScalars: true,
  disableDescriptions: true,
};

const resolversHeader = `/** Made from schema.graphql by \`deno task types\`: change that, and run this. */
// deno-lint-ignore-file no-explicit-any -- what the generator writes for arguments and parents of any type
`;

async function resolverTypes(): Promise<string> {
  const text = await codegen({
    filename: "schema_types.ts",
    documents: [],
    schema: parse(await Deno.readTextFile(schemaFile)),
    config: {
      ...shared,
      scalars: { ID: "string", DateTime: "Temporal.Instant", Date: "Temporal.PlainDate" },
      contextType: "./context.ts#Context",
      mappers: Object.fromEntries(
        Object.entries(sources).map(([type, source]) => [type, `${source} as ${type}Source`]),
      ),
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  return resolversHeader + text;
}

const operationsHeader =
  `/** Made from graphql/operations/ by \`deno task types\`: change those, and run this. */
`;

/** With them, an interface of all documents by the names that pages ask for them by. */
async function operationTypes(): Promise<string> {
  const text = await codegen({
    filename: "operation_types.ts",
    documents: operationNames().map((name) => ({ location: name, document: parse(operation(name)) })),
    schema: parse(await Deno.readTextFile(schemaFile)),
    config: { ...shared, scalars: { ID: "string", DateTime: "string", Date: "string" } },
    plugins: [{ operations: {} }],
    pluginMap: { operations },
  });
  const names = operationNames().map((name) => {
    const type = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()) + "Query";
    return `readonly ${name}: { readonly variables: ${type}Variables; readonly data: ${type} };`;
  });
  const all = `/** What our documents are asked with and answered with. */
export interface Operations {
${names.join("\n")}
}
`;
  return operationsHeader + text + all;
}

interface TypesFile {
  readonly file: URL;
  /** @returns what the file is to hold */
  readonly make: () => Promise<string>;
}

export const typesFiles: readonly TypesFile[] = [
  { file: new URL("../graphql/schema_types.ts", import.meta.url), make: () => formatted(resolverTypes()) },
  {
    file: new URL("../dashboard/operation_types.ts", import.meta.url),
    make: () => formatted(operationTypes()),
  },
];

async function formatted(text: Promise<string>): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--line-width", "110", "--ext", "ts", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(await text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new TypeError("Cannot format the types of the schema: deno fmt failed");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  for (const { file, make } of typesFiles) {
    await Deno.writeTextFile(file, await make());
    say(`Wrote ${file.pathname.split("/").slice(-3).join("/")}`);
  }
}
