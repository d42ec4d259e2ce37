/** What makes two questions the same, and what their answers depend on: as the cache knows them. */
import { createHash } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import type { Filter } from "./filter.ts";
import { isLater } from "./instants.ts";
import { type Calendar, dayStart, localDay, type Range, type Span } from "./period.ts";

/** What a question is about: the second word of its key. Those with a placeholder in the product brief come first. */
export type Subject =
  | "overview"
  | "trend"
  | "product"
  | "customer"
  | "realtime"
  | "top-products"
  | "products"
  | "product-trend"
  | "categories"
  | "segments"
  | "segment-customers"
  | "retention"
  | "cohorts"
  | "rfm"
  | "lifetime-distribution"
  | "customers"
  | "profitability"
  | "margins"
  | "reps"
  | "data-range";

export interface AskedAbout {
  readonly subject: Subject;
  /** What of it, in the order of its key: a metric, a product's id. */
  readonly of?: readonly string[];
  /** Without it, the question is about all time as seen from today. */
  readonly span?: Span;
  readonly filter?: Filter;
  /** Whatever else its answer depends on, such as a limit or the parts asked for. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

const longestRest = 80;

/**
 * @param now the business clock: what moves with it is another question each minute, and what only ends today another each day
 * @returns such as `analytics:trend:REVENUE:MONTH@2026-11-23T09:14`; the same for filters whose values are in another order
 */
export function questionKey(asked: AskedAbout, now: Temporal.Instant, calendar: Calendar): string {
  const { subject, of = [], span, filter, rest = {} } = asked;
  const filtered = Object.entries(filter ?? {}).filter(([, values]) => values !== undefined)
    .map(([field, values]) => [field, sorted(values)]);
  const others = { ...Object.fromEntries(filtered), ...rest };
  const text = Object.keys(others).length > 0 ? JSON.stringify(others) : "";
  return [
    "analytics",
    subject,
    // A caller's text must not pass for what follows it.
    ...of.map(encodeURIComponent),
    span ? spanKey(span, now) : `@${localDay(now, calendar)}`,
    ...(text
      ? [text.length > longestRest ? createHash("sha256").update(text).digest("base64url") : text]
      : []),
  ].join(":");
}

/**
 * @returns when the key will be another one, though nothing was sold: the end of the minute or day; undefined where it stays,
 * as under a pinned clock
 */
export function keyEnds(
  { span }: AskedAbout,
  clock: Clock,
  calendar: Calendar,
): Temporal.Instant | undefined {
  const [now, wall] = [clock.business(), clock.wall()];
  // Of a request's clock, now may be some seconds ago.
  if (now.until(wall).abs().total("minutes") > 1) return undefined;
  if (!span) return now.toZonedDateTimeISO(calendar.timeZone).startOfDay().add({ days: 1 }).toInstant();
  if (!movesByMinute(span, now)) return undefined;
  return now.round({ smallestUnit: "minute", roundingMode: "floor" }).add({ minutes: 1 });
}

/** Calendar periods end now, and so does what has not ended yet; all time has no end. */
function movesByMinute({ period, range }: Span, now: Temporal.Instant): boolean {
  if (period === "ALL_TIME") return false;
  return period !== "CUSTOM" || Temporal.Instant.compare(range.to, now) > 0;
}

function spanKey(span: Span, now: Temporal.Instant): string {
  const { period, range, previous } = span;
  const minute = movesByMinute(span, now) ? `@${now.toString({ smallestUnit: "minute" }).slice(0, -1)}` : "";
  const compared = previous ? `~${rangeKey(previous)}` : "";
  return `${period === "CUSTOM" ? rangeKey(range) : period}${minute}${compared}`;
}

function rangeKey({ from, to }: Range): string {
  return `${from}..${to}`;
}

function sorted(values: Filter[keyof Filter]): readonly (string | null)[] {
  return [...values ?? []].sort((a, b) => a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1);
}

const mostMonths = 36;

/**
 * @returns the shop's months that a span and the one compared with lie in, by their first day, as drains note them; "any"
 * for all time, and where they are many
 */
export function monthsOf({ period, range, previous }: Span, calendar: Calendar): readonly string[] | "any" {
  if (period === "ALL_TIME") return "any";
  const months = new Set<string>();
  for (const { from, to } of previous ? [range, previous] : [range]) {
    const last = lastMonthBefore(to, calendar);
    let month = localDay(from, calendar).with({ day: 1 });
    // A period that begins this moment covers nothing yet, but some of its first month before the minute is over.
    do {
      months.add(month.toString());
      if (months.size > mostMonths) return "any";
      month = month.add({ months: 1 });
    } while (Temporal.PlainDate.compare(month, last) <= 0);
  }
  return [...months];
}

/** @returns the first day of the last month that begins before then */
function lastMonthBefore(end: Temporal.Instant, calendar: Calendar): Temporal.PlainDate {
  const month = localDay(end.subtract({ nanoseconds: 1 }), calendar).with({ day: 1 });
  const next = month.add({ months: 1 });
  // Where a clock is turned back over midnight, the next one has begun before the date is of this one again.
  return isLater(end, dayStart(next, calendar).toInstant()) ? next : month;
}
