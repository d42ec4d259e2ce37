/** How a trend is cut: the hours, days, weeks or months of the shop's calendar that a range touches. */
import { remembering } from "../base/remembering.ts";
import { earlier, isLater, later } from "./instants.ts";
import {
  type Calendar,
  type CalendarPeriod,
  dayStart,
  lengths,
  localDay,
  periodStart,
  type Range,
  type Span,
} from "./period.ts";

export type BucketUnit = "hour" | "day" | "week" | "month";

/** One part of a trend. */
export interface Bucket {
  readonly range: Range;
  readonly label: string;
  /** Whether the question's range cuts it short, or it is not over yet. */
  readonly partial: boolean;
}

/** @returns the unit that a trend over `span` is cut into; a day counts as one, however long a clock change makes it */
export function bucketUnit(span: Span, { timeZone }: Calendar): BucketUnit {
  switch (span.period) {
    case "TODAY":
      return "hour";
    case "WEEK":
    case "MONTH":
      return "day";
    case "QUARTER":
      return "week";
    case "YEAR":
      return "month";
    case "CUSTOM":
    case "ALL_TIME": {
      const { from, to } = span.range;
      const start = from.toZonedDateTimeISO(timeZone);
      // Not by Duration.total: Deno's fails where the range ends in an hour that a clock repeats.
      const isWithin = (days: number) => !isLater(to, start.add({ days }).toInstant());
      if (isWithin(2)) return "hour";
      if (isWithin(100)) return "day";
      return isWithin(366) ? "week" : "month";
    }
  }
}

/**
 * @param now the business clock: buckets that end after it are partial
 * @returns the range's buckets, in order, without a gap; the first and the last end where the range does
 */
export function bucketsOf(
  { from, to }: Range,
  unit: BucketUnit,
  { timeZone, weekStart }: Calendar,
  now: Temporal.Instant,
): readonly Bucket[] {
  return cutAs([from, to, toMinute(now), unit, weekStart, timeZone].join(" "));
}

// A page asks for one range's trend in several metrics, and dates of a time zone take Deno so long that they would be a quarter
// of the work.
const cutAs = remembering((text: string): readonly Bucket[] => {
  const [from = "", to = "", now = "", unit, weekStart, timeZone = ""] = text.split(" ");
  const range = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) };
  const calendar = { timeZone, weekStart: weekStart === "1" ? 1 : 7 } as const;
  return cut(range, unit as BucketUnit, calendar, Temporal.Instant.from(now));
});

function cut(range: Range, unit: BucketUnit, calendar: Calendar, now: Temporal.Instant): readonly Bucket[] {
  const buckets: Bucket[] = [];
  let start = floor(range.from, unit, calendar);
  // Where a clock is turned back over midnight, an instant's local date may be that of the day before its own.
  for (
    let next = after(start, unit, calendar);
    !isLater(next, range.from);
    next = after(start, unit, calendar)
  ) {
    start = next;
  }
  while (isLater(range.to, start)) {
    const end = after(start, unit, calendar);
    const [from, to] = [later(start, range.from), earlier(end, range.to)];
    buckets.push({
      range: { from, to },
      label: labelOf(start, unit, calendar),
      partial: !from.equals(start) || isBefore(to, end) || isBefore(now, end),
    });
    start = end;
  }
  return buckets;
}

const calendarPeriods: Readonly<Record<Exclude<BucketUnit, "hour">, CalendarPeriod>> = {
  day: "TODAY",
  week: "WEEK",
  month: "MONTH",
};

function floor(instant: Temporal.Instant, unit: BucketUnit, calendar: Calendar): Temporal.Instant {
  if (unit !== "hour") return periodStart(calendarPeriods[unit], instant, calendar).toInstant();
  const hour = hourKey(instant, calendar);
  let start = Temporal.Instant.fromEpochMilliseconds(hour);
  while (hourKey(start, calendar) !== hour) start = start.add({ minutes: 15 });
  return start;
}

function after(start: Temporal.Instant, unit: BucketUnit, calendar: Calendar): Temporal.Instant {
  if (unit !== "hour") {
    const next = localDay(start, calendar).add(lengths[calendarPeriods[unit]]);
    return dayStart(next, calendar).toInstant();
  }
  const hour = hourKey(start, calendar);
  let end = start.add({ minutes: 15 });
  while (hourKey(end, calendar) === hour) end = end.add({ minutes: 15 });
  return end;
}

// The same as date_trunc('hour', instant, zone) in Postgres: the full hour before, by the offset in force. Where a zone
// shifts by half an hour, that lies outside the hour's own instants, hence the steps above.
function hourKey(instant: Temporal.Instant, calendar: Calendar): number {
  const local = instant.toZonedDateTimeISO(calendar.timeZone);
  return local.epochMilliseconds - ((local.minute * 60 + local.second) * 1000 + local.millisecond);
}

function labelOf(start: Temporal.Instant, unit: BucketUnit, calendar: Calendar): string {
  const local = start.toZonedDateTimeISO(calendar.timeZone);
  const day = local.toPlainDate().toString();
  if (unit === "hour") return `${day} ${local.toPlainTime().toString({ smallestUnit: "minute" })}`;
  return unit === "month" ? day.slice(0, 7) : day;
}

// To the nearest minute: a clock pinned to 23:59:59.999 has seen all of its day.
function isBefore(instant: Temporal.Instant, end: Temporal.Instant): boolean {
  return isLater(end, toMinute(instant));
}

function toMinute(instant: Temporal.Instant): Temporal.Instant {
  return instant.round({ smallestUnit: "minute", roundingMode: "halfExpand" });
}
