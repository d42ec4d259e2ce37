/** What is left: profitability, margins by group, sales reps. */
import { marginAnalysis } from "../../analytics/margins.ts";
import { profitabilityMetrics } from "../../analytics/profitability.ts";
import { salesRepPerformance } from "../../analytics/reps.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Resolvers } from "../schema_types.ts";
import { answered, filterFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asksFor } from "./selection.ts";

const ofCommission = [
  "commission",
  "contribution",
  "contributionMargin",
  "previous.commission",
  "previous.contribution",
];

export const profitResolvers: Resolvers = {
  Query: {
    profitabilityMetrics: (_root, args, context, info) => {
      const { analytics } = context;
      const parts = { commission: asksFor(info, ...ofCommission) };
      const [span, filter] = [spanFrom(analytics, args), filterFrom(args)];
      return answered(context, info, profitabilityMetrics(analytics, span, filter, parts));
    },
    marginAnalysis: (_root, args, context, info) => {
      const { analytics } = context;
      const [span, filter] = [spanOrAllTime(analytics, args), filterFrom(args)];
      return answered(
        context,
        info,
        marginAnalysis(analytics, span, filter, args.groupBy, args.limit ?? 100),
      );
    },
    salesRepPerformance: (_root, args, context, info) => {
      const { analytics } = context;
      return answered(
        context,
        info,
        salesRepPerformance(analytics, spanFrom(analytics, args), filterFrom(args)),
      );
    },
  },
  ProfitabilityMetrics: { range: ({ range }) => toDateRange(range) },
  PreviousProfitability: { range: ({ range }) => toDateRange(range) },
  MarginAnalysis: {
    product: async ({ groupBy, key }, _args, { loaders }) =>
      groupBy === "PRODUCT" && key !== null ? await loaders.product.load(key) ?? null : null,
    category: async ({ groupBy, key }, _args, { loaders }) =>
      groupBy === "CATEGORY" && key !== null ? await loaders.category.load(key) ?? null : null,
    salesRep: async ({ groupBy, key }, _args, { loaders }) =>
      groupBy === "SALES_REP" && key !== null ? await loaders.salesRep.load(key) ?? null : null,
  },
  SalesRepPerformance: {
    salesRep: async ({ salesRepId }, _args, { loaders }) => {
      if (salesRepId === null) return null;
      const rep = await loaders.salesRep.load(salesRepId);
      // Null would be orders without one.
      if (!rep) throw new NotFoundError(`Cannot find sales rep ${salesRepId}: it was deleted a moment ago`);
      return rep;
    },
  },
};
