/** The figures of a range, over time, and of right now. */
import { salesOverview } from "../../analytics/overview.ts";
import { realtimeMetrics } from "../../analytics/realtime.ts";
import { salesTrends } from "../../analytics/trends.ts";
import type { Resolvers } from "../schema_types.ts";
import { answered, filterFrom, spanFrom, toDateRange } from "./arguments.ts";
import { asksFor } from "./selection.ts";

const ofOrders = [
  "totalOrders",
  "averageOrderValue",
  "orderChange",
  "previous.totalOrders",
  "previous.averageOrderValue",
];

export const salesResolvers: Resolvers = {
  Query: {
    salesOverview: (_root, args, context, info) => {
      const { analytics } = context;
      const parts = {
        orders: asksFor(info, ...ofOrders),
        customers: asksFor(info, "customers", "previous.customers"),
      };
      const [span, filter] = [spanFrom(analytics, args), filterFrom(args)];
      return answered(context, info, salesOverview(analytics, span, filter, parts));
    },
    salesTrends: (_root, args, context, info) => {
      const { analytics } = context;
      const parts = { previous: asksFor(info, "previous", "previousTimestamp") };
      const [span, filter] = [spanFrom(analytics, args), filterFrom(args)];
      return answered(context, info, salesTrends(analytics, span, filter, args.metric, parts));
    },
    realtimeMetrics: (_root, args, context, info) => {
      const asksForHour = asksFor(info, "lastHour", "ordersByMinute");
      const parts = !asksFor(info, "today") ? "lastHour" : asksForHour ? "both" : "today";
      return answered(context, info, realtimeMetrics(context.analytics, filterFrom(args), parts));
    },
  },
  SalesOverview: { range: ({ range }) => toDateRange(range) },
  PreviousSales: { range: ({ range }) => toDateRange(range) },
  TrendPoint: {
    timestamp: ({ bucket }) => bucket.range.from,
    label: ({ bucket }) => bucket.label,
    partial: ({ bucket }) => bucket.partial,
  },
};
