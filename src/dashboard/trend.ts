/** From a trend's answer to its chart: what is drawn, and every text around it. */
import type { TrendBucket } from "./answers.ts";
import type { Formats, InstantRange } from "./formats.ts";
import type { ChartPoint } from "./line.ts";
import type { Shop } from "./load.ts";
import { daysOf } from "./range.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { texts } from "./texts.ts";
import type { ViewVariables } from "./view.ts";

/** What the buckets of a trend are. */
export type Unit = "hour" | "day" | "week" | "month";

/** A mark on an axis. */
export interface Label {
  readonly text: string;
  /** From 0, left, to 1, right. */
  readonly at: number;
  /** 0 has room everywhere, 1 from medium widths on, 2 on wide charts only. */
  readonly rank: 0 | 1 | 2;
}

export interface TrendChart {
  /** Such as "Revenue by day, Dec 1 – 30, 2017". */
  readonly label: string;
  /** What the values are, such as "Revenue". */
  readonly name: string;
  readonly unit: Unit;
  readonly points: readonly ChartPoint[];
  readonly scale: Scale;
  /** The texts of the scale's ticks, from top to bottom. */
  readonly ticks: readonly string[];
  readonly labels: readonly Label[];
  /** Whether there is anything to compare with. */
  readonly compares: boolean;
  /** Whether there is nothing to draw: all values are zero. */
  readonly isEmpty: boolean;
}

/** What a chart is made from. */
export interface TrendQuestion {
  readonly name: string;
  readonly kind: "money" | "count";
  readonly buckets: readonly TrendBucket[];
  readonly range: InstantRange;
  readonly period: ViewVariables["period"];
  readonly shop: Pick<Shop, "formats" | "now" | "timeZone">;
}

export function trendChart({ name, kind, buckets, range, period, shop }: TrendQuestion): TrendChart {
  const { formats, timeZone } = shop;
  const write = valueFormats(kind, formats);
  const drawn = buckets.flatMap(({ value, previous }) => [value ?? 0, previous ?? 0]);
  const scale = scaleOf(drawn, kind === "count");
  const starts = buckets.map((bucket) => Temporal.Instant.from(bucket.timestamp));
  const unit = unitOf(period, starts);
  const points = buckets.map((bucket, index): ChartPoint => {
    const [from, to] = [starts[index], starts[index + 1] ?? range.to];
    if (from === undefined) throw new TypeError("A bucket must have a start");
    const days = daysOf({ from, to }, timeZone);
    const isToCome = Temporal.Instant.compare(from, shop.now) > 0;
    return {
      value: isToCome ? null : bucket.value,
      text: isToCome ? texts.notYet : write.full(bucket.value),
      name: nameOf(bucket.partial, { from, to }, unit, formats),
      partial: bucket.partial,
      ...beforeOf(bucket, unit, write.full, formats),
      from: days.from.toString(),
      to: days.to.toString(),
    };
  });
  return {
    label: texts.chartLabel(name, texts.units[unit], formats.range(range)),
    name,
    unit,
    points,
    scale,
    ticks: scale.ticks.map(write.short).reverse(),
    labels: labelsOf(starts, unit, shop),
    compares: points.some((point) => point.before !== undefined),
    isEmpty: drawn.every((value) => value === 0),
  };
}

/** @returns the values of the buckets that have begun */
export function valuesUntil(
  now: Temporal.Instant,
  buckets: readonly TrendBucket[],
): readonly (number | null)[] {
  return buckets.filter(({ timestamp }) =>
    Temporal.Instant.compare(Temporal.Instant.from(timestamp), now) <= 0
  ).map(({ value }) => value);
}

const units = { TODAY: "hour", MONTH: "day", QUARTER: "week", YEAR: "month" } as const;

function unitOf(period: TrendQuestion["period"], starts: readonly Temporal.Instant[]): Unit {
  if (period !== "CUSTOM") return units[period];
  // The first bucket may be cut short; and where there are no three, the range is too short for anything but hours.
  const [, second, third] = starts;
  if (second === undefined || third === undefined) return "hour";
  const hours = second.until(third).total("hours");
  return hours < 2 ? "hour" : hours < 48 ? "day" : hours < 14 * 24 ? "week" : "month";
}

function valueFormats(kind: TrendQuestion["kind"], formats: Formats) {
  const [full, short] = kind === "money"
    ? [formats.money, formats.shortMoney]
    : [formats.count, formats.shortCount];
  return { full: (value: number | null) => value === null ? texts.none : full(value), short };
}

function nameOf(
  partial: boolean,
  { from, to }: InstantRange,
  unit: Unit,
  formats: Formats,
): string {
  const name = unit === "week" ? formats.range({ from, to }) : formats[unit](from);
  return partial ? `${name} (${texts.incomplete})` : name;
}

function beforeOf(
  { previous, previousTimestamp }: TrendBucket,
  unit: Unit,
  write: (value: number | null) => string,
  formats: Formats,
): Pick<ChartPoint, "before"> {
  if (previousTimestamp === null) return {};
  const start = Temporal.Instant.from(previousTimestamp);
  const name = unit === "week" ? formats.day(start) : formats[unit](start);
  return { before: { value: previous, text: write(previous), name } };
}

/** Those of long series have a year, and take more room. */
const mostLabels = { narrow: 4, medium: 6, wide: 12, wideWithYear: 8 } as const;

function labelsOf(
  starts: readonly Temporal.Instant[],
  unit: Unit,
  { formats, timeZone }: TrendQuestion["shop"],
): Label[] {
  const count = starts.length;
  const years = new Set(starts.map((start) => start.toZonedDateTimeISO(timeZone).year));
  const withYear = unit === "month" && years.size > 1;
  const format = withYear ? formats.shortMonthYear : labelFormat(unit, formats);
  const wide = Math.ceil(count / (withYear ? mostLabels.wideWithYear : mostLabels.wide));
  // Each stride a multiple of the one before, so that what is left on a narrower chart stays evenly spaced.
  const medium = strideFrom(wide, count, mostLabels.medium);
  const narrow = strideFrom(medium, count, mostLabels.narrow);
  return starts.flatMap((start, index): Label[] => {
    if (index % wide !== 0) return [];
    const rank = index % narrow === 0 ? 0 : index % medium === 0 ? 1 : 2;
    return [{ text: format(start), at: (index + 0.5) / count, rank }];
  });
}

function strideFrom(stride: number, count: number, most: number): number {
  let wider = stride;
  while (Math.ceil(count / wider) > most) wider += stride;
  return wider;
}

function labelFormat(unit: Unit, formats: Formats): (start: Temporal.Instant) => string {
  switch (unit) {
    case "hour":
      return formats.shortHour;
    case "day":
    case "week":
      return formats.shortDay;
    case "month":
      return formats.shortMonth;
  }
}
