/**
 * Customers' days, and what follows from them: each day's link to the customer's active day before it, how many links lie
 * between any two days, cohorts, and the sets of customers of days and months. Days are rebuilt; the counts and sets get the
 * difference between what there was and what there is, all under the lock that one drain holds.
 */
import type { Queryable } from "../db/pool.ts";
import { type Statement, statement } from "../db/statements.ts";
import {
  activityDaily,
  type Aggregate,
  allDays,
  cohortMonthly,
  columnList,
  customerDaily,
  customerSetsDaily,
  customerSetsOfSpans,
} from "./aggregates.ts";
import { emptyTables, storeOrAppend, withParametersOf } from "./store.ts";

/**
 * @param definition of customer-days
 * @param those which rows of the aggregate it defines, as a clause behind `from agg_customer_daily a`
 * @returns a statement that fills changed_customer_days with those that differ
 */
export function findChanged(definition: Statement, those: string): Statement {
  const { key, values } = customerDaily;
  return withParametersOf(
    definition,
    "find changed customer-days",
    (defined) => `
    insert into changed_customer_days
      (${columnList([...key, ...values])}, old_orders, old_revenue, was_active, is_active, old_prev_day)
    select ${columnList(key)}, ${columnList(values, "n.")},
      o.orders, o.revenue, coalesce(o.orders > 0, false), coalesce(n.orders > 0, false), o.prev_day
    from (${defined}) n
    full join (select a.* from agg_customer_daily a ${those}) o using (${columnList(key)})
    where (${columnList(values, "n.")}) is distinct from (${columnList(values, "o.")})`,
  );
}

const steps = [
  statement("drain/find_customers"),
  statement("drain/find_customer_months"),
  statement("drain/find_links"),
  statement("drain/set_links"),
  statement("drain/remove_customer_days"),
  statement("drain/store_customer_days"),
  statement("drain/store_links"),
  statement("drain/store_activity_daily"),
  statement("drain/store_cohorts"),
  statement("drain/number_customers"),
  statement("drain/store_customer_sets_daily"),
  statement("drain/store_customer_sets_spans"),
  emptyTables(["changed_customer_days", "drained_customers", "drained_customer_months", "drained_links"]),
];

/** Stores changed_customer_days and all that follows from them, and empties it. */
export async function relinkCustomers(transaction: Queryable): Promise<void> {
  for (const step of steps) await transaction.run(step);
}

const storeAll = (each: Aggregate) => storeOrAppend({ ...each, scope: "true" });
const storesByPart = {
  sets: [customerSetsDaily, customerSetsOfSpans].map(storeAll),
  cohorts: [storeAll(cohortMonthly)],
  activity: [storeAll(activityDaily)],
};

/** What can be counted at once, the longest first. */
export const countParts = ["sets", "cohorts", "activity"] as const;

/** Counts links and cohorts anew, and puts sets together, from the customers' days. */
export async function rebuildCounts(
  transaction: Queryable,
  parts: readonly (typeof countParts)[number][] = countParts,
): Promise<void> {
  await transaction.run(statement("drain/plan_for_days"));
  if (parts.includes("sets")) await transaction.run(statement("build/number_customers"));
  for (const store of parts.flatMap((part) => storesByPart[part])) {
    await store(transaction, allDays);
  }
  await transaction.run(statement("drain/plan_for_keys"));
}
