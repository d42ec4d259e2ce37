/** Made from graphql/operations/ by `deno task types`: change those, and run this. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  | T
  | { [P in keyof T]?: P extends " $fragmentName" | "__typename" ? T[P] : never };
export type Comparison =
  | "PREVIOUS_PERIOD"
  | "PREVIOUS_YEAR"
  | "NONE";

export type SalesFilter = {
  readonly regions?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly salesRepIds?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly segments?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly categoryIds?: ReadonlyArray<string | null | undefined> | null | undefined;
  readonly productIds?: ReadonlyArray<string> | null | undefined;
};

export type RfmGroup =
  | "CHAMPIONS"
  | "LOYAL"
  | "POTENTIAL_LOYALISTS"
  | "NEW"
  | "PROMISING"
  | "NEED_ATTENTION"
  | "ABOUT_TO_SLEEP"
  | "AT_RISK"
  | "CANNOT_LOSE"
  | "HIBERNATING"
  | "LOST";

export type CustomerSort =
  | "REVENUE"
  | "ORDERS"
  | "LAST_ORDER"
  | "NAME";

export type GroupBy =
  | "PRODUCT"
  | "CATEGORY"
  | "SEGMENT"
  | "REGION"
  | "SALES_REP";

export type WeekStart =
  | "MONDAY"
  | "SUNDAY";

export type DateRangeInput = {
  readonly startDate: string;
  readonly endDate: string;
};

export type Period =
  | "TODAY"
  | "WEEK"
  | "MONTH"
  | "QUARTER"
  | "YEAR"
  | "CUSTOM";

export type Metric =
  | "REVENUE"
  | "ORDERS"
  | "CUSTOMERS"
  | "AOV"
  | "PROFIT"
  | "UNITS";

export type ProductSort =
  | "REVENUE"
  | "UNITS"
  | "PROFIT"
  | "MARGIN";

export type CategoriesQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison | null | undefined;
  filter?: SalesFilter | null | undefined;
}>;

export type CategoriesQuery = {
  readonly categoryBreakdown: ReadonlyArray<
    {
      readonly parentId: string | null;
      readonly revenue: number;
      readonly unitsSold: number;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
      readonly category:
        | { readonly id: string; readonly name: string; readonly path: ReadonlyArray<string> }
        | null;
    }
  >;
};

export type CustomerQueryVariables = Exact<{
  customerId: string;
}>;

export type CustomerQuery = {
  readonly customerLifetimeValue: {
    readonly revenue: number;
    readonly profit: number;
    readonly profitMargin: number | null;
    readonly orders: number;
    readonly averageOrderValue: number | null;
    readonly firstOrder: string | null;
    readonly lastOrder: string | null;
    readonly recencyDays: number | null;
    readonly tenureDays: number | null;
    readonly rank: number | null;
    readonly rankedCustomers: number;
    readonly customer: {
      readonly id: string;
      readonly name: string;
      readonly email: string | null;
      readonly segment: string | null;
      readonly createdAt: string;
    };
    readonly rfm: {
      readonly recency: number;
      readonly frequency: number;
      readonly monetary: number;
      readonly group: RfmGroup;
    } | null;
  };
};

export type CustomerListQueryVariables = Exact<{
  search?: string | null | undefined;
  segments?: ReadonlyArray<string | null | undefined> | string | null | undefined;
  sortBy?: CustomerSort;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

export type CustomerListQuery = {
  readonly customers: {
    readonly totalCount: number | null;
    readonly nodes: ReadonlyArray<
      {
        readonly revenue: number;
        readonly profit: number;
        readonly orders: number;
        readonly averageOrderValue: number | null;
        readonly lastOrder: string | null;
        readonly customer: {
          readonly id: string;
          readonly name: string;
          readonly email: string | null;
          readonly segment: string | null;
        };
        readonly rfm: { readonly group: RfmGroup } | null;
      }
    >;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type CustomersQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison;
  retentionCompareTo?: Comparison;
  filter?: SalesFilter | null | undefined;
  margins?: boolean;
}>;

export type CustomersQuery = {
  readonly customerRetention: {
    readonly customers: number;
    readonly previousCustomers: number;
    readonly retainedCustomers: number;
    readonly newCustomers: number;
    readonly returningCustomers: number;
    readonly retentionRate: number | null;
    readonly churnRate: number | null;
    readonly repeatCustomers: number;
    readonly repeatRate: number | null;
    readonly range: { readonly startDate: string; readonly endDate: string };
    readonly previousRange: { readonly startDate: string; readonly endDate: string };
  };
  readonly customersTrend: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly customerSegments: ReadonlyArray<
    {
      readonly segment: string | null;
      readonly customers: number;
      readonly revenue: number;
      readonly orders: number;
      readonly averageOrderValue: number | null;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
    }
  >;
  readonly rfmSegments: {
    readonly customers: number;
    readonly groups: ReadonlyArray<
      {
        readonly group: RfmGroup;
        readonly customers: number;
        readonly share: number;
        readonly revenue: number;
        readonly orders: number;
        readonly averageOrderValue: number | null;
        readonly revenueShare: number | null;
      }
    >;
    readonly cells: ReadonlyArray<
      {
        readonly recency: number;
        readonly frequency: number;
        readonly customers: number;
        readonly revenue: number;
      }
    >;
  };
  readonly lifetimeDistribution: {
    readonly averageValue: number | null;
    readonly buckets: ReadonlyArray<
      {
        readonly from: number | null;
        readonly to: number | null;
        readonly customers: number;
        readonly share: number;
        readonly revenue: number;
        readonly revenueShare: number | null;
      }
    >;
  };
  readonly cohortRetention: {
    readonly cohorts: ReadonlyArray<
      {
        readonly month: string;
        readonly size: number;
        readonly revenue: number;
        readonly cells: ReadonlyArray<
          {
            readonly offset: number;
            readonly customers: number | null;
            readonly retention: number | null;
            readonly partial: boolean;
          }
        >;
      }
    >;
  };
};

export type ExampleQueryVariables = Exact<{ [key: string]: never }>;

export type ExampleQuery = {
  readonly shop: {
    readonly currency: string;
    readonly timeZone: string;
    readonly dataRange: { readonly startDate: string; readonly endDate: string } | null;
  };
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalOrders: number;
    readonly averageOrderValue: number | null;
    readonly growthRate: number | null;
  };
  readonly topProducts: ReadonlyArray<
    {
      readonly revenue: number;
      readonly profit: number;
      readonly profitMargin: number | null;
      readonly product: { readonly name: string };
    }
  >;
};

export type FiltersQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
}>;

export type FiltersQuery = {
  readonly salesRepPerformance: ReadonlyArray<
    {
      readonly salesRep:
        | { readonly id: string; readonly name: string; readonly region: string | null }
        | null;
    }
  >;
  readonly customerSegments: ReadonlyArray<{ readonly segment: string | null }>;
  readonly categoryBreakdown: ReadonlyArray<
    {
      readonly category:
        | { readonly id: string; readonly name: string; readonly path: ReadonlyArray<string> }
        | null;
    }
  >;
};

export type OverviewQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison;
  filter?: SalesFilter | null | undefined;
  margins?: boolean;
}>;

export type OverviewQuery = {
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalOrders: number;
    readonly averageOrderValue: number | null;
    readonly customers: number;
    readonly totalProfit?: number;
    readonly profitMargin?: number | null;
    readonly costCoverage: number | null;
    readonly growthRate: number | null;
    readonly range: { readonly startDate: string; readonly endDate: string };
    readonly previous: {
      readonly totalRevenue: number;
      readonly totalOrders: number;
      readonly averageOrderValue: number | null;
      readonly customers: number;
      readonly totalProfit?: number;
      readonly range: { readonly startDate: string; readonly endDate: string };
    } | null;
  };
  readonly revenue: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly orders: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly aov: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly customers: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly profit?: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly realtimeMetrics: {
    readonly now: string;
    readonly lastHour: {
      readonly revenue: number;
      readonly orders: number;
      readonly activeCustomers: number;
    };
    readonly today: { readonly revenue: number; readonly orders: number; readonly activeCustomers: number };
    readonly ordersByMinute: ReadonlyArray<
      { readonly timestamp: string; readonly orders: number; readonly revenue: number }
    >;
  };
  readonly topProducts: ReadonlyArray<
    {
      readonly revenue: number;
      readonly unitsSold: number;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly growthRate: number | null;
      readonly product: {
        readonly id: string;
        readonly name: string;
        readonly category: { readonly name: string } | null;
      };
    }
  >;
  readonly categoryBreakdown: ReadonlyArray<
    {
      readonly parentId: string | null;
      readonly revenue: number;
      readonly unitsSold: number;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
      readonly category:
        | { readonly id: string; readonly name: string; readonly path: ReadonlyArray<string> }
        | null;
    }
  >;
  readonly customerSegments: ReadonlyArray<
    {
      readonly segment: string | null;
      readonly revenue: number;
      readonly orders: number;
      readonly averageOrderValue: number | null;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
    }
  >;
};

export type BucketFragment = {
  readonly timestamp: string;
  readonly value: number | null;
  readonly partial: boolean;
  readonly previous: number | null;
  readonly previousTimestamp: string | null;
};

export type OverviewCardQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison | null | undefined;
  filter?: SalesFilter | null | undefined;
}>;

export type OverviewCardQuery = {
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalOrders: number;
    readonly averageOrderValue: number | null;
    readonly customers: number;
    readonly growthRate: number | null;
    readonly revenueChange: number | null;
    readonly orderChange: number | null;
    readonly range: { readonly startDate: string; readonly endDate: string };
    readonly previous: {
      readonly totalRevenue: number;
      readonly totalOrders: number;
      readonly averageOrderValue: number | null;
      readonly customers: number;
      readonly range: { readonly startDate: string; readonly endDate: string };
    } | null;
  };
};

export type ProductQueryVariables = Exact<{
  productId: string;
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison;
  filter?: SalesFilter | null | undefined;
  margins?: boolean;
}>;

export type ProductQuery = {
  readonly productPerformance: {
    readonly revenue: number;
    readonly unitsSold: number;
    readonly orders: number;
    readonly averagePrice: number | null;
    readonly profit?: number;
    readonly profitMargin?: number | null;
    readonly costCoverage: number | null;
    readonly revenueShare: number | null;
    readonly rank: number | null;
    readonly rankedProducts: number;
    readonly growthRate: number | null;
    readonly product: {
      readonly id: string;
      readonly name: string;
      readonly costPrice?: number | null;
      readonly sellingPrice: number;
      readonly category:
        | { readonly id: string; readonly name: string; readonly path: ReadonlyArray<string> }
        | null;
    };
    readonly range: { readonly startDate: string; readonly endDate: string };
    readonly previous: {
      readonly revenue: number;
      readonly unitsSold: number;
      readonly orders: number;
      readonly averagePrice: number | null;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly rank: number | null;
      readonly range: { readonly startDate: string; readonly endDate: string };
    } | null;
    readonly revenueTrend: ReadonlyArray<
      {
        readonly timestamp: string;
        readonly value: number | null;
        readonly partial: boolean;
        readonly previous: number | null;
        readonly previousTimestamp: string | null;
      }
    >;
    readonly unitsTrend: ReadonlyArray<
      {
        readonly timestamp: string;
        readonly value: number | null;
        readonly partial: boolean;
        readonly previous: number | null;
        readonly previousTimestamp: string | null;
      }
    >;
    readonly ordersTrend: ReadonlyArray<
      {
        readonly timestamp: string;
        readonly value: number | null;
        readonly partial: boolean;
        readonly previous: number | null;
        readonly previousTimestamp: string | null;
      }
    >;
    readonly profitTrend?: ReadonlyArray<
      {
        readonly timestamp: string;
        readonly value: number | null;
        readonly partial: boolean;
        readonly previous: number | null;
        readonly previousTimestamp: string | null;
      }
    >;
  };
};

export type ProductBucketFragment = {
  readonly timestamp: string;
  readonly value: number | null;
  readonly partial: boolean;
  readonly previous: number | null;
  readonly previousTimestamp: string | null;
};

export type ProductsQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filter?: SalesFilter | null | undefined;
  search?: string | null | undefined;
  sortBy?: ProductSort;
  first?: number | null | undefined;
  after?: string | null | undefined;
  margins?: boolean;
}>;

export type ProductsQuery = {
  readonly products: {
    readonly totalCount: number;
    readonly nodes: ReadonlyArray<
      {
        readonly rank: number;
        readonly revenue: number;
        readonly unitsSold: number;
        readonly orders: number;
        readonly profit?: number;
        readonly profitMargin?: number | null;
        readonly product: {
          readonly id: string;
          readonly name: string;
          readonly category: { readonly name: string } | null;
        };
      }
    >;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type ProfitQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison;
  filter?: SalesFilter | null | undefined;
  groupBy?: GroupBy;
  limit?: number | null | undefined;
}>;

export type ProfitQuery = {
  readonly profitabilityMetrics: {
    readonly revenue: number;
    readonly lineRevenue: number;
    readonly otherRevenue: number;
    readonly cost: number;
    readonly profit: number;
    readonly profitMargin: number | null;
    readonly costCoverage: number | null;
    readonly commission: number;
    readonly contribution: number;
    readonly contributionMargin: number | null;
    readonly growthRate: number | null;
    readonly marginChange: number | null;
    readonly range: { readonly startDate: string; readonly endDate: string };
    readonly previous: {
      readonly revenue: number;
      readonly lineRevenue: number;
      readonly cost: number;
      readonly profit: number;
      readonly profitMargin: number | null;
      readonly commission: number;
      readonly contribution: number;
      readonly range: { readonly startDate: string; readonly endDate: string };
    } | null;
  };
  readonly profitTrend: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
  readonly marginAnalysis: ReadonlyArray<
    {
      readonly key: string | null;
      readonly label: string;
      readonly revenue: number;
      readonly unitsSold: number;
      readonly cost: number;
      readonly profit: number;
      readonly profitMargin: number | null;
      readonly costCoverage: number | null;
      readonly revenueShare: number | null;
      readonly profitShare: number | null;
      readonly growthRate: number | null;
      readonly marginChange: number | null;
      readonly category: { readonly id: string; readonly path: ReadonlyArray<string> } | null;
    }
  >;
};

export type RealtimeQueryVariables = Exact<{
  filter?: SalesFilter | null | undefined;
}>;

export type RealtimeQuery = {
  readonly realtimeMetrics: {
    readonly now: string;
    readonly lastHour: {
      readonly revenue: number;
      readonly orders: number;
      readonly activeCustomers: number;
    };
    readonly today: { readonly revenue: number; readonly orders: number; readonly activeCustomers: number };
    readonly ordersByMinute: ReadonlyArray<
      { readonly timestamp: string; readonly orders: number; readonly revenue: number }
    >;
  };
};

export type RepsQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison;
  filter?: SalesFilter | null | undefined;
  margins?: boolean;
}>;

export type RepsQuery = {
  readonly salesRepPerformance: ReadonlyArray<
    {
      readonly rank: number;
      readonly revenue: number;
      readonly orders: number;
      readonly averageOrderValue: number | null;
      readonly unitsSold: number;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly commission?: number;
      readonly contribution?: number;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
      readonly salesRep: {
        readonly id: string;
        readonly name: string;
        readonly region: string | null;
        readonly commissionRate?: number | null;
      } | null;
    }
  >;
  readonly regions?: ReadonlyArray<
    {
      readonly key: string | null;
      readonly label: string;
      readonly revenue: number;
      readonly unitsSold: number;
      readonly profit?: number;
      readonly profitMargin?: number | null;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
    }
  >;
};

export type SegmentsQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison | null | undefined;
  filter?: SalesFilter | null | undefined;
}>;

export type SegmentsQuery = {
  readonly customerSegments: ReadonlyArray<
    {
      readonly segment: string | null;
      readonly revenue: number;
      readonly orders: number;
      readonly averageOrderValue: number | null;
      readonly revenueShare: number | null;
      readonly growthRate: number | null;
    }
  >;
};

export type ShopQueryVariables = Exact<{ [key: string]: never }>;

export type ShopQuery = {
  readonly shop: {
    readonly timeZone: string;
    readonly currency: string;
    readonly weekStart: WeekStart;
    readonly now: string;
    readonly dataRange: { readonly startDate: string; readonly endDate: string } | null;
  };
};

export type TopProductsQueryVariables = Exact<{
  limit?: number | null | undefined;
  sortBy?: ProductSort;
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  compareTo?: Comparison | null | undefined;
  filter?: SalesFilter | null | undefined;
}>;

export type TopProductsQuery = {
  readonly topProducts: ReadonlyArray<
    {
      readonly rank: number;
      readonly revenue: number;
      readonly unitsSold: number;
      readonly growthRate: number | null;
      readonly product: { readonly id: string; readonly name: string };
    }
  >;
};

export type TrendQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  metric: Metric;
  compareTo?: Comparison | null | undefined;
  filter?: SalesFilter | null | undefined;
}>;

export type TrendQuery = {
  readonly salesTrends: ReadonlyArray<
    {
      readonly timestamp: string;
      readonly value: number | null;
      readonly label: string;
      readonly partial: boolean;
      readonly previous: number | null;
      readonly previousTimestamp: string | null;
    }
  >;
};
/** What our documents are asked with and answered with. */
export interface Operations {
  readonly categories: { readonly variables: CategoriesQueryVariables; readonly data: CategoriesQuery };
  readonly customer: { readonly variables: CustomerQueryVariables; readonly data: CustomerQuery };
  readonly customer_list: {
    readonly variables: CustomerListQueryVariables;
    readonly data: CustomerListQuery;
  };
  readonly customers: { readonly variables: CustomersQueryVariables; readonly data: CustomersQuery };
  readonly example: { readonly variables: ExampleQueryVariables; readonly data: ExampleQuery };
  readonly filters: { readonly variables: FiltersQueryVariables; readonly data: FiltersQuery };
  readonly overview: { readonly variables: OverviewQueryVariables; readonly data: OverviewQuery };
  readonly overview_card: {
    readonly variables: OverviewCardQueryVariables;
    readonly data: OverviewCardQuery;
  };
  readonly product: { readonly variables: ProductQueryVariables; readonly data: ProductQuery };
  readonly products: { readonly variables: ProductsQueryVariables; readonly data: ProductsQuery };
  readonly profit: { readonly variables: ProfitQueryVariables; readonly data: ProfitQuery };
  readonly realtime: { readonly variables: RealtimeQueryVariables; readonly data: RealtimeQuery };
  readonly reps: { readonly variables: RepsQueryVariables; readonly data: RepsQuery };
  readonly segments: { readonly variables: SegmentsQueryVariables; readonly data: SegmentsQuery };
  readonly shop: { readonly variables: ShopQueryVariables; readonly data: ShopQuery };
  readonly top_products: { readonly variables: TopProductsQueryVariables; readonly data: TopProductsQuery };
  readonly trend: { readonly variables: TrendQueryVariables; readonly data: TrendQuery };
}
