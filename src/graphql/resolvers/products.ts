/** What sold: products and categories. */
import { categoryBreakdown } from "../../analytics/categories.ts";
import { listProducts } from "../../analytics/product_list.ts";
import { productPerformance, productTrend } from "../../analytics/product_performance.ts";
import { topProducts } from "../../analytics/top_products.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Loaders } from "../loaders.ts";
import type { Resolvers } from "../schema_types.ts";
import { answered, filterFrom, pageFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asksFor } from "./selection.ts";

export const productResolvers: Resolvers = {
  Query: {
    topProducts: (_root, args, context, info) => {
      const { analytics } = context;
      const span = spanOrAllTime(analytics, args);
      const limit = args.limit ?? 10;
      return answered(context, info, topProducts(analytics, span, filterFrom(args), args.sortBy, limit));
    },
    productPerformance: (_root, args, context, info) => {
      const { analytics } = context;
      const span = spanFrom(analytics, args);
      const isRanked = asksFor(info, "rank", "rankedProducts", "revenueShare");
      const ranked = [
        ...(isRanked ? ["current"] as const : []),
        ...(asksFor(info, "previous.rank") ? ["previous"] as const : []),
      ];
      const performance = productPerformance(analytics, span, filterFrom(args), args.productId, ranked);
      return answered(context, info, performance);
    },
    categoryBreakdown: (_root, args, context, info) => {
      const { analytics } = context;
      // What came before takes as long to add up as what is asked about.
      const isCompared = asksFor(info, "growthRate", "previousRevenue");
      const span = spanFrom(analytics, isCompared ? args : { ...args, compareTo: "NONE" });
      return answered(context, info, categoryBreakdown(analytics, span, filterFrom(args)));
    },
    products: (_root, args, context, info) => {
      const { analytics } = context;
      const span = spanOrAllTime(analytics, { ...args, compareTo: "NONE" });
      const [filter, sort] = [filterFrom(args), args.sortBy ?? "REVENUE"];
      return answered(context, info, listProducts(analytics, span, filter, sort, pageFrom(args)));
    },
  },
  ProductInsight: { product: ({ productId }, _args, { loaders }) => productOf(productId, loaders) },
  ProductPerformance: {
    product: ({ productId }, _args, { loaders }) => productOf(productId, loaders),
    range: ({ range }) => toDateRange(range),
    trend: (performance, { metric }, context, info) => {
      const parts = { previous: asksFor(info, "previous", "previousTimestamp") };
      return answered(
        context,
        info,
        productTrend(context.analytics, performance, metric ?? "REVENUE", parts),
      );
    },
  },
  ProductConnection: { nodes: ({ edges }) => edges.map(({ node }) => node) },
  PreviousProductPerformance: { range: ({ range }) => toDateRange(range) },
  Product: {
    category: async ({ categoryId }, _args, { loaders }) =>
      categoryId === null ? null : await loaders.category.load(categoryId) ?? null,
  },
};

async function productOf(id: string, loaders: Loaders) {
  const product = await loaders.product.load(id);
  if (!product) throw new NotFoundError(`Cannot find product ${id}: it was deleted a moment ago`);
  return product;
}
