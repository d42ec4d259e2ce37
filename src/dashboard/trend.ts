/** From a trend's answer to its chart: what is drawn, and every text around it. */
import { toInstants, type TrendPoint } from "./answers.ts";
import type { Formats } from "./formats.ts";
import type { ChartPoint } from "./line.ts";
import type { OverviewScreen } from "./load.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { texts } from "./texts.ts";
import type { Metric, OverviewVariables } from "./view.ts";

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
  readonly unit: Unit;
  readonly points: readonly ChartPoint[];
  readonly scale: Scale;
  /** The texts of the scale's ticks, from top to bottom. */
  readonly ticks: readonly string[];
  readonly labels: readonly Label[];
}

export function trendChart({ view, shop, period, overview }: OverviewScreen): TrendChart {
  const { formats } = shop;
  const { salesOverview, salesTrends: trend } = overview;
  const range = toInstants(salesOverview.range);
  const { full, short, whole } = valueFormats(view.metric, formats);
  const scale = scaleOf(trend.map((point) => point.value), whole);
  const starts = trend.map((point) => Temporal.Instant.from(point.timestamp));
  const unit = unitOf(period, starts);
  const bounds = [...starts, range.to];
  return {
    label: texts.chartLabel(texts.metrics[view.metric], texts.units[unit], formats.range(range)),
    unit,
    points: trend.map((point, index) => ({
      value: point.value,
      text: full(point.value),
      name: nameOf(point, bounds.slice(index, index + 2), unit, formats),
      partial: point.partial,
    })),
    scale,
    ticks: scale.ticks.map(short).reverse(),
    labels: labelsOf(starts, unit, shop),
  };
}

const units = { TODAY: "hour", WEEK: "day", MONTH: "day", QUARTER: "week", YEAR: "month" } as const;

function unitOf(period: OverviewVariables["period"], starts: readonly Temporal.Instant[]): Unit {
  if (period !== "CUSTOM") return units[period];
  // The first bucket may be cut short; and where there are no three, the range is too short for anything but hours.
  const [, second, third] = starts;
  if (second === undefined || third === undefined) return "hour";
  const hours = second.until(third).total("hours");
  return hours < 2 ? "hour" : hours < 48 ? "day" : hours < 14 * 24 ? "week" : "month";
}

/** @returns how the metric's values are written, and whether they are whole numbers */
function valueFormats(metric: Metric, formats: Formats) {
  return metric === "revenue" || metric === "aov"
    ? { full: formats.money, short: formats.shortMoney, whole: false }
    : { full: formats.count, short: formats.shortCount, whole: true };
}

/** @param bounds where the bucket starts, and where it ends */
function nameOf(
  { partial }: TrendPoint,
  [from, to]: readonly Temporal.Instant[],
  unit: Unit,
  formats: Formats,
): string {
  if (from === undefined || to === undefined) throw new TypeError("A bucket must have a start and an end");
  const name = unit === "week" ? formats.range({ from, to }) : formats[unit](from);
  return partial ? `${name} (${texts.incomplete})` : name;
}

/** Those of long series have a year, and take more room. */
const mostLabels = { narrow: 4, medium: 6, wide: 12, wideWithYear: 8 } as const;

function labelsOf(
  starts: readonly Temporal.Instant[],
  unit: Unit,
  { formats, timeZone }: OverviewScreen["shop"],
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
