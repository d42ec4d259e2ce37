/** Sums of products from the first day of a year up to some of its days, which drains make one by one, the latest first. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { allDays, productYears } from "./aggregates.ts";
import { storeOrAppend } from "./store.ts";

const storeYear = storeOrAppend(productYears);

/** Leaves those that days lie in to be made anew. */
export async function forgetYears(
  transaction: Queryable,
  days: { readonly first_day: string; readonly end_day: string } = allDays,
): Promise<void> {
  const { first_day, end_day } = days;
  await transaction.run(statement("drain/forget_years_to_date"), { first_day, end_day });
}

/**
 * Makes what is missing up to one day.
 * @param today the shop's day: sums up to a later one would have to follow each of its sales
 */
export async function addYearToDate(transaction: Queryable, today: string): Promise<void> {
  const [next] = await transaction.run<{ readonly until: string | null }>(
    statement("drain/next_year_to_date"),
    { today },
  );
  if (!next?.until) return;
  const { until } = next;
  await transaction.run(statement("drain/plan_for_days"));
  await storeYear(transaction, { until });
  await transaction.run(statement("drain/add_year_to_date"), { until });
}
