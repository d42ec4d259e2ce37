/** The shop itself. */
import { dataRange, freshness, shopSettings } from "../../analytics/shop.ts";
import type { Resolvers } from "../schema_types.ts";
import { answered, toDateRange } from "./arguments.ts";

export const shopResolvers: Resolvers = {
  Query: { shop: (_root, _args, { analytics }) => shopSettings(analytics) },
  Shop: {
    dataRange: async (_shop, _args, context, info) => {
      const range = await answered(context, info, dataRange(context.analytics));
      return range && toDateRange(range);
    },
    freshness: (_shop, _args, { analytics }) => freshness(analytics),
  },
};
