/** Numbers and dates as people read them: in the language of the texts, the shop's currency and the shop's zone. */
import { remembering } from "../base/remembering.ts";
import { locale, texts } from "./texts.ts";

/** Half-open. */
export interface InstantRange {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

export interface Formats {
  /** In full, to the currency's smallest unit: $2,297,200.86. */
  money(value: number): string;
  /** As a headline: in full below a million, $2,297,201 from there on, $2.297B from a billion on. */
  headlineMoney(value: number): string;
  /** For an axis: $80K. */
  shortMoney(value: number): string;
  /** 5,009. */
  count(value: number): string;
  /** For an axis: 5K. */
  shortCount(value: number): string;
  /** Of a share: 0.104 is 10.4%. */
  percent(share: number): string;
  /** Of a share, where there is little room: 0.104 is 10%. */
  wholePercent(share: number): string;
  /** Of a share, with its sign: 0.104 is +10.4%, and 0 has none. */
  change(share: number): string;
  /** Of a difference of shares, in points: 0.012 is +1.2. */
  points(difference: number): string;
  /** How long something was, in its largest unit: 75 is 1 minute. */
  age(seconds: number): string;
  /** 3 days. */
  countDays(count: number): string;
  /** The days that a range touches: Nov 1 – 30, 2017; with an end inside a day: Nov 1 – 12, 2017, until 10:41 AM. */
  range(range: InstantRange): string;
  /** The days alone, however the range ends: Nov 1 – 12, 2017. */
  days(range: InstantRange): string;
  /** The same without the year. */
  daysOfYear(range: InstantRange): string;
  /** 2:00 PM. */
  time(instant: Temporal.Instant): string;
  /** Dec 30, 2017, 2:00 PM. */
  moment(instant: Temporal.Instant): string;
  /** Sat, Dec 30, 2017. */
  day(instant: Temporal.Instant): string;
  /** Dec 30. */
  shortDay(instant: Temporal.Instant): string;
  /** Sat, Dec 30, 2:00 PM. */
  hour(instant: Temporal.Instant): string;
  /** 2 PM. */
  shortHour(instant: Temporal.Instant): string;
  /** December 2017. */
  month(instant: Temporal.Instant): string;
  /** Dec. */
  shortMonth(instant: Temporal.Instant): string;
  /** Dec 2017. */
  shortMonthYear(instant: Temporal.Instant): string;
  /** Of a day of the shop's calendar: Dec 30, 2017. */
  dayOf(day: Temporal.PlainDate): string;
  /** The month of a day of the shop's calendar: Dec 2017. */
  monthOf(day: Temporal.PlainDate): string;
}

/**
 * @param currency ISO 4217
 * @param timeZone IANA name
 */
export function createFormats(currency: string, timeZone: string): Formats {
  const money = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const inFull = numbers(money);
  const rounded = numbers({ ...money, maximumFractionDigits: 0 });
  const billions = numbers({
    ...money,
    notation: "compact",
    minimumSignificantDigits: 4,
    maximumSignificantDigits: 4,
  });
  const compact = { notation: "compact", maximumSignificantDigits: 3 } as const;
  // Always one decimal, so that a column of them lines up.
  const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  const percent = { style: "percent", ...oneDecimal } as const;
  const points = numbers({ ...oneDecimal, signDisplay: "exceptZero" });
  return {
    money: inFull,
    headlineMoney: (value) => {
      const size = Math.abs(value);
      return size < 1e6 ? inFull(value) : size < 1e9 ? rounded(value) : billions(value);
    },
    shortMoney: numbers({ ...money, ...compact }),
    count: numbers({}),
    shortCount: numbers(compact),
    percent: numbers(percent),
    wholePercent: numbers({ style: "percent", maximumFractionDigits: 0 }),
    change: numbers({ ...percent, signDisplay: "exceptZero" }),
    points: (difference) => points(difference * 100),
    age: createAge(),
    countDays: unit("day"),
    ...createDateFormats(timeZone),
  };
}

// A process serves one shop, so that one is enough to keep.
let last: { readonly currency: string; readonly timeZone: string; readonly formats: Formats } | undefined;

/**
 * The same as `createFormats`, made once: Intl takes milliseconds to make them, and memory that V8 sees too late.
 */
export function formatsOf(currency: string, timeZone: string): Formats {
  if (last?.currency !== currency || last.timeZone !== timeZone) {
    last = { currency, timeZone, formats: createFormats(currency, timeZone) };
  }
  return last.formats;
}

type NumberFormats =
  | "money"
  | "headlineMoney"
  | "shortMoney"
  | "count"
  | "shortCount"
  | "percent"
  | "wholePercent"
  | "change"
  | "points"
  | "age"
  | "countDays";

function createDateFormats(timeZone: string): Omit<Formats, NumberFormats> {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
    return (instant: Temporal.Instant) => format().format(instant.epochMilliseconds);
  };
  const plain = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
    return (day: Temporal.PlainDate) => format().format(day.toZonedDateTime("UTC").epochMilliseconds);
  };
  const time = dates({ timeStyle: "short" });
  const daysWith = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
    return ({ from, to }: InstantRange) =>
      format().formatRange(from.epochMilliseconds, to.subtract({ nanoseconds: 1 }).epochMilliseconds);
  };
  const days = daysWith({ dateStyle: "medium" });
  // Of a page's figures each names the same two.
  const rangeFromText = remembering((text: string) => {
    const [from = "", to = ""] = text.split(" ");
    const range = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) };
    // To the minute, as periods are compared: 23:59:59.999 is a whole day.
    const end = range.to.toZonedDateTimeISO(timeZone).round({
      smallestUnit: "minute",
      roundingMode: "halfExpand",
    });
    return end.equals(end.startOfDay()) ? days(range) : texts.until(days(range), time(end.toInstant()));
  });
  return {
    range: ({ from, to }) => rangeFromText(`${from} ${to}`),
    days,
    daysOfYear: daysWith({ month: "short", day: "numeric" }),
    time,
    moment: dates({ dateStyle: "medium", timeStyle: "short" }),
    day: dates({ weekday: "short", month: "short", day: "numeric", year: "numeric" }),
    shortDay: dates({ month: "short", day: "numeric" }),
    hour: dates({ weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }),
    shortHour: dates({ hour: "numeric" }),
    month: dates({ month: "long", year: "numeric" }),
    shortMonth: dates({ month: "short" }),
    shortMonthYear: dates({ month: "short", year: "numeric" }),
    dayOf: plain({ dateStyle: "medium" }),
    monthOf: plain({ month: "short", year: "numeric" }),
  };
}

function createAge(): (seconds: number) => string {
  const of = (unit: string) =>
    numbers({ style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 });
  const [second, minute, hour, day] = [of("second"), of("minute"), of("hour"), of("day")];
  return (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 60) return second(whole);
    if (whole < 3600) return minute(Math.floor(whole / 60));
    return whole < 172_800 ? hour(Math.floor(whole / 3600)) : day(Math.floor(whole / 86_400));
  };
}

function unit(name: string): (value: number) => string {
  return numbers({ style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: 0 });
}

function numbers(options: Intl.NumberFormatOptions): (value: number) => string {
  // What rounds to zero has no minus.
  const format = once(() => new Intl.NumberFormat(locale, { signDisplay: "negative", ...options }));
  // A minus is as wide as a digit and a plus, a hyphen is not.
  return (value) => format().format(value).replace("-", "\u2212");
}

/** Made when it is needed: Intl takes half a millisecond for each, and no page needs all. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
