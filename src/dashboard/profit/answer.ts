/** The parts of what `profit` is answered with, by names of their own. */
import type { ProfitQuery } from "../operation_types.ts";

export type Profitability = ProfitQuery["profitabilityMetrics"];
export type Margin = ProfitQuery["marginAnalysis"][number];

/** What margins are told by, in the order of the tabs. */
export const marginGroups = ["category", "product", "segment", "region", "rep"] as const;
export type MarginGroup = (typeof marginGroups)[number];
