/** What the customers' operations are answered with: `customers`, `customer_list` and `customer`. */
import type { CustomerSegment, DateRange, TrendBucket } from "../answers.ts";
import type { customerTexts } from "./texts.ts";

export interface Retention {
  readonly range: DateRange;
  readonly previousRange: DateRange;
  readonly customers: number;
  readonly previousCustomers: number;
  readonly retainedCustomers: number;
  readonly newCustomers: number;
  readonly returningCustomers: number;
  readonly retentionRate: number | null;
  readonly churnRate: number | null;
  readonly repeatCustomers: number;
  readonly repeatRate: number | null;
}

export type RfmGroup = keyof typeof customerTexts.rfmGroups;

export interface RfmGroupFigures {
  readonly group: RfmGroup;
  readonly customers: number;
  readonly share: number;
  readonly revenue: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly revenueShare: number | null;
}

export interface RfmCell {
  readonly recency: number;
  readonly frequency: number;
  readonly customers: number;
  readonly revenue: number;
}

export interface Cohort {
  /** The first day of the month. */
  readonly month: string;
  readonly size: number;
  readonly revenue: number;
  readonly cells: readonly {
    readonly offset: number;
    /** Null where the month has not begun. */
    readonly customers: number | null;
    readonly retention: number | null;
    readonly partial: boolean;
  }[];
}

export interface SegmentOfCustomers extends CustomerSegment {
  readonly customers: number;
}

export interface CustomersAnswer {
  readonly customerRetention: Retention;
  readonly customersTrend: readonly TrendBucket[];
  readonly customerSegments: readonly SegmentOfCustomers[];
  readonly rfmSegments: {
    readonly customers: number;
    readonly groups: readonly RfmGroupFigures[];
    readonly cells: readonly RfmCell[];
  };
  readonly cohortRetention: { readonly cohorts: readonly Cohort[] };
}

interface CustomerName {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly segment: string | null;
}

export interface ListedCustomer {
  readonly customer: CustomerName;
  readonly revenue: number;
  readonly profit: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly lastOrder: string | null;
  readonly rfm: { readonly group: RfmGroup } | null;
}

export interface CustomerListAnswer {
  readonly customers: {
    readonly nodes: readonly ListedCustomer[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    /** Null where counting would take too long. */
    readonly totalCount: number | null;
  };
}

export interface Lifetime {
  readonly customer: CustomerName & { readonly createdAt: string };
  readonly revenue: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly firstOrder: string | null;
  readonly lastOrder: string | null;
  readonly recencyDays: number | null;
  readonly rank: number | null;
  readonly rankedCustomers: number;
  readonly rfm: {
    readonly recency: number;
    readonly frequency: number;
    readonly monetary: number;
    readonly group: RfmGroup;
  } | null;
}

export interface CustomerAnswer {
  readonly customerLifetimeValue: Lifetime;
}
