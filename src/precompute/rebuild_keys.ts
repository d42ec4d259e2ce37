/** Rebuilding what single orders and lines touch: hours, and days of reps, products and customers. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { hourly, orderDaily } from "./aggregates.ts";
import { addToCategories } from "./categories.ts";
import { findChanged, relinkCustomers } from "./customers.ts";
import type { Day, Span } from "./rebuild_days.ts";
import { emptyTables, storeScope } from "./store.ts";

// Each is planned for the span, which spares Postgres most months.
const sums = [
  statement("drain/find_hours"),
  statement("drain/find_rep_days"),
  statement("drain/find_customer_days"),
  statement("drain/sum_orders"),
  statement("drain/sum_product_days"),
];
const stores = [
  // By lists, so that an index finds what they hold, however much lies beside it.
  storeScope({
    ...hourly,
    definition: statement("drain/agg_hourly_metrics"),
    scope: "a.metric_hour = any (array(select metric_hour from drained_hours))",
  }),
  storeScope({
    ...orderDaily,
    definition: statement("drain/agg_order_daily"),
    scope: `a.day = any (array(select distinct day from drained_rep_days))
      and exists (select from drained_rep_days k where k.day = a.day and k.sales_rep_id is not distinct from a.sales_rep_id)`,
  }),
  statement("drain/store_product_days"),
  // Months after the days that they are made from.
  statement("drain/store_rep_months"),
  statement("drain/store_product_months"),
  statement("drain/store_product_years"),
  findChanged(
    statement("drain/agg_customer_daily"),
    "join drained_customer_days using (customer_id, day)",
  ),
];
const empty = emptyTables([
  "drained_hours",
  "drained_rep_days",
  "drained_customer_days",
  "drained_orders",
  "drained_product_days",
  "drained_category_days",
]);

/** @returns for each month, the span from the first to the last of its days, which are in order */
export function keySpansOf(days: readonly Day[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { day, lo, hi } of days) {
    const end_day = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    const last = spans.at(-1);
    if (last?.first_day.slice(0, 7) === day.slice(0, 7)) {
      spans[spans.length - 1] = { ...last, end_day, to: hi };
    } else spans.push({ first_day: day, end_day, from: lo, to: hi });
  }
  return spans;
}

/** @param span the days that taken rows lie in; those that are rebuilt as a whole are left out */
export async function rebuildKeys(
  transaction: Queryable,
  span: Span,
  zone: string,
): Promise<void> {
  await transaction.run(empty);
  await transaction.run(statement("drain/plan_for_span"));
  for (const sum of sums) await transaction.run(sum, { ...span, zone });
  await transaction.run(statement("drain/plan_for_keys"));
  for (const store of stores) await transaction.run(store);
  await addToCategories(transaction);
  await relinkCustomers(transaction);
}
