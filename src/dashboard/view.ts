/** What the overview shows, as its URL says it: everything is in the URL, so that it can be shared and gone back to. */
import { texts } from "./texts.ts";

/** The periods the picker offers as links, in its order. */
export const listedPeriods = ["today", "week", "month", "quarter", "year", "all"] as const;
export type ListedPeriod = (typeof listedPeriods)[number];

/** What the trend can show, in the order of its links. */
export const metrics = ["revenue", "orders", "customers", "aov"] as const;
export type Metric = (typeof metrics)[number];

/** Days of the shop's calendar; `to` is included. */
export interface CustomRange {
  readonly period: "custom";
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

export type ChosenRange = { readonly period: ListedPeriod } | CustomRange;
export type View = ChosenRange & { readonly metric: Metric };

/** A view, or what is wrong with the URL, said to a person. */
export type ViewOrProblem = { readonly view: View } | { readonly problem: string };

/** What of the shop gives a view its instants. */
export interface ShopCalendar {
  /** IANA name. */
  readonly timeZone: string;
  readonly now: Temporal.Instant;
  readonly firstOrder: Temporal.Instant;
}

/** The variables of `operations/overview.graphql`. */
export interface OverviewVariables extends Readonly<Record<string, unknown>> {
  readonly period: "TODAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR" | "CUSTOM";
  readonly metric: Uppercase<Metric>;
  /** Instants in ISO 8601; the end is excluded. */
  readonly dateRange?: { readonly startDate: string; readonly endDate: string };
}

export const defaultView: View = { period: "month", metric: "revenue" };

/** The longest range that GraphQL answers. */
const longestYears = 20;
const firstDay = Temporal.PlainDate.from("1900-01-01");
const lastDay = Temporal.PlainDate.from("2999-12-31");

/** @returns the view that a URL's parameters ask for; those it does not know are not its business */
export function readView(parameters: URLSearchParams): ViewOrProblem {
  const metric = oneOf(metrics, parameters.get("metric") ?? defaultView.metric);
  if (metric === undefined) return { problem: texts.unknownMetric(parameters.get("metric") ?? "") };
  const period = oneOf([...listedPeriods, "custom"], parameters.get("period") ?? defaultView.period);
  if (period === undefined) return { problem: texts.unknownPeriod(parameters.get("period") ?? "") };
  if (period !== "custom") return { view: { period, metric } };
  const range = readRange(parameters.get("from") ?? "", parameters.get("to") ?? "");
  return "problem" in range ? range : { view: { ...range, metric } };
}

/** @returns the address of a view: defaults are left out, so that each view has one address */
export function hrefOf(view: View): string {
  const parameters = new URLSearchParams();
  if (view.period !== defaultView.period) parameters.set("period", view.period);
  if (view.period === "custom") {
    parameters.set("from", view.from.toString());
    parameters.set("to", view.to.toString());
  }
  if (view.metric !== defaultView.metric) parameters.set("metric", view.metric);
  return parameters.size === 0 ? "/" : `/?${parameters}`;
}

/** @returns what to ask GraphQL for a view */
export function variablesOf(view: View, shop: ShopCalendar): OverviewVariables {
  const metric = view.metric.toUpperCase() as Uppercase<Metric>;
  if (view.period === "custom") return { period: "CUSTOM", metric, dateRange: wholeDays(view, shop) };
  if (view.period === "all") return { period: "CUSTOM", metric, dateRange: allTime(shop) };
  return { period: view.period.toUpperCase() as Exclude<OverviewVariables["period"], "CUSTOM">, metric };
}

/** @returns the days, both included, that a range of instants touches */
export function daysOf(
  range: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
  timeZone: string,
): Pick<CustomRange, "from" | "to"> {
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timeZone).toPlainDate();
  return { from: dayOf(range.from), to: dayOf(range.to.subtract({ nanoseconds: 1 })) };
}

function readRange(from: string, to: string): CustomRange | { readonly problem: string } {
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

function wholeDays({ from, to }: CustomRange, { timeZone }: ShopCalendar) {
  return {
    startDate: from.toZonedDateTime(timeZone).toInstant().toString(),
    endDate: to.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString(),
  };
}

function allTime({ timeZone, now, firstOrder }: ShopCalendar) {
  const end = now.toZonedDateTimeISO(timeZone);
  const earliest = end.subtract({ years: longestYears });
  let start = firstOrder.toZonedDateTimeISO(timeZone).startOfDay();
  if (Temporal.ZonedDateTime.compare(start, earliest) < 0) start = earliest;
  // Orders may lie ahead of a pinned clock.
  if (Temporal.ZonedDateTime.compare(start, end) >= 0) start = end.startOfDay();
  return { startDate: start.toInstant().toString(), endDate: now.toString() };
}

function oneOf<const T extends string>(values: readonly T[], text: string): T | undefined {
  return values.find((value) => value === text);
}
