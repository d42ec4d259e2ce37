/** What `operations/profit.graphql` is answered with. */
import type { DateRange, TrendBucket } from "../answers.ts";

interface ProfitFigures {
  readonly range: DateRange;
  readonly revenue: number;
  readonly lineRevenue: number;
  readonly cost: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly commission: number;
  readonly contribution: number;
}

export interface Profitability extends ProfitFigures {
  readonly otherRevenue: number;
  readonly costCoverage: number | null;
  readonly contributionMargin: number | null;
  readonly growthRate: number | null;
  readonly marginChange: number | null;
  readonly previous: ProfitFigures | null;
}

export interface Margin {
  /** What a filter takes; null for what is without. */
  readonly key: string | null;
  readonly label: string;
  readonly category: { readonly id: string; readonly path: readonly string[] } | null;
  readonly revenue: number;
  readonly unitsSold: number;
  readonly cost: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly costCoverage: number | null;
  readonly revenueShare: number | null;
  readonly profitShare: number | null;
  readonly growthRate: number | null;
  readonly marginChange: number | null;
}

/** What margins are told by, in the order of the tabs. */
export const marginGroups = ["category", "product", "segment", "region", "rep"] as const;
export type MarginGroup = (typeof marginGroups)[number];

export interface ProfitAnswer {
  readonly profitabilityMetrics: Profitability;
  readonly profitTrend: readonly TrendBucket[];
  readonly marginAnalysis: readonly Margin[];
}
