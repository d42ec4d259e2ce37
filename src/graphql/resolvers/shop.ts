/** The shop itself. */
import { dataRange, freshness, shopSettings } from "../../analytics/shop.ts";
import type { Resolvers } from "../schema_types.ts";
import { toDateRange } from "./arguments.ts";
import { asked } from "./asked.ts";

export const shopResolvers: Resolvers = {
  Query: { shop: (_root, _args, { analytics }) => shopSettings(analytics) },
  Shop: {
    dataRange: async (_shop, _args, context, info) => {
      const range = await asked(context, info, { subject: "data-range", field: "shop" }, dataRange);
      return range && toDateRange(range);
    },
    freshness: (_shop, _args, { analytics }) => freshness(analytics),
  },
};
