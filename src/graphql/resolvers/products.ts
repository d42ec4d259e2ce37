/** What sold: products and categories. */
import { checkId } from "../../analytics/arguments.ts";
import { categoryBreakdown } from "../../analytics/categories.ts";
import { listProducts } from "../../analytics/product_list.ts";
import { productPerformance, productTrend } from "../../analytics/product_performance.ts";
import { topProducts } from "../../analytics/top_products.ts";
import { NotFoundError } from "../../base/errors.ts";
import type { Loaders } from "../loaders.ts";
import type { Resolvers } from "../schema_types.ts";
import { filterFrom, pageFrom, spanFrom, spanOrAllTime, toDateRange } from "./arguments.ts";
import { asked } from "./asked.ts";
import { asksFor } from "./selection.ts";

export const productResolvers: Resolvers = {
  Query: {
    topProducts: (_root, args, context, info) => {
      const { sortBy, limit: given } = args;
      const [span, filter, limit] = [spanOrAllTime(context.analytics, args), filterFrom(args), given ?? 10];
      const question = { subject: "top-products", of: [sortBy, String(limit)], span, filter } as const;
      return asked(context, info, question, (own) => topProducts(own, span, filter, sortBy, limit));
    },
    productPerformance: (_root, args, context, info) => {
      const [span, filter] = [spanFrom(context.analytics, args), filterFrom(args)];
      const isRanked = asksFor(info, "rank", "rankedProducts", "revenueShare");
      const ranked = [
        ...(isRanked ? ["current"] as const : []),
        ...(asksFor(info, "previous.rank") ? ["previous"] as const : []),
      ];
      const { productId } = args;
      const question = {
        subject: "product",
        of: [checkId("productId", productId)],
        span,
        filter,
        rest: { ranked },
      } as const;
      return asked(
        context,
        info,
        question,
        (own) => productPerformance(own, span, filter, productId, ranked),
      );
    },
    categoryBreakdown: (_root, args, context, info) => {
      // What came before takes as long to add up as what is asked about.
      const isCompared = asksFor(info, "growthRate", "previousRevenue");
      const span = spanFrom(context.analytics, isCompared ? args : { ...args, compareTo: "NONE" });
      const filter = filterFrom(args);
      const question = { subject: "categories", span, filter } as const;
      return asked(context, info, question, (own) => categoryBreakdown(own, span, filter));
    },
    products: (_root, args, context, info) => {
      const span = spanOrAllTime(context.analytics, { ...args, compareTo: "NONE" });
      const [filter, sort, page] = [filterFrom(args), args.sortBy ?? "REVENUE", pageFrom(args)];
      // A new product is listed before it is sold.
      const question = {
        subject: "products",
        of: [sort],
        span,
        filter,
        rest: { ...page },
        listsUnsold: true,
      } as const;
      return asked(context, info, question, (own) => listProducts(own, span, filter, sort, page));
    },
  },
  ProductInsight: { product: ({ productId }, _args, { loaders }) => productOf(productId, loaders) },
  ProductPerformance: {
    product: ({ productId }, _args, { loaders }) => productOf(productId, loaders),
    range: ({ range }) => toDateRange(range),
    trend: (performance, { metric }, context, info) => {
      const parts = { previous: asksFor(info, "previous", "previousTimestamp") };
      const { productId, span, filter } = performance;
      const of = [productId, metric ?? "REVENUE"];
      const question = {
        subject: "product-trend",
        field: "productPerformance",
        of,
        span,
        filter,
        rest: parts,
      } as const;
      return asked(
        context,
        info,
        question,
        (own) => productTrend(own, performance, metric ?? "REVENUE", parts),
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
