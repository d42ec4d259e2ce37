/** Which instants a question covers, and what it compares with. All in the shop's zone. */
import { UserInputError } from "../base/errors.ts";
import { earlier, isLater } from "./instants.ts";

/** Half-open: from is included, to is not. */
export interface Range {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

export type CalendarPeriod = "TODAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";
export type Period = CalendarPeriod | "CUSTOM";
export type Comparison = "PREVIOUS_PERIOD" | "PREVIOUS_YEAR" | "NONE";

/** How the shop's calendar runs. */
export interface Calendar {
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekStart: 1 | 7;
}

/** What a question covers and what it compares with. */
export interface Span {
  readonly period: Period | "ALL_TIME";
  readonly range: Range;
  /** Undefined where it compares with nothing. */
  readonly previous: Range | undefined;
}

const longestYears = 20;
// Orders have such dates, in any zone.
const earliest = Temporal.Instant.from("1969-12-31T00:00:00Z");
const latestEnd = Temporal.Instant.from("2101-01-02T00:00:00Z");

/**
 * @param dateRange given with CUSTOM and with nothing else
 * @param now the business clock: where a calendar period ends
 * @param comparison what a calendar period to date compares with is the same elapsed part of another one; with a range of
 * whole days, whole days
 * @throws UserInputError when period and dateRange do not fit together, or the range is empty or longer than 20 years
 */
export function spanOf(
  period: Period,
  dateRange: Range | undefined,
  now: Temporal.Instant,
  calendar: Calendar,
  comparison: Comparison = "PREVIOUS_PERIOD",
): Span {
  if (period === "CUSTOM") {
    if (!dateRange) throw new UserInputError("Argument dateRange is required with period CUSTOM");
    checkRange(dateRange, calendar);
    return { period, range: dateRange, previous: comparedRange(dateRange, calendar, comparison) };
  }
  if (dateRange) {
    throw new UserInputError(`Argument dateRange goes with period CUSTOM only, got period ${period}`);
  }
  const start = periodStart(period, now, calendar);
  const step = comparison === "NONE" ? undefined : steps[comparison][period];
  return {
    period,
    range: { from: start.toInstant(), to: now },
    previous: step === undefined ? undefined : sameElapsed(period, start, step, now, calendar),
  };
}

/** @returns everything there is, what is dated after now too, compared with nothing */
export function allTime(): Span {
  return { period: "ALL_TIME", range: { from: earliest, to: latestEnd }, previous: undefined };
}

/** @returns the first instant of the running period, as the shop's clock shows it */
export function periodStart(
  period: CalendarPeriod,
  now: Temporal.Instant,
  calendar: Calendar,
): Temporal.ZonedDateTime {
  return dayStart(firstDay(period, localDay(now, calendar), calendar), calendar);
}

/** @returns the calendar day of an instant, in the shop's zone */
export function localDay(instant: Temporal.Instant, calendar: Calendar): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(calendar.timeZone).toPlainDate();
}

function checkRange(range: Range, calendar: Calendar): void {
  const { from, to } = range;
  if (!isLater(to, from)) {
    throw new UserInputError(`Argument dateRange must start before it ends, got ${from} to ${to}`);
  }
  if (isLater(earliest, from) || isLater(to, latestEnd)) {
    throw new UserInputError(`Argument dateRange must lie in the years 1970 to 2100, got ${from} to ${to}`);
  }
  const latest = from.toZonedDateTimeISO(calendar.timeZone).add({ years: longestYears }).toInstant();
  if (isLater(to, latest)) {
    throw new UserInputError(
      `Argument dateRange must span at most ${longestYears} years, got ${from} to ${to}`,
    );
  }
}

function comparedRange(range: Range, calendar: Calendar, comparison: Comparison): Range | undefined {
  switch (comparison) {
    case "PREVIOUS_PERIOD":
      return justBefore(range, calendar);
    case "PREVIOUS_YEAR":
      return yearBefore(range, calendar);
    case "NONE":
      return undefined;
  }
}

function justBefore({ from, to }: Range, calendar: Calendar): Range {
  const days = wholeDays({ from, to }, calendar);
  if (days) {
    // Whole days compare with as many whole days, though a clock change makes one of them 23 or 25 hours long.
    const length = days.first.until(days.end, { largestUnit: "days" });
    return { from: dayStart(days.first.subtract(length), calendar).toInstant(), to: from };
  }
  return { from: from.subtract(from.until(to)), to: from };
}

/** The same dates one calendar year before; February 28 for the 29th. */
function yearBefore({ from, to }: Range, calendar: Calendar): Range {
  const days = wholeDays({ from, to }, calendar);
  if (days) {
    const { first, end } = days;
    // Whole months compare with whole months, February 2025 with all of February 2024; otherwise the last day counts.
    const areMonths = first.day === 1 && end.day === 1;
    const endBefore = areMonths
      ? end.subtract(year)
      : end.subtract({ days: 1 }).subtract(year).add({ days: 1 });
    return {
      from: dayStart(first.subtract(year), calendar).toInstant(),
      to: dayStart(endBefore, calendar).toInstant(),
    };
  }
  const [start, end] = [from, to].map((at) =>
    at.toZonedDateTimeISO(calendar.timeZone).subtract(year).toInstant()
  );
  if (!start || !end) throw new TypeError("A range must have a start and an end");
  // An end on February 29, or in an hour that a clock shows twice, may lie before the start now: then as long as it is.
  const isLeapDay = localDay(to, calendar).toPlainMonthDay().toString() === "02-29";
  return { from: start, to: isLeapDay || !isLater(end, start) ? start.add(from.until(to)) : end };
}

/** @returns the days from first to before end that the range consists of; undefined where it cuts one */
function wholeDays(
  { from, to }: Range,
  calendar: Calendar,
): { readonly first: Temporal.PlainDate; readonly end: Temporal.PlainDate } | undefined {
  const [start, end] = [from, to].map((at) => at.toZonedDateTimeISO(calendar.timeZone));
  if (!start?.equals(start.startOfDay()) || !end?.equals(end.startOfDay())) return undefined;
  return { first: start.toPlainDate(), end: end.toPlainDate() };
}

/** @param step from the period to the one compared with, backwards */
function sameElapsed(
  period: CalendarPeriod,
  start: Temporal.ZonedDateTime,
  step: Temporal.DurationLike,
  now: Temporal.Instant,
  calendar: Calendar,
): Range {
  const dayBefore = start.toPlainDate().subtract(step);
  const before = dayStart(dayBefore, calendar);
  // By the shop's calendar and clock, to the nearest minute: 23:59:59.999 is a whole day, and December 30 compares
  // with December 30 in a leap year too.
  const elapsed = start.toPlainDateTime().until(now.toZonedDateTimeISO(calendar.timeZone).toPlainDateTime(), {
    largestUnit: "months",
    smallestUnit: "minutes",
    roundingMode: "halfExpand",
  });
  const to = before.toPlainDateTime().add(elapsed).toZonedDateTime(calendar.timeZone).toInstant();
  // March 31 compares with all of February, and nothing with more than its period.
  const end = dayStart(dayBefore.add(lengths[period]), calendar).toInstant();
  return { from: before.toInstant(), to: earlier(to, end) };
}

/** How long each period is, by the calendar. */
export const lengths: Readonly<Record<CalendarPeriod, Temporal.DurationLike>> = {
  TODAY: { days: 1 },
  WEEK: { days: 7 },
  MONTH: { months: 1 },
  QUARTER: { months: 3 },
  YEAR: { years: 1 },
};

const year = { years: 1 };
const steps: Readonly<
  Record<Exclude<Comparison, "NONE">, Readonly<Record<CalendarPeriod, Temporal.DurationLike>>>
> = {
  PREVIOUS_PERIOD: lengths,
  // 52 weeks, so that days of the week match.
  PREVIOUS_YEAR: { TODAY: year, WEEK: { days: 364 }, MONTH: year, QUARTER: year, YEAR: year },
};

function firstDay(period: CalendarPeriod, day: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate {
  switch (period) {
    case "TODAY":
      return day;
    case "WEEK":
      return day.subtract({ days: (day.dayOfWeek - calendar.weekStart + 7) % 7 });
    case "MONTH":
      return day.with({ day: 1 });
    case "QUARTER":
      return day.with({ day: 1, month: day.month - (day.month - 1) % 3 });
    case "YEAR":
      return day.with({ day: 1, month: 1 });
  }
}

/** @returns the first instant of a day of the shop's calendar */
export function dayStart(day: Temporal.PlainDate, calendar: Calendar): Temporal.ZonedDateTime {
  return day.toZonedDateTime(calendar.timeZone);
}
