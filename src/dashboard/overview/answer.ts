/** The parts of what `overview` is answered with, by names of their own. */
import type { OverviewQuery } from "../operation_types.ts";

export type SalesOverview = OverviewQuery["salesOverview"];
export type Realtime = OverviewQuery["realtimeMetrics"];
export type TopProduct = OverviewQuery["topProducts"][number];
export type CategoryInsight = OverviewQuery["categoryBreakdown"][number];
export type CustomerSegment = OverviewQuery["customerSegments"][number];

/** What the overview's chart can show, in the order of its figures. */
export const metrics = ["revenue", "orders", "aov", "customers", "profit"] as const;
export type Metric = (typeof metrics)[number];
