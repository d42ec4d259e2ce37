/** What `operations/overview.graphql` is answered with. */
import type { CategoryName, CustomerSegment, DateRange, Sold, TrendBucket } from "../answers.ts";

export interface Sales {
  readonly range: DateRange;
  readonly totalRevenue: number;
  readonly totalOrders: number;
  readonly averageOrderValue: number | null;
  readonly customers: number;
  /** Undefined for those who may not see it; likewise all that is made of it. */
  readonly totalProfit?: number;
}

export interface SalesOverview extends Sales {
  readonly profitMargin?: number | null;
  readonly costCoverage: number | null;
  readonly growthRate: number | null;
  /** Null where the range is compared with nothing. */
  readonly previous: Sales | null;
}

export interface TopProduct extends Sold {
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly category: { readonly name: string } | null;
  };
  readonly unitsSold: number;
}

export interface CategoryInsight extends Sold {
  /** Null for products without a category. */
  readonly category: CategoryName | null;
  readonly parentId: string | null;
  readonly unitsSold: number;
  readonly revenueShare: number | null;
}

interface RealtimeFigures {
  readonly revenue: number;
  readonly orders: number;
  readonly activeCustomers: number;
}

export interface Realtime {
  readonly now: string;
  readonly lastHour: RealtimeFigures;
  readonly today: RealtimeFigures;
  readonly ordersByMinute: readonly {
    readonly timestamp: string;
    readonly orders: number;
    readonly revenue: number;
  }[];
}

/** What the overview's chart can show, in the order of its figures. */
export const metrics = ["revenue", "orders", "aov", "customers", "profit"] as const;
export type Metric = (typeof metrics)[number];

type Trends = Readonly<Record<Exclude<Metric, "profit">, readonly TrendBucket[]>>;

export interface OverviewAnswer extends Trends {
  readonly profit?: readonly TrendBucket[];
  readonly salesOverview: SalesOverview;
  readonly realtimeMetrics: Realtime;
  readonly topProducts: readonly TopProduct[];
  readonly categoryBreakdown: readonly CategoryInsight[];
  readonly customerSegments: readonly CustomerSegment[];
}
