/** Customers by how recently, how often and for how much they bought: scores, and the groups that these make. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask } from "./ask.ts";
import { average, type Decimal, decimal, rounded, share, shareOf } from "./decimal.ts";
import { noFilter } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";

/** The best customers first. */
const rfmGroups = [
  "CHAMPIONS",
  "LOYAL",
  "POTENTIAL_LOYALISTS",
  "NEW",
  "PROMISING",
  "NEED_ATTENTION",
  "ABOUT_TO_SLEEP",
  "AT_RISK",
  "CANNOT_LOSE",
  "HIBERNATING",
  "LOST",
] as const;
export type RfmGroup = (typeof rfmGroups)[number];

/** Each from 1 to 5, the best. */
export interface RfmScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly group: RfmGroup;
}

/** What a statement tells of a customer's scores: all three, or none. */
export interface ScoreRow {
  readonly recency: number | null;
  readonly frequency: number | null;
  readonly monetary: number | null;
}

// By recency, from 1 to 5, and by the mean of frequency and monetary score, from 1 to 5, halves rounded up.
const groups: readonly (readonly RfmGroup[])[] = [
  ["LOST", "HIBERNATING", "AT_RISK", "AT_RISK", "CANNOT_LOSE"],
  ["HIBERNATING", "HIBERNATING", "AT_RISK", "AT_RISK", "CANNOT_LOSE"],
  ["ABOUT_TO_SLEEP", "ABOUT_TO_SLEEP", "NEED_ATTENTION", "LOYAL", "LOYAL"],
  ["PROMISING", "POTENTIAL_LOYALISTS", "POTENTIAL_LOYALISTS", "LOYAL", "LOYAL"],
  ["NEW", "POTENTIAL_LOYALISTS", "POTENTIAL_LOYALISTS", "CHAMPIONS", "CHAMPIONS"],
];

/**
 * @returns the group of customers with these scores
 * @throws RangeError for a score that is not from 1 to 5
 */
export function rfmGroupOf(recency: number, frequency: number, monetary: number): RfmGroup {
  const group = groups[recency - 1]?.[Math.ceil((frequency + monetary) / 2) - 1];
  if (!group) {
    throw new RangeError(`Cannot group a customer with scores ${recency}, ${frequency}, ${monetary}`);
  }
  return group;
}

/** @returns null for a customer without scores */
export function scoresOf({ recency, frequency, monetary }: ScoreRow): RfmScores | null {
  if (recency === null || frequency === null || monetary === null) return null;
  return { recency, frequency, monetary, group: rfmGroupOf(recency, frequency, monetary) };
}

export interface RfmSegments {
  readonly customers: number;
  readonly groups: readonly RfmGroupFigures[];
  readonly cells: readonly RfmCell[];
}

export interface RfmGroupFigures {
  readonly group: RfmGroup;
  readonly customers: number;
  readonly share: number;
  readonly revenue: number;
  readonly orders: number;
  readonly averageOrderValue: number | null;
  readonly revenueShare: number | null;
}

export interface RfmCell {
  readonly recency: number;
  readonly frequency: number;
  readonly customers: number;
  readonly revenue: number;
}

interface RfmRow extends AnswerRow, ScoreRow {
  readonly customers: number;
  readonly revenue: string;
  readonly orders: number;
}

interface Scored {
  readonly scores: RfmScores;
  readonly customers: number;
  readonly revenue: Decimal;
  readonly orders: number;
}

/** @returns every group and every pair of recency and frequency, those that nobody is in too */
export async function rfmSegments(analytics: Analytics): Promise<Answer<RfmSegments>> {
  const { lane } = await chooseLane(analytics, { kind: "lifetime" }, noFilter);
  const rows = await ask<RfmRow>(
    analytics,
    { field: "rfmSegments", lane },
    statement(`queries/rfmSegments.${lane}`),
    { zone: analytics.calendar.timeZone },
  );
  const scored = rows.flatMap((row) => {
    const scores = scoresOf(row);
    return scores ? [{ ...row, scores, revenue: decimal(row.revenue) }] : [];
  });
  const digits = currencyDigits(analytics.currency);
  const all = sum(scored);
  return answerOf<RfmSegments>(rows, lane, {
    customers: all.customers,
    groups: rfmGroups.map((group) =>
      groupFigures(group, sum(scored.filter(({ scores }) => scores.group === group)), all, digits)
    ),
    cells: fifths.flatMap((recency) =>
      fifths.map((frequency) => {
        const { customers, revenue } = sum(
          scored.filter(({ scores }) => scores.recency === recency && scores.frequency === frequency),
        );
        return { recency, frequency, customers, revenue: rounded(revenue, digits) };
      })
    ),
  });
}

const fifths = [1, 2, 3, 4, 5] as const;

type Sums = Omit<Scored, "scores">;

function sum(scored: readonly Scored[]): Sums {
  return scored.reduce<Sums>((a, b) => ({
    customers: a.customers + b.customers,
    revenue: a.revenue + b.revenue,
    orders: a.orders + b.orders,
  }), { customers: 0, revenue: 0n, orders: 0 });
}

function groupFigures(group: RfmGroup, sums: Sums, all: Sums, digits: number): RfmGroupFigures {
  const { customers, revenue, orders } = sums;
  return {
    group,
    customers,
    share: shareOf(customers, all.customers) ?? 0,
    revenue: rounded(revenue, digits),
    orders,
    averageOrderValue: average(revenue, orders, digits),
    revenueShare: share(revenue, all.revenue),
  };
}
