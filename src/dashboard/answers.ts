/** What the operations that several pages share are answered with. */

/** From startDate, included, to endDate, excluded; ISO 8601. */
export interface DateRange {
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

/** One bucket of a trend, beside the one in its place in the range compared with. */
export interface TrendBucket {
  readonly timestamp: string;
  /** Null for the average of no orders. */
  readonly value: number | null;
  readonly partial: boolean;
  readonly previous: number | null;
  readonly previousTimestamp: string | null;
}

/** What a product, a category or a segment brought. */
export interface Sold {
  readonly revenue: number;
  /** Undefined for those who may not see it; likewise all that is made of it. */
  readonly profit?: number;
  readonly profitMargin?: number | null;
  readonly growthRate: number | null;
}

export interface CategoryName {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
}

export interface CustomerSegment extends Sold {
  /** Null for sales without one. */
  readonly segment: string | null;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly revenueShare: number | null;
}

/** @returns the range as instants */
export function toInstants(
  range: DateRange,
): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  return { from: Temporal.Instant.from(range.startDate), to: Temporal.Instant.from(range.endDate) };
}
