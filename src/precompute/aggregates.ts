/** The aggregates as data: what defines each, and how a row of it is known. */
import { type Statement, statement } from "../db/statements.ts";

export interface Aggregate {
  readonly table: string;
  readonly key: readonly string[];
  /** What besides the key is kept, and compared. */
  readonly values: readonly string[];
  /**
   * Selects key and values for the days [:first_day, :end_day), which are the instants [:from, :to): what a drain of whole
   * days stores, and what verify compares with.
   */
  readonly definition: Statement;
  /** Which rows of the table that is, as a condition on `a`. */
  readonly scope: string;
  /** What verify compares it with, and whether a repair rebuilds it by days of orders or from what lies below. */
  readonly madeFrom: "orders" | "aggregates";
}

const inDays = "a.day >= :first_day::date and a.day < :end_day::date";
const beginningInDays =
  "a.month >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day') and a.month < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')";

/** As parameters of definitions: no order lies outside. */
export const allDays = { first_day: "1900-01-01", end_day: "2200-01-01" } as const;

export const hourly: Aggregate = {
  table: "agg_hourly_metrics",
  key: ["metric_hour"],
  values: [
    "hour_end",
    "revenue",
    "line_revenue",
    "costed_revenue",
    "cost",
    "units",
    "order_count",
    "avg_order_value",
    "unique_customers",
  ],
  definition: statement("rebuild/agg_hourly_metrics"),
  scope: "a.metric_hour >= :from::timestamptz and a.metric_hour < :to::timestamptz",
  madeFrom: "orders",
};

export const orderDaily: Aggregate = {
  table: "agg_order_daily",
  key: ["day", "sales_rep_id", "customer_segment"],
  values: ["revenue", "line_revenue", "costed_revenue", "cost", "orders", "units"],
  definition: statement("rebuild/agg_order_daily"),
  scope: inDays,
  madeFrom: "orders",
};

export const productDaily: Aggregate = {
  table: "agg_product_daily",
  key: ["day", "product_id"],
  values: ["revenue", "costed_revenue", "cost", "units", "orders"],
  definition: statement("rebuild/agg_product_daily"),
  scope: inDays,
  madeFrom: "orders",
};

/** Without prev_day, which follows from the other rows. */
export const customerDaily: Aggregate = {
  table: "agg_customer_daily",
  key: ["customer_id", "day"],
  values: ["orders", "revenue", "line_revenue", "costed_revenue", "cost"],
  definition: statement("rebuild/agg_customer_daily"),
  scope: inDays,
  madeFrom: "orders",
};

/** Made from the days of reps. */
export const orderMonthly: Aggregate = {
  table: "agg_order_monthly",
  key: ["month", "sales_rep_id", "customer_segment"],
  values: ["revenue", "line_revenue", "costed_revenue", "cost", "orders", "units"],
  definition: statement("rebuild/agg_order_monthly"),
  scope: beginningInDays,
  madeFrom: "aggregates",
};

export const productMonthly: Aggregate = {
  table: "agg_product_monthly",
  key: ["month", "product_id"],
  values: ["revenue", "costed_revenue", "cost", "units", "orders"],
  definition: statement("rebuild/agg_product_monthly"),
  scope: beginningInDays,
  madeFrom: "aggregates",
};

/** Up to one day of a year; only of the days in years_to_date is it held. */
export const productYears: Aggregate = {
  table: "agg_product_year_to_date",
  key: ["until", "product_id"],
  values: ["revenue", "costed_revenue", "cost", "units", "orders"],
  definition: statement("rebuild/agg_product_year_to_date"),
  scope: "a.until = :until::date",
  madeFrom: "aggregates",
};

/** No sums, but the category that each product's days are counted in. */
export const productCategories: Aggregate = {
  table: "agg_product_category",
  key: ["product_id"],
  values: ["category_id"],
  definition: statement("rebuild/agg_product_category"),
  scope: "true",
  madeFrom: "aggregates",
};

export const categoryDaily: Aggregate = {
  table: "agg_category_daily",
  key: ["day", "category_id"],
  values: ["revenue", "costed_revenue", "cost", "units", "times_sold"],
  definition: statement("rebuild/agg_category_daily"),
  scope: inDays,
  madeFrom: "aggregates",
};

export const categoryMonthly: Aggregate = {
  table: "agg_category_monthly",
  key: ["month", "category_id"],
  values: ["revenue", "costed_revenue", "cost", "units", "times_sold"],
  definition: statement("rebuild/agg_category_monthly"),
  scope: beginningInDays,
  madeFrom: "aggregates",
};

/** prev_day of customers' days. */
export const customerLinks: Aggregate = {
  table: "agg_customer_daily",
  key: ["customer_id", "day"],
  values: ["prev_day"],
  definition: statement("rebuild/customer_links"),
  scope: inDays,
  madeFrom: "aggregates",
};

/** How many customers, by their days and links. */
export const activityDaily: Aggregate = {
  table: "agg_activity_daily",
  key: ["day", "prev_day"],
  values: ["customers"],
  definition: statement("rebuild/agg_activity_daily"),
  scope: inDays,
  madeFrom: "aggregates",
};

export const cohortMonthly: Aggregate = {
  table: "agg_cohort_monthly",
  key: ["cohort", "month"],
  values: ["customers", "revenue"],
  definition: statement("rebuild/agg_cohort_monthly"),
  scope: beginningInDays,
  madeFrom: "aggregates",
};

/** Who has an order, or two, on a day. */
export const customerSetsDaily: Aggregate = {
  table: "agg_customer_sets_daily",
  key: ["at_least", "day", "chunk"],
  values: ["customers"],
  definition: statement("rebuild/agg_customer_sets_daily"),
  scope: inDays,
  madeFrom: "aggregates",
};

/** Of months and their thirds, made from the sets of days. */
export const customerSetsOfSpans: Aggregate = {
  table: "agg_customer_sets_spans",
  key: ["at_least", "span", "first_day", "chunk"],
  values: ["customers"],
  definition: statement("rebuild/agg_customer_sets_spans"),
  scope: beginningInDays.replaceAll("a.month", "date_trunc('month', a.first_day::timestamp)"),
  madeFrom: "aggregates",
};

/** Made from the days of customers, in the order in which they follow from each other. */
export const counts: readonly Aggregate[] = [
  activityDaily,
  cohortMonthly,
  customerSetsDaily,
  customerSetsOfSpans,
];

/** What verify compares, each with what lies below it: the first four with orders and lines, the others with those. */
export const aggregates: readonly Aggregate[] = [
  hourly,
  orderDaily,
  productDaily,
  customerDaily,
  orderMonthly,
  productMonthly,
  productYears,
  productCategories,
  categoryDaily,
  categoryMonthly,
  customerLinks,
  ...counts,
];

/** @returns the columns as SQL lists them, each after `prefix` */
export function columnList(columns: readonly string[], prefix = ""): string {
  return columns.map((column) => prefix + column).join(", ");
}
