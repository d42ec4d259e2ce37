/** Who buys: segments, lifetime values, retention, cohorts, scores. */
import { cohortRetention } from "../../analytics/cohorts.ts";
import { listCustomers } from "../../analytics/customer_list.ts";
import { customerLifetimeValue } from "../../analytics/lifetime.ts";
import { customerRetention } from "../../analytics/retention.ts";
import { rfmSegments } from "../../analytics/rfm.ts";
import { customersBySegment, customerSegments } from "../../analytics/segments.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Loaders } from "../loaders.ts";
import type { Resolvers } from "../schema_types.ts";
import { answered, filterFrom, pageFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asksFor } from "./selection.ts";

export const customerResolvers: Resolvers = {
  Query: {
    customerSegments: async (_root, args, context, info) => {
      const { analytics } = context;
      const [span, filter] = [spanOrAllTime(analytics, args), filterFrom(args)];
      const [segments, customers] = await Promise.all([
        answered(context, info, customerSegments(analytics, span, filter)),
        asksFor(info, "customers")
          ? answered(context, info, customersBySegment(analytics, span, filter))
          : undefined,
      ]);
      return segments.map((figures) => ({ ...figures, customers: customers?.get(figures.segment) ?? 0 }));
    },
    customerLifetimeValue: (_root, { customerId }, context, info) =>
      answered(context, info, customerLifetimeValue(context.analytics, customerId)),
    customerRetention: (_root, args, context, info) => {
      const { analytics } = context;
      const parts = {
        newness: asksFor(info, "newCustomers", "returningCustomers"),
        repeats: asksFor(info, "repeatCustomers", "repeatRate"),
      };
      const span = spanFrom(analytics, args);
      return answered(context, info, customerRetention(analytics, span, filterFrom(args), parts));
    },
    cohortRetention: (_root, { months }, context, info) =>
      answered(context, info, cohortRetention(context.analytics, months ?? 12)),
    rfmSegments: (_root, _args, context, info) => answered(context, info, rfmSegments(context.analytics)),
    customers: (_root, args, context, info) => {
      const choice = { sort: args.sortBy ?? "REVENUE", segments: args.segments ?? undefined };
      const counts = asksFor(info, "totalCount");
      return answered(context, info, listCustomers(context.analytics, choice, pageFrom(args), counts));
    },
  },
  CustomerLTV: { customer: ({ customerId }, _args, { loaders }) => customerOf(customerId, loaders) },
  CustomerFigures: { customer: ({ customerId }, _args, { loaders }) => customerOf(customerId, loaders) },
  CustomerConnection: { nodes: ({ edges }) => edges.map(({ node }) => node) },
  RetentionMetrics: {
    range: ({ range }) => toDateRange(range),
    previousRange: ({ previousRange }) => toDateRange(previousRange),
  },
};

async function customerOf(id: string, loaders: Loaders) {
  const customer = await loaders.customer.load(id);
  if (!customer) throw new NotFoundError(`Cannot find customer ${id}: they were deleted a moment ago`);
  return customer;
}
