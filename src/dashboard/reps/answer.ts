/** What `operations/reps.graphql` is answered with. */
import type { Sold } from "../answers.ts";

export interface RepPerformance extends Sold {
  readonly rank: number;
  /** Null for orders without one. */
  readonly salesRep: {
    readonly id: string;
    readonly name: string;
    readonly region: string | null;
    readonly commissionRate?: number | null;
  } | null;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly unitsSold: number;
  readonly commission?: number;
  readonly contribution?: number;
  readonly revenueShare: number | null;
}

export interface RegionMargin extends Sold {
  readonly key: string | null;
  readonly label: string;
  readonly unitsSold: number;
  readonly revenueShare: number | null;
}

export interface RepsAnswer {
  readonly salesRepPerformance: readonly RepPerformance[];
  /** Undefined for those who may not see margins. */
  readonly regions?: readonly RegionMargin[];
}
