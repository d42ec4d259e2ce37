/** From the schema's fields to questions, and from answers to the schema's types. */
import type { GraphQLResolveInfo, GraphQLScalarType } from "graphql";
import type { Analytics } from "../analytics/analytics.ts";
import type { Answer } from "../analytics/answer.ts";
import { allTime, type Period, type Range, type Span, spanOf } from "../analytics/period.ts";
import {
  categoryBreakdown,
  type Product,
  type ProductInsight,
  type ProductSort,
  topProducts,
} from "../analytics/products.ts";
import { type Metric, salesOverview, salesTrends, type TrendPoint } from "../analytics/sales.ts";
import { dataRange } from "../analytics/shop.ts";
import { NotFoundError } from "../base/errors.ts";
import { type Caller, type GraphqlContext, recordAnswer } from "./execute.ts";
import type { Loaders } from "./loaders.ts";
import { DateTime } from "./scalars.ts";

/** What each request brings for the resolvers. */
export interface LanewayCaller extends Caller {
  readonly loaders: Loaders;
}

type Context = GraphqlContext<LanewayCaller>;

interface DateRangeInput {
  readonly startDate: Temporal.Instant;
  readonly endDate: Temporal.Instant;
}

interface SpanArguments {
  readonly period?: Period | null;
  readonly dateRange?: DateRangeInput | null;
}

interface TopProductsArguments extends SpanArguments {
  readonly sortBy: ProductSort;
  readonly limit: number | null;
}

// A field's own annotations say what it takes; the schema has checked that before it is called.
type Fields = Readonly<
  Record<string, (source: never, args: never, context: Context, info: GraphQLResolveInfo) => unknown>
>;

/** By type and field, as `schema.graphql` names them; a field that is not here is read from its source by name. */
export function createResolvers(analytics: Analytics): Record<string, Fields | GraphQLScalarType> {
  const { calendar, clock } = analytics;

  const span = ({ period, dateRange }: SpanArguments): Span =>
    spanOf(period ?? "CUSTOM", toRange(dateRange), clock.business(), calendar);

  const answered = async <T>(
    context: Context,
    info: GraphQLResolveInfo,
    answer: Promise<Answer<T>>,
  ): Promise<T> => {
    const { value, lane, asOf } = await answer;
    recordAnswer(context, info, { lane, asOf });
    return value;
  };

  return {
    DateTime,
    Query: {
      salesOverview: (_root, args: SpanArguments, context, info) =>
        answered(context, info, salesOverview(analytics, span(args))),
      salesTrends: (_root, args: SpanArguments & { readonly metric: Metric }, context, info) =>
        answered(context, info, salesTrends(analytics, span(args), args.metric)),
      topProducts: (_root, args: TopProductsArguments, context, info) => {
        const given = args.period || args.dateRange;
        const covered = given ? span(args) : allTime(clock.business());
        return answered(context, info, topProducts(analytics, covered, args.sortBy, args.limit ?? 10));
      },
      categoryBreakdown: (_root, args: SpanArguments, context, info) =>
        answered(context, info, categoryBreakdown(analytics, span(args))),
      shop: () => ({
        timeZone: calendar.timeZone,
        currency: analytics.currency,
        weekStart: calendar.weekStart === 1 ? "MONDAY" : "SUNDAY",
        now: clock.business(),
      }),
    },
    SalesOverview: { range: ({ range }: { readonly range: Range }) => toDateRange(range) },
    PreviousSales: { range: ({ range }: { readonly range: Range }) => toDateRange(range) },
    TrendPoint: {
      timestamp: ({ bucket }: TrendPoint) => bucket.range.from,
      label: ({ bucket }: TrendPoint) => bucket.label,
      partial: ({ bucket }: TrendPoint) => bucket.partial,
    },
    ProductInsight: {
      product: async ({ productId }: ProductInsight, _args, { loaders }) => {
        const product = await loaders.product.load(productId);
        if (!product) {
          throw new NotFoundError(`Cannot find product ${productId}: it was deleted a moment ago`);
        }
        return product;
      },
    },
    Product: {
      category: ({ categoryId }: Product, _args, { loaders }) =>
        categoryId === null ? null : loaders.category.load(categoryId),
    },
    Shop: {
      dataRange: async (_shop, _args, context, info) => {
        const range = await answered(context, info, dataRange(analytics));
        return range && toDateRange(range);
      },
    },
  };
}

function toRange(input: DateRangeInput | null | undefined): Range | undefined {
  return input ? { from: input.startDate, to: input.endDate } : undefined;
}

function toDateRange({ from, to }: Range): DateRangeInput {
  return { startDate: from, endDate: to };
}
