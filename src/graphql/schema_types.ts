/** Made from schema.graphql by `deno task types`: change that, and run this. */
// deno-lint-ignore-file no-explicit-any ban-types -- what the generator writes for any type, and for no arguments
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from "graphql";
import type {
  SalesFigures as PreviousSalesSource,
  SalesOverview as SalesOverviewSource,
} from "../analytics/overview.ts";
import type { TrendPoint as TrendPointSource } from "../analytics/trends.ts";
import type { Realtime as RealtimeMetricsSource } from "../analytics/realtime.ts";
import type { ProductInsight as ProductInsightSource } from "../analytics/products_sold.ts";
import type { ProductPage as ProductConnectionSource } from "../analytics/product_list.ts";
import type {
  ProductFigures as PreviousProductPerformanceSource,
  ProductPerformance as ProductPerformanceSource,
} from "../analytics/product_performance.ts";
import type { Category as CategorySource, Product as ProductSource } from "../analytics/products.ts";
import type { CategoryInsight as CategoryInsightSource } from "../analytics/categories.ts";
import type { Customer as CustomerSource, SalesRep as SalesRepSource } from "../analytics/people.ts";
import type {
  LifetimeFigures as CustomerFiguresSource,
  LifetimeValue as CustomerLTVSource,
} from "../analytics/lifetime.ts";
import type { CustomerPage as CustomerConnectionSource } from "../analytics/customer_list.ts";
import type { Retention as RetentionMetricsSource } from "../analytics/retention.ts";
import type {
  Profitability as ProfitabilityMetricsSource,
  ProfitFigures as PreviousProfitabilitySource,
} from "../analytics/profitability.ts";
import type { MarginGroup as MarginAnalysisSource } from "../analytics/margins.ts";
import type { RepFigures as SalesRepPerformanceSource } from "../analytics/reps.ts";
import type { ShopSettings as ShopSource } from "../analytics/shop.ts";
import type { Context } from "./context.ts";
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  DateTime: { input: Temporal.Instant; output: Temporal.Instant };
  Date: { input: Temporal.PlainDate; output: Temporal.PlainDate };
};

export type Role =
  | "VIEWER"
  | "ANALYST"
  | "ADMIN";

export type Query = {
  readonly salesOverview: SalesOverview;
  readonly salesTrends: ReadonlyArray<TrendPoint>;
  readonly realtimeMetrics: RealtimeMetrics;
  readonly topProducts: ReadonlyArray<ProductInsight>;
  readonly productPerformance: ProductPerformance;
  readonly categoryBreakdown: ReadonlyArray<CategoryInsight>;
  readonly products: ProductConnection;
  readonly customerSegments: ReadonlyArray<CustomerSegment>;
  readonly customerLifetimeValue: CustomerLtv;
  readonly customerRetention: RetentionMetrics;
  readonly cohortRetention: CohortRetention;
  readonly rfmSegments: RfmSegments;
  readonly lifetimeDistribution: LifetimeDistribution;
  readonly customers: CustomerConnection;
  readonly profitabilityMetrics: ProfitabilityMetrics;
  readonly marginAnalysis: ReadonlyArray<MarginAnalysis>;
  readonly salesRepPerformance: ReadonlyArray<SalesRepPerformance>;
  readonly shop: Shop;
};

export type QuerySalesOverviewArgs = {
  dateRange?: InputMaybe<DateRangeInput>;
  period?: InputMaybe<Period>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QuerySalesTrendsArgs = {
  period: Period;
  metric: Metric;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryRealtimeMetricsArgs = {
  filter?: InputMaybe<SalesFilter>;
};

export type QueryTopProductsArgs = {
  limit?: InputMaybe<Scalars["Int"]["input"]>;
  sortBy: ProductSort;
  period?: InputMaybe<Period>;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryProductPerformanceArgs = {
  productId: Scalars["ID"]["input"];
  period: Period;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryCategoryBreakdownArgs = {
  period: Period;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryProductsArgs = {
  search?: InputMaybe<Scalars["String"]["input"]>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after?: InputMaybe<Scalars["String"]["input"]>;
  sortBy?: InputMaybe<ProductSort>;
  period?: InputMaybe<Period>;
  dateRange?: InputMaybe<DateRangeInput>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryCustomerSegmentsArgs = {
  period?: InputMaybe<Period>;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryCustomerLifetimeValueArgs = {
  customerId: Scalars["ID"]["input"];
};

export type QueryCustomerRetentionArgs = {
  period: Period;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryCohortRetentionArgs = {
  months?: InputMaybe<Scalars["Int"]["input"]>;
};

export type QueryCustomersArgs = {
  search?: InputMaybe<Scalars["String"]["input"]>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after?: InputMaybe<Scalars["String"]["input"]>;
  sortBy?: InputMaybe<CustomerSort>;
  segments?: InputMaybe<ReadonlyArray<InputMaybe<Scalars["String"]["input"]>>>;
};

export type QueryProfitabilityMetricsArgs = {
  period: Period;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type QueryMarginAnalysisArgs = {
  groupBy: GroupBy;
  period?: InputMaybe<Period>;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
  limit?: InputMaybe<Scalars["Int"]["input"]>;
};

export type QuerySalesRepPerformanceArgs = {
  period: Period;
  dateRange?: InputMaybe<DateRangeInput>;
  compareTo?: InputMaybe<Comparison>;
  filter?: InputMaybe<SalesFilter>;
};

export type Comparison =
  | "PREVIOUS_PERIOD"
  | "PREVIOUS_YEAR"
  | "NONE";

export type SalesFilter = {
  readonly regions?: InputMaybe<ReadonlyArray<InputMaybe<Scalars["String"]["input"]>>>;
  readonly salesRepIds?: InputMaybe<ReadonlyArray<InputMaybe<Scalars["ID"]["input"]>>>;
  readonly segments?: InputMaybe<ReadonlyArray<InputMaybe<Scalars["String"]["input"]>>>;
  readonly categoryIds?: InputMaybe<ReadonlyArray<InputMaybe<Scalars["ID"]["input"]>>>;
  readonly productIds?: InputMaybe<ReadonlyArray<Scalars["ID"]["input"]>>;
};

export type SalesOverview = {
  readonly totalRevenue: Scalars["Float"]["output"];
  readonly totalOrders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly customers: Scalars["Int"]["output"];
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueChange?: Maybe<Scalars["Float"]["output"]>;
  readonly orderChange?: Maybe<Scalars["Int"]["output"]>;
  readonly totalProfit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly costCoverage?: Maybe<Scalars["Float"]["output"]>;
  readonly lineRevenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly range: DateRange;
  readonly previous?: Maybe<PreviousSales>;
};

export type PreviousSales = {
  readonly range: DateRange;
  readonly totalRevenue: Scalars["Float"]["output"];
  readonly totalOrders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly customers: Scalars["Int"]["output"];
  readonly totalProfit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly unitsSold: Scalars["Float"]["output"];
};

export type DateRange = {
  readonly startDate: Scalars["DateTime"]["output"];
  readonly endDate: Scalars["DateTime"]["output"];
};

export type TrendPoint = {
  readonly timestamp: Scalars["DateTime"]["output"];
  readonly value?: Maybe<Scalars["Float"]["output"]>;
  readonly label: Scalars["String"]["output"];
  readonly partial: Scalars["Boolean"]["output"];
  readonly previous?: Maybe<Scalars["Float"]["output"]>;
  readonly previousTimestamp?: Maybe<Scalars["DateTime"]["output"]>;
};

export type RealtimeMetrics = {
  readonly now: Scalars["DateTime"]["output"];
  readonly lastHour: RealtimeFigures;
  readonly today: RealtimeFigures;
  readonly ordersByMinute: ReadonlyArray<MinuteOrders>;
};

export type RealtimeFigures = {
  readonly revenue: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly activeCustomers: Scalars["Int"]["output"];
};

export type MinuteOrders = {
  readonly timestamp: Scalars["DateTime"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly revenue: Scalars["Float"]["output"];
};

export type ProductInsight = {
  readonly rank: Scalars["Int"]["output"];
  readonly product: Product;
  readonly revenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previousRevenue?: Maybe<Scalars["Float"]["output"]>;
};

export type ProductPerformance = {
  readonly product: Product;
  readonly range: DateRange;
  readonly revenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly averagePrice?: Maybe<Scalars["Float"]["output"]>;
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly costCoverage?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
  readonly rank?: Maybe<Scalars["Int"]["output"]>;
  readonly rankedProducts: Scalars["Int"]["output"];
  readonly revenueChange?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previous?: Maybe<PreviousProductPerformance>;
  readonly trend: ReadonlyArray<TrendPoint>;
};

export type ProductPerformanceTrendArgs = {
  metric?: InputMaybe<ProductMetric>;
};

export type PreviousProductPerformance = {
  readonly range: DateRange;
  readonly revenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly averagePrice?: Maybe<Scalars["Float"]["output"]>;
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly rank?: Maybe<Scalars["Int"]["output"]>;
};

export type ProductConnection = {
  readonly edges: ReadonlyArray<ProductEdge>;
  readonly nodes: ReadonlyArray<ProductInsight>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars["Int"]["output"];
};

export type ProductEdge = {
  readonly cursor: Scalars["String"]["output"];
  readonly node: ProductInsight;
};

export type PageInfo = {
  readonly hasNextPage: Scalars["Boolean"]["output"];
  readonly hasPreviousPage: Scalars["Boolean"]["output"];
  readonly startCursor?: Maybe<Scalars["String"]["output"]>;
  readonly endCursor?: Maybe<Scalars["String"]["output"]>;
};

export type Product = {
  readonly id: Scalars["ID"]["output"];
  readonly name: Scalars["String"]["output"];
  readonly category?: Maybe<Category>;
  readonly costPrice?: Maybe<Scalars["Float"]["output"]>;
  readonly sellingPrice: Scalars["Float"]["output"];
};

export type Category = {
  readonly id: Scalars["ID"]["output"];
  readonly name: Scalars["String"]["output"];
  readonly path: ReadonlyArray<Scalars["String"]["output"]>;
};

export type CategoryInsight = {
  readonly category?: Maybe<Category>;
  readonly parentId?: Maybe<Scalars["ID"]["output"]>;
  readonly revenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previousRevenue?: Maybe<Scalars["Float"]["output"]>;
};

export type CustomerSegment = {
  readonly segment?: Maybe<Scalars["String"]["output"]>;
  readonly revenue: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly customers: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly unitsSold: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previousRevenue?: Maybe<Scalars["Float"]["output"]>;
};

export type CustomerLtv = {
  readonly customer: Customer;
  readonly revenue: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly orders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly firstOrder?: Maybe<Scalars["Date"]["output"]>;
  readonly lastOrder?: Maybe<Scalars["Date"]["output"]>;
  readonly recencyDays?: Maybe<Scalars["Int"]["output"]>;
  readonly tenureDays?: Maybe<Scalars["Int"]["output"]>;
  readonly rfm?: Maybe<RfmScores>;
  readonly rank?: Maybe<Scalars["Int"]["output"]>;
  readonly rankedCustomers: Scalars["Int"]["output"];
};

export type RfmScores = {
  readonly recency: Scalars["Int"]["output"];
  readonly frequency: Scalars["Int"]["output"];
  readonly monetary: Scalars["Int"]["output"];
  readonly group: RfmGroup;
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

export type LifetimeDistribution = {
  readonly customers: Scalars["Int"]["output"];
  readonly revenue: Scalars["Float"]["output"];
  readonly averageValue?: Maybe<Scalars["Float"]["output"]>;
  readonly buckets: ReadonlyArray<LifetimeBucket>;
};

export type LifetimeBucket = {
  readonly from?: Maybe<Scalars["Float"]["output"]>;
  readonly to?: Maybe<Scalars["Float"]["output"]>;
  readonly customers: Scalars["Int"]["output"];
  readonly share: Scalars["Float"]["output"];
  readonly revenue: Scalars["Float"]["output"];
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
};

export type RfmSegments = {
  readonly customers: Scalars["Int"]["output"];
  readonly groups: ReadonlyArray<RfmGroupFigures>;
  readonly cells: ReadonlyArray<RfmCell>;
};

export type RfmGroupFigures = {
  readonly group: RfmGroup;
  readonly customers: Scalars["Int"]["output"];
  readonly share: Scalars["Float"]["output"];
  readonly revenue: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
};

export type RfmCell = {
  readonly recency: Scalars["Int"]["output"];
  readonly frequency: Scalars["Int"]["output"];
  readonly customers: Scalars["Int"]["output"];
  readonly revenue: Scalars["Float"]["output"];
};

export type RetentionMetrics = {
  readonly range: DateRange;
  readonly previousRange: DateRange;
  readonly customers: Scalars["Int"]["output"];
  readonly previousCustomers: Scalars["Int"]["output"];
  readonly retainedCustomers: Scalars["Int"]["output"];
  readonly newCustomers: Scalars["Int"]["output"];
  readonly returningCustomers: Scalars["Int"]["output"];
  readonly retentionRate?: Maybe<Scalars["Float"]["output"]>;
  readonly churnRate?: Maybe<Scalars["Float"]["output"]>;
  readonly repeatCustomers: Scalars["Int"]["output"];
  readonly repeatRate?: Maybe<Scalars["Float"]["output"]>;
};

export type CohortRetention = {
  readonly months: Scalars["Int"]["output"];
  readonly cohorts: ReadonlyArray<Cohort>;
};

export type Cohort = {
  readonly month: Scalars["Date"]["output"];
  readonly size: Scalars["Int"]["output"];
  readonly revenue: Scalars["Float"]["output"];
  readonly cells: ReadonlyArray<CohortCell>;
};

export type CohortCell = {
  readonly offset: Scalars["Int"]["output"];
  readonly month: Scalars["Date"]["output"];
  readonly customers?: Maybe<Scalars["Int"]["output"]>;
  readonly retention?: Maybe<Scalars["Float"]["output"]>;
  readonly revenue?: Maybe<Scalars["Float"]["output"]>;
  readonly partial: Scalars["Boolean"]["output"];
};

export type Customer = {
  readonly id: Scalars["ID"]["output"];
  readonly name: Scalars["String"]["output"];
  readonly email?: Maybe<Scalars["String"]["output"]>;
  readonly segment?: Maybe<Scalars["String"]["output"]>;
  readonly createdAt: Scalars["DateTime"]["output"];
};

export type CustomerFigures = {
  readonly customer: Customer;
  readonly revenue: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly firstOrder?: Maybe<Scalars["Date"]["output"]>;
  readonly lastOrder?: Maybe<Scalars["Date"]["output"]>;
  readonly rfm?: Maybe<RfmScores>;
};

export type CustomerConnection = {
  readonly edges: ReadonlyArray<CustomerEdge>;
  readonly nodes: ReadonlyArray<CustomerFigures>;
  readonly pageInfo: PageInfo;
  readonly totalCount?: Maybe<Scalars["Int"]["output"]>;
};

export type CustomerEdge = {
  readonly cursor: Scalars["String"]["output"];
  readonly node: CustomerFigures;
};

export type CustomerSort =
  | "REVENUE"
  | "ORDERS"
  | "LAST_ORDER"
  | "NAME";

export type ProfitabilityMetrics = {
  readonly range: DateRange;
  readonly revenue: Scalars["Float"]["output"];
  readonly lineRevenue: Scalars["Float"]["output"];
  readonly otherRevenue: Scalars["Float"]["output"];
  readonly cost: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly costCoverage?: Maybe<Scalars["Float"]["output"]>;
  readonly commission: Scalars["Float"]["output"];
  readonly contribution: Scalars["Float"]["output"];
  readonly contributionMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly profitChange?: Maybe<Scalars["Float"]["output"]>;
  readonly marginChange?: Maybe<Scalars["Float"]["output"]>;
  readonly previous?: Maybe<PreviousProfitability>;
};

export type PreviousProfitability = {
  readonly range: DateRange;
  readonly revenue: Scalars["Float"]["output"];
  readonly lineRevenue: Scalars["Float"]["output"];
  readonly cost: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly commission: Scalars["Float"]["output"];
  readonly contribution: Scalars["Float"]["output"];
};

export type GroupBy =
  | "PRODUCT"
  | "CATEGORY"
  | "SEGMENT"
  | "REGION"
  | "SALES_REP";

export type MarginAnalysis = {
  readonly key?: Maybe<Scalars["ID"]["output"]>;
  readonly label: Scalars["String"]["output"];
  readonly product?: Maybe<Product>;
  readonly category?: Maybe<Category>;
  readonly salesRep?: Maybe<SalesRep>;
  readonly revenue: Scalars["Float"]["output"];
  readonly unitsSold: Scalars["Float"]["output"];
  readonly cost: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly costCoverage?: Maybe<Scalars["Float"]["output"]>;
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
  readonly profitShare?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previousRevenue?: Maybe<Scalars["Float"]["output"]>;
  readonly previousProfit?: Maybe<Scalars["Float"]["output"]>;
  readonly previousMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly marginChange?: Maybe<Scalars["Float"]["output"]>;
};

export type SalesRepPerformance = {
  readonly rank: Scalars["Int"]["output"];
  readonly salesRep?: Maybe<SalesRep>;
  readonly revenue: Scalars["Float"]["output"];
  readonly orders: Scalars["Int"]["output"];
  readonly averageOrderValue?: Maybe<Scalars["Float"]["output"]>;
  readonly unitsSold: Scalars["Float"]["output"];
  readonly profit: Scalars["Float"]["output"];
  readonly profitMargin?: Maybe<Scalars["Float"]["output"]>;
  readonly commission: Scalars["Float"]["output"];
  readonly contribution: Scalars["Float"]["output"];
  readonly revenueShare?: Maybe<Scalars["Float"]["output"]>;
  readonly growthRate?: Maybe<Scalars["Float"]["output"]>;
  readonly previousRevenue?: Maybe<Scalars["Float"]["output"]>;
};

export type SalesRep = {
  readonly id: Scalars["ID"]["output"];
  readonly name: Scalars["String"]["output"];
  readonly region?: Maybe<Scalars["String"]["output"]>;
  readonly commissionRate?: Maybe<Scalars["Float"]["output"]>;
};

export type Shop = {
  readonly timeZone: Scalars["String"]["output"];
  readonly currency: Scalars["String"]["output"];
  readonly weekStart: WeekStart;
  readonly now: Scalars["DateTime"]["output"];
  readonly dataRange?: Maybe<DateRange>;
  readonly version: Scalars["String"]["output"];
  readonly freshness: ReadonlyArray<LaneFreshness>;
};

export type LaneFreshness = {
  readonly lane: Lane;
  readonly asOf?: Maybe<Scalars["DateTime"]["output"]>;
  readonly ageSeconds?: Maybe<Scalars["Float"]["output"]>;
};

export type Lane =
  | "CACHE"
  | "VIEW"
  | "AGGREGATE"
  | "DIRECT";

export type WeekStart =
  | "MONDAY"
  | "SUNDAY";

export type DateRangeInput = {
  readonly startDate: Scalars["DateTime"]["input"];
  readonly endDate: Scalars["DateTime"]["input"];
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

export type ProductMetric =
  | "REVENUE"
  | "UNITS"
  | "ORDERS"
  | "PROFIT";

export type ProductSort =
  | "REVENUE"
  | "UNITS"
  | "PROFIT"
  | "MARGIN";

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<
  TTypes,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Role: Role;
  DateTime: ResolverTypeWrapper<Scalars["DateTime"]["output"]>;
  Date: ResolverTypeWrapper<Scalars["Date"]["output"]>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars["ID"]["output"]>;
  Comparison: Comparison;
  SalesFilter: SalesFilter;
  SalesOverview: ResolverTypeWrapper<SalesOverviewSource>;
  PreviousSales: ResolverTypeWrapper<PreviousSalesSource>;
  DateRange: ResolverTypeWrapper<DateRange>;
  TrendPoint: ResolverTypeWrapper<TrendPointSource>;
  Boolean: ResolverTypeWrapper<Scalars["Boolean"]["output"]>;
  RealtimeMetrics: ResolverTypeWrapper<RealtimeMetricsSource>;
  RealtimeFigures: ResolverTypeWrapper<RealtimeFigures>;
  MinuteOrders: ResolverTypeWrapper<MinuteOrders>;
  ProductInsight: ResolverTypeWrapper<ProductInsightSource>;
  ProductPerformance: ResolverTypeWrapper<ProductPerformanceSource>;
  PreviousProductPerformance: ResolverTypeWrapper<PreviousProductPerformanceSource>;
  ProductConnection: ResolverTypeWrapper<ProductConnectionSource>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, "node"> & { node: ResolversTypes["ProductInsight"] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Product: ResolverTypeWrapper<ProductSource>;
  Category: ResolverTypeWrapper<CategorySource>;
  CategoryInsight: ResolverTypeWrapper<CategoryInsightSource>;
  CustomerSegment: ResolverTypeWrapper<CustomerSegment>;
  CustomerLTV: ResolverTypeWrapper<CustomerLTVSource>;
  RfmScores: ResolverTypeWrapper<RfmScores>;
  RfmGroup: RfmGroup;
  LifetimeDistribution: ResolverTypeWrapper<LifetimeDistribution>;
  LifetimeBucket: ResolverTypeWrapper<LifetimeBucket>;
  RfmSegments: ResolverTypeWrapper<RfmSegments>;
  RfmGroupFigures: ResolverTypeWrapper<RfmGroupFigures>;
  RfmCell: ResolverTypeWrapper<RfmCell>;
  RetentionMetrics: ResolverTypeWrapper<RetentionMetricsSource>;
  CohortRetention: ResolverTypeWrapper<CohortRetention>;
  Cohort: ResolverTypeWrapper<Cohort>;
  CohortCell: ResolverTypeWrapper<CohortCell>;
  Customer: ResolverTypeWrapper<CustomerSource>;
  CustomerFigures: ResolverTypeWrapper<CustomerFiguresSource>;
  CustomerConnection: ResolverTypeWrapper<CustomerConnectionSource>;
  CustomerEdge: ResolverTypeWrapper<Omit<CustomerEdge, "node"> & { node: ResolversTypes["CustomerFigures"] }>;
  CustomerSort: CustomerSort;
  ProfitabilityMetrics: ResolverTypeWrapper<ProfitabilityMetricsSource>;
  PreviousProfitability: ResolverTypeWrapper<PreviousProfitabilitySource>;
  GroupBy: GroupBy;
  MarginAnalysis: ResolverTypeWrapper<MarginAnalysisSource>;
  SalesRepPerformance: ResolverTypeWrapper<SalesRepPerformanceSource>;
  SalesRep: ResolverTypeWrapper<SalesRepSource>;
  Shop: ResolverTypeWrapper<ShopSource>;
  LaneFreshness: ResolverTypeWrapper<LaneFreshness>;
  Lane: Lane;
  WeekStart: WeekStart;
  DateRangeInput: DateRangeInput;
  Period: Period;
  Metric: Metric;
  ProductMetric: ProductMetric;
  ProductSort: ProductSort;
  Float: ResolverTypeWrapper<Scalars["Float"]["output"]>;
  String: ResolverTypeWrapper<Scalars["String"]["output"]>;
  Int: ResolverTypeWrapper<Scalars["Int"]["output"]>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars["DateTime"]["output"];
  Date: Scalars["Date"]["output"];
  Query: Record<PropertyKey, never>;
  ID: Scalars["ID"]["output"];
  SalesFilter: SalesFilter;
  SalesOverview: SalesOverviewSource;
  PreviousSales: PreviousSalesSource;
  DateRange: DateRange;
  TrendPoint: TrendPointSource;
  Boolean: Scalars["Boolean"]["output"];
  RealtimeMetrics: RealtimeMetricsSource;
  RealtimeFigures: RealtimeFigures;
  MinuteOrders: MinuteOrders;
  ProductInsight: ProductInsightSource;
  ProductPerformance: ProductPerformanceSource;
  PreviousProductPerformance: PreviousProductPerformanceSource;
  ProductConnection: ProductConnectionSource;
  ProductEdge: Omit<ProductEdge, "node"> & { node: ResolversParentTypes["ProductInsight"] };
  PageInfo: PageInfo;
  Product: ProductSource;
  Category: CategorySource;
  CategoryInsight: CategoryInsightSource;
  CustomerSegment: CustomerSegment;
  CustomerLTV: CustomerLTVSource;
  RfmScores: RfmScores;
  LifetimeDistribution: LifetimeDistribution;
  LifetimeBucket: LifetimeBucket;
  RfmSegments: RfmSegments;
  RfmGroupFigures: RfmGroupFigures;
  RfmCell: RfmCell;
  RetentionMetrics: RetentionMetricsSource;
  CohortRetention: CohortRetention;
  Cohort: Cohort;
  CohortCell: CohortCell;
  Customer: CustomerSource;
  CustomerFigures: CustomerFiguresSource;
  CustomerConnection: CustomerConnectionSource;
  CustomerEdge: Omit<CustomerEdge, "node"> & { node: ResolversParentTypes["CustomerFigures"] };
  ProfitabilityMetrics: ProfitabilityMetricsSource;
  PreviousProfitability: PreviousProfitabilitySource;
  MarginAnalysis: MarginAnalysisSource;
  SalesRepPerformance: SalesRepPerformanceSource;
  SalesRep: SalesRepSource;
  Shop: ShopSource;
  LaneFreshness: LaneFreshness;
  DateRangeInput: DateRangeInput;
  Float: Scalars["Float"]["output"];
  String: Scalars["String"]["output"];
  Int: Scalars["Int"]["output"];
};

export type CostDirectiveArgs = {
  weight: Scalars["Float"]["input"];
  multiplier?: Maybe<Scalars["String"]["input"]>;
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> =
  DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AuthDirectiveArgs = {
  requires: Role;
};

export type AuthDirectiveResolver<Result, Parent, ContextType = Context, Args = AuthDirectiveArgs> =
  DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CachedDirectiveArgs = {
  ttl: Scalars["Int"]["input"];
  tags: ReadonlyArray<Scalars["String"]["input"]>;
};

export type CachedDirectiveResolver<Result, Parent, ContextType = Context, Args = CachedDirectiveArgs> =
  DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PersonalDirectiveArgs = {};

export type PersonalDirectiveResolver<Result, Parent, ContextType = Context, Args = PersonalDirectiveArgs> =
  DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes["DateTime"], any> {
  name: "DateTime";
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes["Date"], any> {
  name: "Date";
}

export type QueryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Query"] = ResolversParentTypes["Query"],
> = {
  salesOverview?: Resolver<
    ResolversTypes["SalesOverview"],
    ParentType,
    ContextType,
    RequireFields<QuerySalesOverviewArgs, "period" | "compareTo">
  >;
  salesTrends?: Resolver<
    ReadonlyArray<ResolversTypes["TrendPoint"]>,
    ParentType,
    ContextType,
    RequireFields<QuerySalesTrendsArgs, "period" | "metric" | "compareTo">
  >;
  realtimeMetrics?: Resolver<
    ResolversTypes["RealtimeMetrics"],
    ParentType,
    ContextType,
    Partial<QueryRealtimeMetricsArgs>
  >;
  topProducts?: Resolver<
    ReadonlyArray<ResolversTypes["ProductInsight"]>,
    ParentType,
    ContextType,
    RequireFields<QueryTopProductsArgs, "limit" | "sortBy" | "compareTo">
  >;
  productPerformance?: Resolver<
    ResolversTypes["ProductPerformance"],
    ParentType,
    ContextType,
    RequireFields<QueryProductPerformanceArgs, "productId" | "period" | "compareTo">
  >;
  categoryBreakdown?: Resolver<
    ReadonlyArray<ResolversTypes["CategoryInsight"]>,
    ParentType,
    ContextType,
    RequireFields<QueryCategoryBreakdownArgs, "period" | "compareTo">
  >;
  products?: Resolver<
    ResolversTypes["ProductConnection"],
    ParentType,
    ContextType,
    RequireFields<QueryProductsArgs, "first" | "sortBy">
  >;
  customerSegments?: Resolver<
    ReadonlyArray<ResolversTypes["CustomerSegment"]>,
    ParentType,
    ContextType,
    RequireFields<QueryCustomerSegmentsArgs, "compareTo">
  >;
  customerLifetimeValue?: Resolver<
    ResolversTypes["CustomerLTV"],
    ParentType,
    ContextType,
    RequireFields<QueryCustomerLifetimeValueArgs, "customerId">
  >;
  customerRetention?: Resolver<
    ResolversTypes["RetentionMetrics"],
    ParentType,
    ContextType,
    RequireFields<QueryCustomerRetentionArgs, "period" | "compareTo">
  >;
  cohortRetention?: Resolver<
    ResolversTypes["CohortRetention"],
    ParentType,
    ContextType,
    RequireFields<QueryCohortRetentionArgs, "months">
  >;
  rfmSegments?: Resolver<ResolversTypes["RfmSegments"], ParentType, ContextType>;
  lifetimeDistribution?: Resolver<ResolversTypes["LifetimeDistribution"], ParentType, ContextType>;
  customers?: Resolver<
    ResolversTypes["CustomerConnection"],
    ParentType,
    ContextType,
    RequireFields<QueryCustomersArgs, "first" | "sortBy">
  >;
  profitabilityMetrics?: Resolver<
    ResolversTypes["ProfitabilityMetrics"],
    ParentType,
    ContextType,
    RequireFields<QueryProfitabilityMetricsArgs, "period" | "compareTo">
  >;
  marginAnalysis?: Resolver<
    ReadonlyArray<ResolversTypes["MarginAnalysis"]>,
    ParentType,
    ContextType,
    RequireFields<QueryMarginAnalysisArgs, "groupBy" | "compareTo" | "limit">
  >;
  salesRepPerformance?: Resolver<
    ReadonlyArray<ResolversTypes["SalesRepPerformance"]>,
    ParentType,
    ContextType,
    RequireFields<QuerySalesRepPerformanceArgs, "period" | "compareTo">
  >;
  shop?: Resolver<ResolversTypes["Shop"], ParentType, ContextType>;
};

export type SalesOverviewResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["SalesOverview"] = ResolversParentTypes["SalesOverview"],
> = {
  totalRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  totalOrders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueChange?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  orderChange?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  totalProfit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  costCoverage?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  lineRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes["PreviousSales"]>, ParentType, ContextType>;
};

export type PreviousSalesResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["PreviousSales"] = ResolversParentTypes["PreviousSales"],
> = {
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  totalRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  totalOrders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  totalProfit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
};

export type DateRangeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["DateRange"] = ResolversParentTypes["DateRange"],
> = {
  startDate?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
  endDate?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
};

export type TrendPointResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["TrendPoint"] = ResolversParentTypes["TrendPoint"],
> = {
  timestamp?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  label?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  partial?: Resolver<ResolversTypes["Boolean"], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousTimestamp?: Resolver<Maybe<ResolversTypes["DateTime"]>, ParentType, ContextType>;
};

export type RealtimeMetricsResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RealtimeMetrics"] = ResolversParentTypes["RealtimeMetrics"],
> = {
  now?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
  lastHour?: Resolver<ResolversTypes["RealtimeFigures"], ParentType, ContextType>;
  today?: Resolver<ResolversTypes["RealtimeFigures"], ParentType, ContextType>;
  ordersByMinute?: Resolver<ReadonlyArray<ResolversTypes["MinuteOrders"]>, ParentType, ContextType>;
};

export type RealtimeFiguresResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RealtimeFigures"] = ResolversParentTypes["RealtimeFigures"],
> = {
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  activeCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
};

export type MinuteOrdersResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["MinuteOrders"] = ResolversParentTypes["MinuteOrders"],
> = {
  timestamp?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
};

export type ProductInsightResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["ProductInsight"] = ResolversParentTypes["ProductInsight"],
> = {
  rank?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  product?: Resolver<ResolversTypes["Product"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousRevenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type ProductPerformanceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["ProductPerformance"] = ResolversParentTypes["ProductPerformance"],
> = {
  product?: Resolver<ResolversTypes["Product"], ParentType, ContextType>;
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averagePrice?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  costCoverage?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  rankedProducts?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  revenueChange?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes["PreviousProductPerformance"]>, ParentType, ContextType>;
  trend?: Resolver<
    ReadonlyArray<ResolversTypes["TrendPoint"]>,
    ParentType,
    ContextType,
    RequireFields<ProductPerformanceTrendArgs, "metric">
  >;
};

export type PreviousProductPerformanceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["PreviousProductPerformance"] =
    ResolversParentTypes["PreviousProductPerformance"],
> = {
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averagePrice?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
};

export type ProductConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["ProductConnection"] = ResolversParentTypes["ProductConnection"],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes["ProductEdge"]>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes["ProductInsight"]>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes["PageInfo"], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
};

export type ProductEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["ProductEdge"] = ResolversParentTypes["ProductEdge"],
> = {
  cursor?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  node?: Resolver<ResolversTypes["ProductInsight"], ParentType, ContextType>;
};

export type PageInfoResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["PageInfo"] = ResolversParentTypes["PageInfo"],
> = {
  hasNextPage?: Resolver<ResolversTypes["Boolean"], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes["Boolean"], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
};

export type ProductResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Product"] = ResolversParentTypes["Product"],
> = {
  id?: Resolver<ResolversTypes["ID"], ParentType, ContextType>;
  name?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes["Category"]>, ParentType, ContextType>;
  costPrice?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  sellingPrice?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
};

export type CategoryResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Category"] = ResolversParentTypes["Category"],
> = {
  id?: Resolver<ResolversTypes["ID"], ParentType, ContextType>;
  name?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes["String"]>, ParentType, ContextType>;
};

export type CategoryInsightResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CategoryInsight"] = ResolversParentTypes["CategoryInsight"],
> = {
  category?: Resolver<Maybe<ResolversTypes["Category"]>, ParentType, ContextType>;
  parentId?: Resolver<Maybe<ResolversTypes["ID"]>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousRevenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type CustomerSegmentResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CustomerSegment"] = ResolversParentTypes["CustomerSegment"],
> = {
  segment?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousRevenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type CustomerLtvResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CustomerLTV"] = ResolversParentTypes["CustomerLTV"],
> = {
  customer?: Resolver<ResolversTypes["Customer"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  firstOrder?: Resolver<Maybe<ResolversTypes["Date"]>, ParentType, ContextType>;
  lastOrder?: Resolver<Maybe<ResolversTypes["Date"]>, ParentType, ContextType>;
  recencyDays?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  tenureDays?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  rfm?: Resolver<Maybe<ResolversTypes["RfmScores"]>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  rankedCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
};

export type RfmScoresResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RfmScores"] = ResolversParentTypes["RfmScores"],
> = {
  recency?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  frequency?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  monetary?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  group?: Resolver<ResolversTypes["RfmGroup"], ParentType, ContextType>;
};

export type LifetimeDistributionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["LifetimeDistribution"] =
    ResolversParentTypes["LifetimeDistribution"],
> = {
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  averageValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  buckets?: Resolver<ReadonlyArray<ResolversTypes["LifetimeBucket"]>, ParentType, ContextType>;
};

export type LifetimeBucketResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["LifetimeBucket"] = ResolversParentTypes["LifetimeBucket"],
> = {
  from?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  share?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type RfmSegmentsResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RfmSegments"] = ResolversParentTypes["RfmSegments"],
> = {
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes["RfmGroupFigures"]>, ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes["RfmCell"]>, ParentType, ContextType>;
};

export type RfmGroupFiguresResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RfmGroupFigures"] = ResolversParentTypes["RfmGroupFigures"],
> = {
  group?: Resolver<ResolversTypes["RfmGroup"], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  share?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type RfmCellResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RfmCell"] = ResolversParentTypes["RfmCell"],
> = {
  recency?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  frequency?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
};

export type RetentionMetricsResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["RetentionMetrics"] = ResolversParentTypes["RetentionMetrics"],
> = {
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  previousRange?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  customers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  previousCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  retainedCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  newCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  returningCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  retentionRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  churnRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  repeatCustomers?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  repeatRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type CohortRetentionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CohortRetention"] = ResolversParentTypes["CohortRetention"],
> = {
  months?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  cohorts?: Resolver<ReadonlyArray<ResolversTypes["Cohort"]>, ParentType, ContextType>;
};

export type CohortResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Cohort"] = ResolversParentTypes["Cohort"],
> = {
  month?: Resolver<ResolversTypes["Date"], ParentType, ContextType>;
  size?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  cells?: Resolver<ReadonlyArray<ResolversTypes["CohortCell"]>, ParentType, ContextType>;
};

export type CohortCellResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CohortCell"] = ResolversParentTypes["CohortCell"],
> = {
  offset?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  month?: Resolver<ResolversTypes["Date"], ParentType, ContextType>;
  customers?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
  retention?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  partial?: Resolver<ResolversTypes["Boolean"], ParentType, ContextType>;
};

export type CustomerResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Customer"] = ResolversParentTypes["Customer"],
> = {
  id?: Resolver<ResolversTypes["ID"], ParentType, ContextType>;
  name?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
  segment?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
};

export type CustomerFiguresResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CustomerFigures"] = ResolversParentTypes["CustomerFigures"],
> = {
  customer?: Resolver<ResolversTypes["Customer"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  firstOrder?: Resolver<Maybe<ResolversTypes["Date"]>, ParentType, ContextType>;
  lastOrder?: Resolver<Maybe<ResolversTypes["Date"]>, ParentType, ContextType>;
  rfm?: Resolver<Maybe<ResolversTypes["RfmScores"]>, ParentType, ContextType>;
};

export type CustomerConnectionResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CustomerConnection"] = ResolversParentTypes["CustomerConnection"],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes["CustomerEdge"]>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes["CustomerFigures"]>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes["PageInfo"], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes["Int"]>, ParentType, ContextType>;
};

export type CustomerEdgeResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["CustomerEdge"] = ResolversParentTypes["CustomerEdge"],
> = {
  cursor?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  node?: Resolver<ResolversTypes["CustomerFigures"], ParentType, ContextType>;
};

export type ProfitabilityMetricsResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["ProfitabilityMetrics"] =
    ResolversParentTypes["ProfitabilityMetrics"],
> = {
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  lineRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  otherRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  costCoverage?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  commission?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  contribution?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  contributionMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  profitChange?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  marginChange?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes["PreviousProfitability"]>, ParentType, ContextType>;
};

export type PreviousProfitabilityResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["PreviousProfitability"] =
    ResolversParentTypes["PreviousProfitability"],
> = {
  range?: Resolver<ResolversTypes["DateRange"], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  lineRevenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  commission?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  contribution?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
};

export type MarginAnalysisResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["MarginAnalysis"] = ResolversParentTypes["MarginAnalysis"],
> = {
  key?: Resolver<Maybe<ResolversTypes["ID"]>, ParentType, ContextType>;
  label?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes["Product"]>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes["Category"]>, ParentType, ContextType>;
  salesRep?: Resolver<Maybe<ResolversTypes["SalesRep"]>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  costCoverage?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  profitShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousRevenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousProfit?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  marginChange?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type SalesRepPerformanceResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["SalesRepPerformance"] =
    ResolversParentTypes["SalesRepPerformance"],
> = {
  rank?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  salesRep?: Resolver<Maybe<ResolversTypes["SalesRep"]>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes["Int"], ParentType, ContextType>;
  averageOrderValue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  unitsSold?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  profitMargin?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  commission?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  contribution?: Resolver<ResolversTypes["Float"], ParentType, ContextType>;
  revenueShare?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  growthRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
  previousRevenue?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type SalesRepResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["SalesRep"] = ResolversParentTypes["SalesRep"],
> = {
  id?: Resolver<ResolversTypes["ID"], ParentType, ContextType>;
  name?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes["String"]>, ParentType, ContextType>;
  commissionRate?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type ShopResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["Shop"] = ResolversParentTypes["Shop"],
> = {
  timeZone?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  weekStart?: Resolver<ResolversTypes["WeekStart"], ParentType, ContextType>;
  now?: Resolver<ResolversTypes["DateTime"], ParentType, ContextType>;
  dataRange?: Resolver<Maybe<ResolversTypes["DateRange"]>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes["String"], ParentType, ContextType>;
  freshness?: Resolver<ReadonlyArray<ResolversTypes["LaneFreshness"]>, ParentType, ContextType>;
};

export type LaneFreshnessResolvers<
  ContextType = Context,
  ParentType extends ResolversParentTypes["LaneFreshness"] = ResolversParentTypes["LaneFreshness"],
> = {
  lane?: Resolver<ResolversTypes["Lane"], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes["DateTime"]>, ParentType, ContextType>;
  ageSeconds?: Resolver<Maybe<ResolversTypes["Float"]>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  SalesOverview?: SalesOverviewResolvers<ContextType>;
  PreviousSales?: PreviousSalesResolvers<ContextType>;
  DateRange?: DateRangeResolvers<ContextType>;
  TrendPoint?: TrendPointResolvers<ContextType>;
  RealtimeMetrics?: RealtimeMetricsResolvers<ContextType>;
  RealtimeFigures?: RealtimeFiguresResolvers<ContextType>;
  MinuteOrders?: MinuteOrdersResolvers<ContextType>;
  ProductInsight?: ProductInsightResolvers<ContextType>;
  ProductPerformance?: ProductPerformanceResolvers<ContextType>;
  PreviousProductPerformance?: PreviousProductPerformanceResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategoryInsight?: CategoryInsightResolvers<ContextType>;
  CustomerSegment?: CustomerSegmentResolvers<ContextType>;
  CustomerLTV?: CustomerLtvResolvers<ContextType>;
  RfmScores?: RfmScoresResolvers<ContextType>;
  LifetimeDistribution?: LifetimeDistributionResolvers<ContextType>;
  LifetimeBucket?: LifetimeBucketResolvers<ContextType>;
  RfmSegments?: RfmSegmentsResolvers<ContextType>;
  RfmGroupFigures?: RfmGroupFiguresResolvers<ContextType>;
  RfmCell?: RfmCellResolvers<ContextType>;
  RetentionMetrics?: RetentionMetricsResolvers<ContextType>;
  CohortRetention?: CohortRetentionResolvers<ContextType>;
  Cohort?: CohortResolvers<ContextType>;
  CohortCell?: CohortCellResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  CustomerFigures?: CustomerFiguresResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
  ProfitabilityMetrics?: ProfitabilityMetricsResolvers<ContextType>;
  PreviousProfitability?: PreviousProfitabilityResolvers<ContextType>;
  MarginAnalysis?: MarginAnalysisResolvers<ContextType>;
  SalesRepPerformance?: SalesRepPerformanceResolvers<ContextType>;
  SalesRep?: SalesRepResolvers<ContextType>;
  Shop?: ShopResolvers<ContextType>;
  LaneFreshness?: LaneFreshnessResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  auth?: AuthDirectiveResolver<any, any, ContextType>;
  cached?: CachedDirectiveResolver<any, any, ContextType>;
  personal?: PersonalDirectiveResolver<any, any, ContextType>;
};
