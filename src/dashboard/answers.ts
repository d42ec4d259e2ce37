/** What `operations/shop.graphql` and `operations/overview.graphql` are answered with. */

/** From startDate, included, to endDate, excluded; ISO 8601. */
interface DateRange {
  readonly startDate: string;
  readonly endDate: string;
}

export interface ShopAnswer {
  readonly shop: {
    readonly timeZone: string;
    readonly currency: string;
    readonly now: string;
    readonly dataRange: DateRange | null;
  };
}

export interface Sales {
  readonly range: DateRange;
  readonly totalRevenue: number;
  readonly totalOrders: number;
  readonly averageOrderValue: number | null;
  /** Undefined for those who may not see it; likewise all that is made of it. */
  readonly totalProfit?: number;
}

export interface SalesOverview extends Sales {
  readonly profitMargin?: number | null;
  readonly costCoverage: number | null;
  readonly growthRate: number | null;
  readonly previous: Sales;
}

export interface TrendPoint {
  readonly timestamp: string;
  readonly value: number;
  readonly partial: boolean;
}

/** What a product or a category brought. */
export interface Sold {
  readonly revenue: number;
  readonly unitsSold: number;
  readonly profit?: number;
  readonly profitMargin?: number | null;
  readonly growthRate: number | null;
}

export interface ProductInsight extends Sold {
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly category: { readonly name: string } | null;
  };
}

export interface CategoryInsight extends Sold {
  /** Null for products without a category. */
  readonly category: { readonly id: string; readonly name: string; readonly path: readonly string[] } | null;
  readonly parentId: string | null;
  readonly revenueShare: number | null;
}

export interface OverviewAnswer {
  readonly salesOverview: SalesOverview;
  readonly salesTrends: readonly TrendPoint[];
  readonly topProducts: readonly ProductInsight[];
  readonly categoryBreakdown: readonly CategoryInsight[];
}

/** @returns the range as instants */
export function toInstants(
  range: DateRange,
): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  return { from: Temporal.Instant.from(range.startDate), to: Temporal.Instant.from(range.endDate) };
}
