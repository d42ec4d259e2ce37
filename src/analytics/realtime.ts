/** What is going on: the last 60 minutes, and today so far. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow, together } from "./answer.ts";
import { ask } from "./ask.ts";
import { type Decimal, decimal, rounded } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { salesOverview } from "./overview.ts";
import { earlier } from "./instants.ts";
import { type Calendar, type Span, spanOf } from "./period.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface RealtimeFigures {
  readonly revenue: number;
  readonly orders: number;
  readonly activeCustomers: number;
}

export interface MinuteOrders {
  /** When the minute starts. */
  readonly timestamp: Temporal.Instant;
  readonly orders: number;
  readonly revenue: number;
}

export interface Realtime {
  /** Where the last 60 minutes and today end. */
  readonly now: Temporal.Instant;
  /** The 60 minutes before now, and each of them, the oldest first; null where they were not asked for. */
  readonly lastHour: RealtimeFigures | null;
  readonly ordersByMinute: readonly MinuteOrders[] | null;
  /** Null where it was not asked for. */
  readonly today: RealtimeFigures | null;
}

/** What is asked for: one of them, or both. */
export type RealtimeParts = "lastHour" | "today" | "both";

interface Row extends AnswerRow {
  /** Counted from 1; null, as is what follows, in the one row of an hour without orders. */
  readonly minute: number | null;
  readonly revenue: string | null;
  readonly orders: number | null;
  /** Of the whole hour. */
  readonly customers: number;
}

const minutes = 60;

/** @returns what happened up to this moment */
export async function realtimeMetrics(
  analytics: Analytics,
  filter: Filter,
  parts: RealtimeParts = "both",
): Promise<Answer<Realtime>> {
  const now = analytics.clock.business();
  const nothing = { now, lastHour: null, ordersByMinute: null, today: null };
  const [hour, today] = await Promise.all([
    parts === "today" ? undefined : readLastHour(analytics, now, filter),
    parts === "lastHour" ? undefined : readToday(analytics, now, filter),
  ]);
  if (hour && today) {
    return { ...together(hour, today), value: { ...nothing, ...hour.value, ...today.value } };
  }
  if (hour) return { ...hour, value: { ...nothing, ...hour.value } };
  if (today) return { ...today, value: { ...nothing, ...today.value } };
  throw new TypeError(`realtimeMetrics must have parts, got ${parts}`);
}

/** @returns all that it is about: in the shop's first hour of a day, some of the day before as well */
export function lastHourAndToday(now: Temporal.Instant, calendar: Calendar): Span {
  const { range, ...today } = spanOf("TODAY", undefined, now, calendar, "NONE");
  return { ...today, range: { from: earlier(range.from, now.subtract({ minutes })), to: now } };
}

/** From the orders themselves: no aggregate knows of minutes. */
async function readLastHour(
  analytics: Analytics,
  now: Temporal.Instant,
  filter: Filter,
): Promise<Answer<Pick<Realtime, "lastHour" | "ordersByMinute">>> {
  const bounds = Array.from(
    { length: minutes + 1 },
    (_, index) => now.subtract({ minutes: minutes - index }),
  );
  const rows = await ask<Row>(
    analytics,
    { field: "realtimeMetrics", lane: "DIRECT", filter },
    statement("queries/realtimeMetrics.DIRECT"),
    { ...filterParameters(filter), bounds: bounds.map(String) },
  );
  const digits = currencyDigits(analytics.currency);
  const byMinute = new Map(rows.map((row) => [row.minute, row]));
  const sold = bounds.slice(0, minutes).map((timestamp, index) => {
    const row = byMinute.get(index + 1);
    return { timestamp, orders: row?.orders ?? 0, revenue: decimal(row?.revenue ?? "0") };
  });
  return answerOf(rows, "DIRECT", {
    lastHour: {
      revenue: rounded(sold.reduce<Decimal>((sum, { revenue }) => sum + revenue, 0n), digits),
      orders: sold.reduce((sum, { orders }) => sum + orders, 0),
      activeCustomers: rows[0]?.customers ?? 0,
    },
    ordersByMinute: sold.map((minute) => ({ ...minute, revenue: rounded(minute.revenue, digits) })),
  });
}

/** The overview of the shop's day up to now. */
async function readToday(
  analytics: Analytics,
  now: Temporal.Instant,
  filter: Filter,
): Promise<Answer<Pick<Realtime, "today">>> {
  const span = spanOf("TODAY", undefined, now, analytics.calendar, "NONE");
  const { value, ...provenance } = await salesOverview(analytics, span, filter);
  const { totalRevenue: revenue, totalOrders: orders, customers } = value;
  return {
    ...provenance,
    value: { today: { revenue, orders: orders ?? 0, activeCustomers: customers ?? 0 } },
  };
}
