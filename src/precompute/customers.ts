/**
 * Customers' days, and what follows from them: each day's link to the customer's active day before it, how many links lie
 * between any two days, and cohorts. Days are rebuilt; the counts get the difference between the links there were and those
 * there are, all under the lock that one drain holds.
 */
import type { Queryable } from "../db/pool.ts";
import { parseStatement, type Statement, statement } from "../db/statements.ts";
import { columnList, counts, customerDaily } from "./aggregates.ts";
import { storeWhole, withParametersOf } from "./store.ts";

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
      (${columnList([...key, ...values])}, was_active, is_active, old_prev_day)
    select ${columnList(key)}, ${columnList(values, "n.")},
      coalesce(o.orders > 0, false), coalesce(n.orders > 0, false), o.prev_day
    from (${defined}) n
    full join (select a.* from agg_customer_daily a ${those}) o using (${columnList(key)})
    where (${columnList(values, "n.")}) is distinct from (${columnList(values, "o.")})`,
  );
}

const links = [
  statement("drain/find_links"),
  statement("drain/set_links"),
  statement("drain/remove_customer_days"),
  statement("drain/store_customer_days"),
  statement("drain/store_links"),
];
const beforeCounts = [statement("drain/find_customers"), statement("drain/find_customer_months")];
const storeDifferences = [
  statement("drain/store_activity_daily"),
  statement("drain/store_activity_monthly"),
  statement("drain/store_cohorts"),
];
const empties = ["changed_customer_days", "drained_customers", "drained_customer_months", "drained_links"]
  .map((table) => parseStatement(`empty ${table}`, `delete from ${table}`));

/**
 * Stores changed_customer_days and all that follows from them, and empties it.
 * @param building leaves the counts to `rebuildCounts`
 */
export async function relinkCustomers(transaction: Queryable, building: boolean): Promise<void> {
  const steps = building ? links : [...beforeCounts, ...links, ...storeDifferences];
  for (const step of [...steps, ...empties]) await transaction.run(step);
}

/**
 * Stores changed_customer_days where the counts are not kept yet: by appending, which is several times as fast, where no
 * later day is known.
 * @param first_day of the days that changed
 */
export async function appendCustomers(transaction: Queryable, first_day: string): Promise<void> {
  const [found] = await transaction.run<{ readonly is_past_all: boolean }>(statement("drain/is_past_all"), {
    first_day,
  });
  if (!found?.is_past_all) return await relinkCustomers(transaction, true);
  await transaction.run(statement("drain/append_customer_days"));
  for (const empty of empties) await transaction.run(empty);
}

const storeCounts = counts.map(storeWhole);

/** Counts all links and cohorts anew, from the customers' days. */
export async function rebuildCounts(transaction: Queryable): Promise<void> {
  const [range] = await transaction.run<{ readonly first_day: string | null; readonly end_day: string }>(
    statement("drain/whole_range"),
  );
  const { first_day, end_day } = range?.first_day
    ? range
    : { first_day: "2000-01-01", end_day: "2000-01-01" };
  await transaction.run(statement("drain/plan_for_days"));
  for (const store of storeCounts) await transaction.run(store, { first_day, end_day });
  await transaction.run(statement("drain/plan_for_keys"));
}
