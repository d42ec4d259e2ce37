/** How a trend's line is drawn: used for the server's picture and for the live chart, so that they look alike. */

/** One bucket of a chart. */
export interface ChartPoint {
  /** Null where there is none, such as the average of no orders. */
  readonly value: number | null;
  /** The value as it is read. */
  readonly text: string;
  /** The bucket as it is read. */
  readonly name: string;
  /** Whether the bucket holds less than a whole one would. */
  readonly partial: boolean;
  /** The bucket it is compared with. */
  readonly before?: { readonly value: number | null; readonly text: string; readonly name: string };
  /** Its first and its last day, as a URL has them. */
  readonly from: string;
  readonly to: string;
}

/** What a chart's vertical scale spans. */
export interface Extent {
  readonly bottom: number;
  readonly top: number;
}

/** Values by index; null where that part of the line is not drawn. */
export type Values = readonly (number | null)[];

/** What is drawn of the points compared with. */
export function lineBefore(points: readonly ChartPoint[]): Values {
  return points.map(({ before }) => before?.value ?? null);
}

/** @returns the points that the solid line joins, and those of the dashed line to and from partial buckets */
export function splitLine(
  points: readonly ChartPoint[],
): { readonly solid: Values; readonly dashed: Values } {
  const partial = (index: number) => points[index]?.partial ?? false;
  return {
    solid: points.map((point) => point.partial ? null : point.value),
    dashed: points.map(({ value }, index) =>
      partial(index - 1) || partial(index) || partial(index + 1) ? value : null
    ),
  };
}

/** @returns the indexes that get a dot: partial buckets, and a bucket that stands alone */
export function dots(points: readonly ChartPoint[]): number[] {
  const drawn = (index: number) => (points[index]?.value ?? null) !== null;
  return [...points.keys()].filter((index) =>
    drawn(index) && (points[index]?.partial || (!drawn(index - 1) && !drawn(index + 1)))
  );
}
