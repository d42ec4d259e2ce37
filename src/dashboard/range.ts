/** Which days a page covers: a listed period, or a range of days that somebody chose. */
import { texts } from "./texts.ts";

/** The periods that the picker offers as links, in its order. */
export const listedPeriods = ["today", "7d", "30d", "month", "quarter", "year", "12m", "all"] as const;
export type ListedPeriod = (typeof listedPeriods)[number];

/** Days of the shop's calendar; `to` is included. */
export interface CustomRange {
  readonly period: "custom";
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

export type ChosenRange = { readonly period: ListedPeriod } | CustomRange;

/** What of the shop gives a range its instants. */
export interface ShopCalendar {
  /** IANA name. */
  readonly timeZone: string;
  readonly now: Temporal.Instant;
  readonly firstOrder: Temporal.Instant;
}

/** How GraphQL is asked for a range: instants in ISO 8601; the end is excluded. */
export interface RangeVariables {
  readonly period: "TODAY" | "MONTH" | "QUARTER" | "YEAR" | "CUSTOM";
  readonly dateRange?: { readonly startDate: string; readonly endDate: string };
}

export const defaultPeriod: ListedPeriod = "30d";

/** The longest range that GraphQL answers. */
const longestYears = 20;
const firstDay = Temporal.PlainDate.from("1970-01-01");
const lastDay = Temporal.PlainDate.from("2099-12-31");

/** @returns the range that a URL's parameters ask for, or what is wrong with them, said to a person */
export function readRange(parameters: URLSearchParams): ChosenRange | { readonly problem: string } {
  const asked = parameters.get("period") ?? defaultPeriod;
  if (asked === "custom") return readCustom(parameters.get("from") ?? "", parameters.get("to") ?? "");
  const period = listedPeriods.find((listed) => listed === asked);
  return period === undefined ? { problem: texts.unknownPeriod(asked) } : { period };
}

/** @returns what to ask GraphQL for a range; days before today and today itself are whole days, also while it runs */
export function rangeVariables(range: ChosenRange, shop: ShopCalendar): RangeVariables {
  const today = shop.now.toZonedDateTimeISO(shop.timeZone).toPlainDate();
  const since = (from: Temporal.PlainDate): RangeVariables => ({
    period: "CUSTOM",
    dateRange: wholeDays(from, today, shop),
  });
  switch (range.period) {
    case "custom":
      return { period: "CUSTOM", dateRange: wholeDays(range.from, range.to, shop) };
    case "7d":
      return since(today.subtract({ days: 6 }));
    case "30d":
      return since(today.subtract({ days: 29 }));
    case "12m":
      return since(today.add({ days: 1 }).subtract({ years: 1 }));
    case "all":
      return { period: "CUSTOM", dateRange: allTime(shop) };
    case "today":
      return { period: "TODAY" };
    case "month":
      return { period: "MONTH" };
    case "quarter":
      return { period: "QUARTER" };
    case "year":
      return { period: "YEAR" };
  }
}

/** @returns the days, both included, that a range of instants touches */
export function daysOf(
  range: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
  timeZone: string,
): Pick<CustomRange, "from" | "to"> {
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timeZone).toPlainDate();
  return { from: dayOf(range.from), to: dayOf(range.to.subtract({ nanoseconds: 1 })) };
}

function readCustom(from: string, to: string): CustomRange | { readonly problem: string } {
  if (from === "" || to === "") return { problem: texts.rangeMissing };
  const [first, last] = [readDay(from), readDay(to)];
  if (first === undefined) return { problem: texts.noSuchDay(from) };
  if (last === undefined) return { problem: texts.noSuchDay(to) };
  if (Temporal.PlainDate.compare(first, last) > 0) return { problem: texts.rangeBackwards(from, to) };
  if (Temporal.PlainDate.compare(first.add({ years: longestYears }), last) <= 0) {
    return { problem: texts.rangeTooLong(longestYears) };
  }
  return { period: "custom", from: first, to: last };
}

function readDay(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    const day = Temporal.PlainDate.from(text);
    const inside = Temporal.PlainDate.compare(firstDay, day) <= 0 &&
      Temporal.PlainDate.compare(day, lastDay) <= 0;
    return inside ? day : undefined;
  } catch {
    return undefined;
  }
}

function wholeDays(from: Temporal.PlainDate, to: Temporal.PlainDate, { timeZone }: ShopCalendar) {
  return {
    startDate: from.toZonedDateTime(timeZone).toInstant().toString(),
    endDate: to.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString(),
  };
}

function allTime(shop: ShopCalendar) {
  const { timeZone, now, firstOrder } = shop;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const earliest = today.add({ days: 1 }).subtract({ years: longestYears });
  let from = firstOrder.toZonedDateTimeISO(timeZone).toPlainDate();
  if (Temporal.PlainDate.compare(from, earliest) < 0) from = earliest;
  // Orders may lie ahead of a pinned clock.
  if (Temporal.PlainDate.compare(from, today) > 0) from = today;
  return wholeDays(from, today, shop);
}
