/** Between the schema's arguments and types and those of questions. */
import type { Analytics } from "../../analytics/analytics.ts";
import type { PageArguments } from "../../analytics/cursor.ts";
import { type Filter, filterOf } from "../../analytics/filter.ts";
import {
  allTime,
  type Comparison,
  type Period,
  type Range,
  type Span,
  spanOf,
} from "../../analytics/period.ts";
import type { DateRange, DateRangeInput } from "../schema_types.ts";

export interface SpanArguments {
  readonly period?: Period | null;
  readonly dateRange?: DateRangeInput | null;
  readonly compareTo?: Comparison | null;
}

export interface FilterArgument {
  readonly filter?: Parameters<typeof filterOf>[0];
}

export interface ListArguments {
  readonly search?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** @returns what the arguments cover; without a period the range that they give, which is then required */
export function spanFrom({ clock, calendar }: Analytics, args: SpanArguments): Span {
  const { period, dateRange, compareTo } = args;
  const range = dateRange ? { from: dateRange.startDate, to: dateRange.endDate } : undefined;
  return spanOf(period ?? "CUSTOM", range, clock.business(), calendar, compareTo ?? "PREVIOUS_PERIOD");
}

/** @returns what the arguments cover; all time where they give neither a period nor a range */
export function spanOrAllTime(analytics: Analytics, args: SpanArguments): Span {
  return args.period || args.dateRange ? spanFrom(analytics, args) : allTime();
}

/** @throws UserInputError which names the argument */
export function filterFrom({ filter }: FilterArgument): Filter {
  return filterOf(filter);
}

/** @returns which part of a list the arguments ask for */
export function pageFrom({ search, first, after }: ListArguments): PageArguments {
  return { search: search ?? undefined, first: first ?? 50, after: after ?? undefined };
}

export function toDateRange({ from, to }: Range): DateRange {
  return { startDate: from, endDate: to };
}
