/** Customers by the month of their first order, and who of them ordered again in which month. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { checkCount } from "./arguments.ts";
import { ask } from "./ask.ts";
import { type Bucket, bucketsOf } from "./buckets.ts";
import { type Decimal, decimal, rounded, shareOf } from "./decimal.ts";
import { noFilter } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import { dayStart, localDay, periodStart } from "./period.ts";

export interface CohortRetention {
  readonly months: number;
  /** The oldest first. */
  readonly cohorts: readonly Cohort[];
}

/** Money in the shop's currency, rounded to its smallest unit. */
export interface Cohort {
  /** Its first day. */
  readonly month: Temporal.PlainDate;
  readonly size: number;
  readonly revenue: number;
  readonly cells: readonly CohortCell[];
}

/** What a cohort did in one month; nulls where that has not begun. */
export interface CohortCell {
  /** Months since the cohort's own. */
  readonly offset: number;
  readonly month: Temporal.PlainDate;
  readonly customers: number | null;
  readonly retention: number | null;
  readonly revenue: number | null;
  readonly partial: boolean;
}

type CohortRow =
  & AnswerRow
  & (
    | {
      readonly cohort: string;
      readonly month: string;
      readonly customers: number;
      readonly revenue: string;
    }
    /** The one row of a shop without cohorts. */
    | { readonly cohort: null }
  );

/** By the first days of cohort and month. */
type Found = ReadonlyMap<string, { readonly customers: number; readonly revenue: Decimal }>;

const mostMonths = 60;

/** @param months how many, 1 to 60: those that end with the running one, by the business clock */
export async function cohortRetention(
  analytics: Analytics,
  months: number,
): Promise<Answer<CohortRetention>> {
  checkCount("months", months, mostMonths);
  const begun = monthsUpToNow(analytics, months);
  const [first, last] = [begun[0], begun.at(-1)];
  if (!first || !last) throw new TypeError("There must be a running month");
  // Each cohort has as many cells: those of the last one end this many months later.
  const firstDay = localDay(first.range.from, analytics.calendar);
  const days = Array.from({ length: 2 * months - 1 }, (_, place) => firstDay.add({ months: place }));
  const { lane } = await chooseLane(analytics, { kind: "cohorts" }, noFilter);
  const rows = await ask<CohortRow>(
    analytics,
    { field: "cohortRetention", lane },
    statement(`queries/cohortRetention.${lane}`),
    {
      first_month: String(days[0]),
      last_month: String(days[months - 1]),
      bounds: [...begun.map(({ range }) => range.from), last.range.to].map(String),
    },
  );
  const found: Found = new Map(rows.flatMap((row) => {
    if (row.cohort === null) return [];
    const { cohort, month, customers, revenue } = row;
    return [[key(cohort, month), { customers, revenue: decimal(revenue) }] as const];
  }));
  const digits = currencyDigits(analytics.currency);
  return answerOf<CohortRetention>(rows, lane, {
    months,
    cohorts: begun.map((_month, place) => cohortOf(place, begun, days, found, digits)),
  });
}

/** @returns whole months, the oldest first, the last one still running */
function monthsUpToNow({ calendar, clock }: Analytics, count: number): readonly Bucket[] {
  const now = clock.business();
  const running = periodStart("MONTH", now, calendar).toPlainDate();
  const range = {
    from: dayStart(running.subtract({ months: count - 1 }), calendar).toInstant(),
    to: dayStart(running.add({ months: 1 }), calendar).toInstant(),
  };
  return bucketsOf(range, "month", calendar, now);
}

/** @param days the first ones of the months that have begun, and of as many after them as cells need */
function cohortOf(
  place: number,
  begun: readonly Bucket[],
  days: readonly Temporal.PlainDate[],
  found: Found,
  digits: number,
): Cohort {
  const at = (month: number) =>
    found.get(key(String(days[place]), String(days[month]))) ?? { customers: 0, revenue: 0n };
  // Whoever is in a cohort ordered in its own month.
  const size = at(place).customers;
  const cells = days.slice(place, place + begun.length).map((month, offset): CohortCell => {
    const reached = begun[place + offset];
    if (!reached) return { offset, month, customers: null, retention: null, revenue: null, partial: false };
    const { customers, revenue } = at(place + offset);
    const retention = shareOf(customers, size);
    return {
      offset,
      month,
      customers,
      retention,
      revenue: rounded(revenue, digits),
      partial: reached.partial,
    };
  });
  const revenue = begun.slice(place).reduce((sum, _month, offset) => sum + at(place + offset).revenue, 0n);
  const month = cells[0]?.month;
  if (!month) throw new TypeError("A cohort must have a cell");
  return { month, size, revenue: rounded(revenue, digits), cells };
}

function key(cohort: string, month: string): string {
  return `${cohort} ${month}`;
}
