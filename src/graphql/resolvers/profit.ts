/** What is left: profitability, margins by group, sales reps. */
import { marginAnalysis } from "../../analytics/margins.ts";
import { profitabilityMetrics } from "../../analytics/profitability.ts";
import { salesRepPerformance } from "../../analytics/reps.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Resolvers } from "../schema_types.ts";
import { filterFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asked } from "./asked.ts";
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
      const parts = { commission: asksFor(info, ...ofCommission) };
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      const question = { subject: "profitability", span, filter, rest: parts } as const;
      return asked(context, info, question, (own) => profitabilityMetrics(own, span, filter, parts));
    },
    marginAnalysis: (_root, args, context, info) => {
      const { groupBy, limit: given } = args;
      const [span, filter, limit] = [spanOrAllTime(context.analytics, args), filterFrom(args), given ?? 100];
      const question = { subject: "margins", of: [groupBy, String(limit)], span, filter } as const;
      return asked(context, info, question, (own) => marginAnalysis(own, span, filter, groupBy, limit));
    },
    salesRepPerformance: (_root, args, context, info) => {
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      const question = { subject: "reps", span, filter } as const;
      return asked(context, info, question, (own) => salesRepPerformance(own, span, filter));
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
