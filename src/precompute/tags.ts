/** Which answers go stale when something changes: the brief's invalidation rules, by kind of touched row. */

/** Names for answers that go stale together. */
export const tags = [
  "dashboard_overview",
  "sales_trends",
  "product_insights",
  "customer_analytics",
  "realtime_metrics",
] as const;

export type Tag = (typeof tags)[number];

/** Orders and lines are in every figure, for the months they lie in. */
export const salesTags: readonly Tag[] = tags;

/** What names or groups sales: answers about every month show it. */
export const tagsByKind: Readonly<Record<string, readonly Tag[]>> = {
  product: ["product_insights", "dashboard_overview"],
  customer: ["customer_analytics"],
  // They group what the overview and product answers show.
  category: ["product_insights", "dashboard_overview"],
  // Their names, regions and commissions stand in margins and rankings.
  sales_rep: ["dashboard_overview", "sales_trends"],
  shop: tags,
};
