/** Revenue, cost and margin, group by group. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { checkCount } from "./arguments.ts";
import { ask, spanParameters } from "./ask.ts";
import { type Decimal, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Span } from "./period.ts";
import type { Question } from "./question.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

export type GroupBy = "PRODUCT" | "CATEGORY" | "SEGMENT" | "REGION" | "SALES_REP";

/** Money in the shop's currency, rounded to its smallest unit. */
export interface MarginGroup {
  readonly groupBy: GroupBy;
  /** What a filter takes to choose the group: an id, or a segment or region; null for what is without one. */
  readonly key: string | null;
  readonly label: string;
  readonly revenue: number;
  readonly unitsSold: number;
  readonly cost: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly costCoverage: number | null;
  readonly revenueShare: number | null;
  readonly profitShare: number | null;
  /** Null, as is all that follows, where the span compares with nothing. */
  readonly growthRate: number | null;
  readonly previousRevenue: number | null;
  readonly previousProfit: number | null;
  readonly previousMargin: number | null;
  /** In shares: 0.01 is one point. */
  readonly marginChange: number | null;
}

/** What was sold at a known cost, and that cost. */
export interface Costed {
  readonly costedRevenue: Decimal;
  readonly cost: Decimal;
}

interface Row extends AnswerRow {
  readonly key: string | null;
  /** Null for what is called by its key, and for what is without one. */
  readonly name: string | null;
  readonly revenue: string;
  readonly costed_revenue: string;
  readonly cost: string;
  readonly units: number;
  readonly previous_revenue: string;
  readonly previous_costed_revenue: string;
  readonly previous_cost: string;
  readonly all_revenue: string;
  readonly all_profit: string;
}

/** Which statement makes such groups, and what a group is called that is without one. */
const groupings: Readonly<Record<GroupBy, { readonly groups: string; readonly without: string }>> = {
  PRODUCT: { groups: "products", without: "Without a product" },
  CATEGORY: { groups: "categories", without: "Without a category" },
  SEGMENT: { groups: "parties", without: "Without a segment" },
  REGION: { groups: "parties", without: "Without a region" },
  SALES_REP: { groups: "parties", without: "Without a sales rep" },
};

/**
 * @param limit 1 to 1000
 * @returns the groups that sold, the largest profit first, categories each with all below it
 */
export async function marginAnalysis(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  groupBy: GroupBy,
  limit: number,
): Promise<Answer<readonly MarginGroup[]>> {
  checkCount("limit", limit);
  const { groups, without } = groupings[groupBy];
  const question: Question = groups === "parties"
    ? { kind: "parties" }
    : { kind: "products", allTime: span.period === "ALL_TIME" };
  const { lane } = await chooseLane(analytics, question, filter);
  const rows = await ask<MaybeSold<Row>>(
    analytics,
    { field: "marginAnalysis", lane, span, filter },
    statement(`queries/marginAnalysis.${lane}.${groups}`),
    { ...spanParameters(span, analytics.calendar), ...filterParameters(filter), group_by: groupBy, limit },
  );
  const digits = currencyDigits(analytics.currency);
  const value = soldRows(rows).map((row) => ({
    groupBy,
    key: row.key,
    label: row.name ?? row.key ?? without,
    ...figuresOf(row, digits),
    ...changeOf(row, span, digits),
  }));
  return answerOf(rows, lane, value);
}

export function profitOf({ costedRevenue, cost }: Costed): Decimal {
  return costedRevenue - cost;
}

/** @returns profit as a share of what was sold at a known cost; null where that is 0 */
export function marginOf(costed: Costed): number | null {
  return share(profitOf(costed), costed.costedRevenue);
}

/** @returns the margin less the earlier one, rounded once; null where either is */
export function marginChange(now: Costed, earlier: Costed): number | null {
  return share(
    profitOf(now) * earlier.costedRevenue - profitOf(earlier) * now.costedRevenue,
    now.costedRevenue * earlier.costedRevenue,
  );
}

function figuresOf(row: Row, digits: number) {
  const revenue = decimal(row.revenue);
  const costed = { costedRevenue: decimal(row.costed_revenue), cost: decimal(row.cost) };
  const profit = profitOf(costed);
  return {
    revenue: rounded(revenue, digits),
    unitsSold: row.units,
    cost: rounded(costed.cost, digits),
    profit: rounded(profit, digits),
    profitMargin: marginOf(costed),
    costCoverage: share(costed.costedRevenue, revenue),
    revenueShare: share(revenue, decimal(row.all_revenue)),
    profitShare: share(profit, decimal(row.all_profit)),
  };
}

function changeOf(row: Row, { previous }: Span, digits: number) {
  if (!previous) {
    return {
      growthRate: null,
      previousRevenue: null,
      previousProfit: null,
      previousMargin: null,
      marginChange: null,
    };
  }
  const earlierRevenue = decimal(row.previous_revenue);
  const now = { costedRevenue: decimal(row.costed_revenue), cost: decimal(row.cost) };
  const earlier = {
    costedRevenue: decimal(row.previous_costed_revenue),
    cost: decimal(row.previous_cost),
  };
  return {
    growthRate: growth(decimal(row.revenue), earlierRevenue),
    previousRevenue: rounded(earlierRevenue, digits),
    previousProfit: rounded(profitOf(earlier), digits),
    previousMargin: marginOf(earlier),
    marginChange: marginChange(now, earlier),
  };
}
