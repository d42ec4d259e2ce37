/** The figures of a range, over time, and of right now. */
import { salesOverview } from "../../analytics/overview.ts";
import { lastHourAndToday, realtimeMetrics } from "../../analytics/realtime.ts";
import { salesTrends } from "../../analytics/trends.ts";
import type { Resolvers } from "../schema_types.ts";
import { filterFrom, spanFrom, toDateRange } from "./arguments.ts";
import { asked } from "./asked.ts";
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
      const parts = {
        orders: asksFor(info, ...ofOrders),
        customers: asksFor(info, "customers", "previous.customers"),
      };
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      const question = { subject: "overview", span, filter, rest: parts } as const;
      return asked(context, info, question, (own) => salesOverview(own, span, filter, parts));
    },
    salesTrends: (_root, args, context, info) => {
      const { metric } = args;
      const parts = { previous: asksFor(info, "previous", "previousTimestamp") };
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      const question = { subject: "trend", of: [metric], span, filter, rest: parts } as const;
      return asked(context, info, question, (own) => salesTrends(own, span, filter, metric, parts));
    },
    realtimeMetrics: (_root, args, context, info) => {
      const asksForHour = asksFor(info, "lastHour", "ordersByMinute");
      const parts = !asksFor(info, "today") ? "lastHour" : asksForHour ? "both" : "today";
      const { clock, calendar } = context.analytics;
      const filter = filterFrom(args);
      // The last hour begins before today does, early in the morning.
      const question = {
        subject: "realtime",
        span: lastHourAndToday(clock.business(), calendar),
        filter,
        rest: { parts },
      } as const;
      return asked(context, info, question, (own) => realtimeMetrics(own, filter, parts));
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
