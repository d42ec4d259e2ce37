/** The parts of what `products` and `product` are answered with, by names of their own. */
import type { ProductQuery, ProductsQuery } from "../operation_types.ts";

export type ListedProduct = ProductsQuery["products"]["nodes"][number];
export type ProductPerformance = ProductQuery["productPerformance"];

/** What a product's chart can show, in the order of its figures. */
export const productMetrics = ["revenue", "units", "orders", "profit"] as const;
export type ProductMetric = (typeof productMetrics)[number];
