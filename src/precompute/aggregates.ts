/** The aggregates as data: what defines each, and how a row of it is known. */
import { type Statement, statement } from "../db/statements.ts";

export interface Aggregate {
  readonly table: string;
  readonly key: readonly string[];
  /** The column of the key that may be null, where there is one. */
  readonly nullable?: string;
  /** What besides the key is kept, and compared. */
  readonly values: readonly string[];
  /** Selects key and values from the base tables: the one definition that rebuild stores and verify compares. */
  readonly definition: Statement;
}

export const aggregates: readonly Aggregate[] = [
  {
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
  },
  {
    table: "agg_product_daily",
    key: ["day", "product_id"],
    values: ["revenue", "costed_revenue", "cost", "units", "orders"],
    definition: statement("rebuild/agg_product_daily"),
  },
  {
    table: "agg_category_performance",
    key: ["category_id", "period", "period_start"],
    nullable: "category_id",
    values: ["revenue", "costed_revenue", "profit", "units_sold"],
    definition: statement("rebuild/agg_category_performance"),
  },
];

/** @returns the columns as SQL lists them, each after `prefix` */
export function columnList(columns: readonly string[], prefix = ""): string {
  return columns.map((column) => prefix + column).join(", ");
}
