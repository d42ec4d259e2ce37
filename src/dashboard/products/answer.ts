/** What `operations/products.graphql` and `operations/product.graphql` are answered with. */
import type { CategoryName, DateRange, TrendBucket } from "../answers.ts";

export interface ListedProduct {
  readonly rank: number;
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly category: { readonly name: string } | null;
  };
  readonly revenue: number;
  readonly unitsSold: number;
  readonly orders: number;
  /** Undefined for those who may not see it; likewise all that is made of it. */
  readonly profit?: number;
  readonly profitMargin?: number | null;
}

export interface ProductsAnswer {
  readonly products: {
    readonly nodes: readonly ListedProduct[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
  };
}

interface ProductFigures {
  readonly range: DateRange;
  readonly revenue: number;
  readonly unitsSold: number;
  readonly orders: number;
  readonly averagePrice: number | null;
  /** Undefined for those who may not see it; likewise all that is made of it. */
  readonly profit?: number;
  readonly profitMargin?: number | null;
  readonly rank: number | null;
}

/** What a product's chart can show, in the order of its figures. */
export const productMetrics = ["revenue", "units", "orders", "profit"] as const;
export type ProductMetric = (typeof productMetrics)[number];

type Trends = Readonly<Record<`${Exclude<ProductMetric, "profit">}Trend`, readonly TrendBucket[]>>;

export interface ProductPerformance extends ProductFigures, Trends {
  readonly profitTrend?: readonly TrendBucket[];
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly category: CategoryName | null;
    readonly costPrice?: number | null;
    readonly sellingPrice: number;
  };
  readonly costCoverage: number | null;
  readonly revenueShare: number | null;
  readonly rankedProducts: number;
  readonly growthRate: number | null;
  readonly previous: ProductFigures | null;
}

export interface ProductAnswer {
  readonly productPerformance: ProductPerformance;
}
