/** What is left of revenue after costs and commission. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { type Decimal, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters, isOfLines } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import { type Costed, marginChange, marginOf, profitOf } from "./margins.ts";
import type { Range, Span } from "./period.ts";
import { rowsByRange, type Which } from "./rows.ts";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface ProfitFigures {
  readonly range: Range;
  /** Of orders; of the matching lines where products are filtered. */
  readonly revenue: number;
  readonly lineRevenue: number;
  readonly otherRevenue: number;
  readonly cost: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly costCoverage: number | null;
  /** What reps get: each one's rate, as it is now, of their revenue. */
  readonly commission: number;
  readonly contribution: number;
  readonly contributionMargin: number | null;
}

export interface Profitability extends ProfitFigures {
  readonly growthRate: number | null;
  readonly profitChange: number | null;
  /** In shares: 0.01 is one point. */
  readonly marginChange: number | null;
  readonly previous: ProfitFigures | null;
}

/** What of the figures is asked for. */
export interface ProfitabilityParts {
  /** Without it commission is 0 wherever it would take the orders themselves to tell, and contribution lacks it. */
  readonly commission: boolean;
}

interface Row extends AnswerRow {
  readonly which: Which;
  readonly revenue: string;
  readonly line_revenue: string;
  readonly costed_revenue: string;
  readonly cost: string;
  readonly commission: string;
}

/** @returns the figures of `span.range` beside those of `span.previous` */
export async function profitabilityMetrics(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  parts: ProfitabilityParts = { commission: true },
): Promise<Answer<Profitability>> {
  const ofLines = isOfLines(filter);
  // Sales reps' days tell commission too; products' days do not know of reps.
  const commission = parts.commission || !ofLines;
  const { lane, table = ofLines ? "lines" : "orders" } = await chooseLane(analytics, {
    kind: "sums",
    orders: false,
    commission,
  }, filter);
  const rows = await ask<Row>(
    analytics,
    { field: "profitabilityMetrics", lane, span, filter },
    statement(`queries/profitabilityMetrics.${lane}.${table}`),
    { ...spanParameters(span, analytics.calendar), ...filterParameters(filter) },
  );
  const { current, previous } = rowsByRange("profitabilityMetrics", rows);
  return answerOf(
    rows,
    lane,
    compared(sumsOf(current), sumsOf(previous), span, currencyDigits(analytics.currency)),
  );
}

function compared(now: Sums, earlier: Sums, { range, previous }: Span, digits: number): Profitability {
  const figures = figuresOf(now, range, digits);
  if (!previous) {
    return { ...figures, growthRate: null, profitChange: null, marginChange: null, previous: null };
  }
  return {
    ...figures,
    growthRate: growth(now.revenue, earlier.revenue),
    profitChange: rounded(profitOf(now) - profitOf(earlier), digits),
    marginChange: marginChange(now, earlier),
    previous: figuresOf(earlier, previous, digits),
  };
}

interface Sums extends Costed {
  readonly revenue: Decimal;
  readonly lineRevenue: Decimal;
  readonly commission: Decimal;
}

function sumsOf(row: Row): Sums {
  return {
    revenue: decimal(row.revenue),
    lineRevenue: decimal(row.line_revenue),
    costedRevenue: decimal(row.costed_revenue),
    cost: decimal(row.cost),
    commission: decimal(row.commission),
  };
}

function figuresOf(sums: Sums, range: Range, digits: number): ProfitFigures {
  const { revenue, lineRevenue, costedRevenue, cost, commission } = sums;
  const profit = profitOf(sums);
  const contribution = profit - commission;
  return {
    range,
    revenue: rounded(revenue, digits),
    lineRevenue: rounded(lineRevenue, digits),
    otherRevenue: rounded(revenue - lineRevenue, digits),
    cost: rounded(cost, digits),
    profit: rounded(profit, digits),
    profitMargin: marginOf(sums),
    costCoverage: share(costedRevenue, lineRevenue),
    commission: rounded(commission, digits),
    contribution: rounded(contribution, digits),
    contributionMargin: share(contribution, costedRevenue),
  };
}
