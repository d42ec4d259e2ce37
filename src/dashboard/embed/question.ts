/** What a chart on another site asks: what its address says beside what its token fixes, and what neither says as usual. */
import type { InstantRange } from "../formats.ts";
import type { ShopSettings } from "../state.ts";
import type { EmbedChart } from "./charts.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** Longer than any question of a chart. */
const longest = 2_000;

/** @param text JSON, as GraphQL over HTTP has it. @returns undefined where it is no object */
export function readVariables(text: string | null): Variables | undefined {
  if (text === null) return {};
  if (text.length > longest) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Variables
      : undefined;
  } catch {
    return undefined;
  }
}

/** @returns what to ask; the token's own variables are put in where the question is answered */
export function withUsual(chart: EmbedChart, asked: Variables, locked: Variables): Variables {
  const isSaid = (name: string) => Object.hasOwn(asked, name) || Object.hasOwn(locked, name);
  return {
    ...(!isSaid("period") && { period: isSaid("dateRange") ? "CUSTOM" : "MONTH" }),
    ...(chart === "trend" && !isSaid("metric") && { metric: "REVENUE" }),
    ...asked,
  };
}

/**
 * @param variables of a question that was answered
 * @returns what it covers
 */
export function coveredBy(variables: Variables, { timeZone, now, weekStart }: ShopSettings): InstantRange {
  const { period, dateRange } = variables;
  if (isRange(dateRange)) {
    return { from: Temporal.Instant.from(dateRange.startDate), to: Temporal.Instant.from(dateRange.endDate) };
  }
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const firsts: Readonly<Record<string, Temporal.PlainDate>> = {
    WEEK: today.subtract({ days: weekStart === "MONDAY" ? today.dayOfWeek - 1 : today.dayOfWeek % 7 }),
    MONTH: today.with({ day: 1 }),
    QUARTER: today.with({ day: 1, month: today.month - (today.month - 1) % 3 }),
    YEAR: today.with({ day: 1, month: 1 }),
  };
  const first = firsts[String(period)] ?? today;
  return { from: first.toZonedDateTime(timeZone).toInstant(), to: now };
}

function isRange(value: unknown): value is { readonly startDate: string; readonly endDate: string } {
  return typeof value === "object" && value !== null && "startDate" in value && "endDate" in value;
}
