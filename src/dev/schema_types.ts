/** `deno task types`: the types that resolvers are checked by, from the schema they answer. */
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as resolvers from "@graphql-codegen/typescript-resolvers";
import { parse } from "graphql";
import { say } from "../cli/say.ts";

const schemaFile = new URL("../graphql/schema.graphql", import.meta.url);

/** Where the types stand. */
export const typesFile: URL = new URL("../graphql/schema_types.ts", import.meta.url);

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

const header = `/** Made from schema.graphql by \`deno task types\`: change that, and run this. */
// deno-lint-ignore-file no-explicit-any ban-types -- what the generator writes for any type, and for no arguments
`;

/** @returns the text of {@link typesFile} */
export async function generateTypes(): Promise<string> {
  const text = await codegen({
    filename: typesFile.pathname,
    documents: [],
    schema: parse(await Deno.readTextFile(schemaFile)),
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      immutableTypes: true,
      skipTypename: true,
      strictScalars: true,
      disableDescriptions: true,
      scalars: { ID: "string", DateTime: "Temporal.Instant", Date: "Temporal.PlainDate" },
      contextType: "./context.ts#Context",
      mappers: Object.fromEntries(
        Object.entries(sources).map(([type, source]) => [type, `${source} as ${type}Source`]),
      ),
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  return await formatted(header + text);
}

async function formatted(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--line-width", "110", "--ext", "ts", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new TypeError("Cannot format the types of the schema: deno fmt failed");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  await Deno.writeTextFile(typesFile, await generateTypes());
  say(`Wrote ${typesFile.pathname.split("/").slice(-3).join("/")}`);
}
