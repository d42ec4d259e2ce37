/** What single customers have brought, over all time. */
import { NotFoundError } from "../base/errors.ts";
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { checkId } from "./arguments.ts";
import { ask } from "./ask.ts";
import { average, decimal, rounded, share } from "./decimal.ts";
import { noFilter } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import { localDay } from "./period.ts";
import { type RfmScores, type ScoreRow, scoresOf } from "./rfm.ts";

/** Money in the shop's currency, rounded to its smallest unit; days are the shop's. */
export interface LifetimeFigures {
  readonly customerId: string;
  readonly revenue: number;
  readonly profit: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly firstOrder: Temporal.PlainDate | null;
  readonly lastOrder: Temporal.PlainDate | null;
  /** Null without orders, and until the scores are computed. */
  readonly rfm: RfmScores | null;
}

export interface LifetimeValue extends LifetimeFigures {
  readonly profitMargin: number | null;
  readonly recencyDays: number | null;
  readonly tenureDays: number | null;
  readonly rank: number | null;
  readonly rankedCustomers: number;
}

/** What a statement tells of a customer. */
export interface FiguresRow extends ScoreRow {
  readonly customer_id: string;
  readonly revenue: string;
  readonly profit: string;
  readonly orders: number;
  readonly first_order: string | null;
  readonly last_order: string | null;
}

interface LifetimeRow extends AnswerRow, FiguresRow {
  readonly costed_revenue: string;
  readonly rank: number | null;
  readonly ranked: number;
}

/**
 * @returns recency and tenure by the business clock's day
 * @throws NotFoundError where there is no such customer
 */
export async function customerLifetimeValue(
  analytics: Analytics,
  customerId: string,
): Promise<Answer<LifetimeValue>> {
  const id = checkId("customerId", customerId);
  const { clock, calendar } = analytics;
  const { lane } = await chooseLane(analytics, { kind: "lifetime" }, noFilter);
  const rows = await ask<LifetimeRow>(
    analytics,
    { field: "customerLifetimeValue", lane },
    statement(`queries/customerLifetimeValue.${lane}`),
    { customer_id: id, zone: calendar.timeZone },
  );
  const [row] = rows;
  if (!row) {
    throw new NotFoundError(`Argument customerId must be the id of a customer, got "${id}": there is none`);
  }
  const figures = figuresOf(row, currencyDigits(analytics.currency));
  const today = localDay(clock.business(), calendar);
  return answerOf<LifetimeValue>(rows, lane, {
    ...figures,
    profitMargin: share(decimal(row.profit), decimal(row.costed_revenue)),
    recencyDays: daysTo(today, figures.lastOrder),
    tenureDays: daysTo(today, figures.firstOrder),
    rank: row.rank,
    rankedCustomers: row.ranked,
  });
}

/** @param digits of the currency */
export function figuresOf(row: FiguresRow, digits: number): LifetimeFigures {
  const revenue = decimal(row.revenue);
  return {
    customerId: row.customer_id,
    revenue: rounded(revenue, digits),
    profit: rounded(decimal(row.profit), digits),
    orders: row.orders,
    averageOrderValue: average(revenue, row.orders, digits),
    firstOrder: dayOf(row.first_order),
    lastOrder: dayOf(row.last_order),
    rfm: scoresOf(row),
  };
}

function dayOf(text: string | null): Temporal.PlainDate | null {
  return text === null ? null : Temporal.PlainDate.from(text);
}

function daysTo(today: Temporal.PlainDate, day: Temporal.PlainDate | null): number | null {
  return day && day.until(today, { largestUnit: "days" }).days;
}
