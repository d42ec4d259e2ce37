/** Who buys: segments, lifetime values, retention, cohorts, scores. */
import { checkId } from "../../analytics/arguments.ts";
import { cohortRetention } from "../../analytics/cohorts.ts";
import { listCustomers } from "../../analytics/customer_list.ts";
import { customerLifetimeValue } from "../../analytics/lifetime.ts";
import { lifetimeDistribution } from "../../analytics/lifetime_distribution.ts";
import { customerRetention } from "../../analytics/retention.ts";
import { rfmSegments } from "../../analytics/rfm.ts";
import { customersBySegment, customerSegments } from "../../analytics/segments.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Loaders } from "../loaders.ts";
import type { Resolvers } from "../schema_types.ts";
import { filterFrom, pageFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asked } from "./asked.ts";
import { asksFor } from "./selection.ts";

export const customerResolvers: Resolvers = {
  Query: {
    customerSegments: async (_root, args, context, info) => {
      const [span, filter] = [spanOrAllTime(context.analytics, args), filterFrom(args)];
      const [brought, counted] = [
        { subject: "segments", span, filter } as const,
        { subject: "segment-customers", span, filter } as const,
      ];
      const [segments, customers] = await Promise.all([
        asked(context, info, brought, (own) => customerSegments(own, span, filter)),
        asksFor(info, "customers")
          ? asked(context, info, counted, (own) => customersBySegment(own, span, filter))
          : undefined,
      ]);
      return segments.map((figures) => ({ ...figures, customers: customers?.get(figures.segment) ?? 0 }));
    },
    customerLifetimeValue: (_root, { customerId }, context, info) =>
      asked(
        context,
        info,
        { subject: "customer", of: [checkId("customerId", customerId)] },
        (own) => customerLifetimeValue(own, customerId),
      ),
    customerRetention: (_root, args, context, info) => {
      const parts = {
        newness: asksFor(info, "newCustomers", "returningCustomers"),
        repeats: asksFor(info, "repeatCustomers", "repeatRate"),
      };
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      // Who is new is told by all before.
      const question = { subject: "retention", span, filter, rest: parts, anyMonth: parts.newness } as const;
      return asked(context, info, question, (own) => customerRetention(own, span, filter, parts));
    },
    cohortRetention: (_root, { months }, context, info) => {
      const of = [String(months ?? 12)];
      return asked(context, info, { subject: "cohorts", of }, (own) => cohortRetention(own, months ?? 12));
    },
    rfmSegments: (_root, _args, context, info) => asked(context, info, { subject: "rfm" }, rfmSegments),
    lifetimeDistribution: (_root, _args, context, info) =>
      asked(context, info, { subject: "lifetime-distribution" }, lifetimeDistribution),
    customers: (_root, args, context, info) => {
      const choice = { sort: args.sortBy ?? "REVENUE", segments: args.segments ?? undefined };
      const [page, counts] = [pageFrom(args), asksFor(info, "totalCount")];
      const question = { subject: "customers", rest: { ...choice, ...page, counts } } as const;
      return asked(context, info, question, (own) => listCustomers(own, choice, page, counts));
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
