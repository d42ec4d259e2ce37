/** The executable schema: the contract of `schema.graphql`, with what answers it. */
import { makeExecutableSchema } from "@graphql-tools/schema";
import type { GraphQLSchema } from "graphql";
import { resolvers } from "./resolvers.ts";

/** The contract as written, to be served and read. */
export const schemaText: string = Deno.readTextFileSync(new URL("schema.graphql", import.meta.url));

export function createSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: schemaText,
    resolvers,
    // A test proves the contract valid: to do so at each start, and to copy it for its resolvers, takes twice as long as all the rest.
    assumeValid: true,
    assumeValidSDL: true,
    updateResolversInPlace: true,
    // A resolver for a field that the contract lacks is a mistake, and so is a custom scalar without one.
    resolverValidationOptions: {
      requireResolversToMatchSchema: "error",
      requireResolversForAllFields: "ignore",
    },
  });
}
