/** Parts that the answers of several operations have in common. */

/** From startDate, included, to endDate, excluded; ISO 8601. */
export interface DateRange {
  readonly startDate: string;
  readonly endDate: string;
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

export interface CategoryName {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
}

/** @returns the range as instants */
export function toInstants(
  range: DateRange,
): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  return { from: Temporal.Instant.from(range.startDate), to: Temporal.Instant.from(range.endDate) };
}
