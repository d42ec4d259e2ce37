/** What categories brought follows from the days of products: it gets what these differ by, and products that move take theirs along. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { allDays, categoryDaily, categoryMonthly } from "./aggregates.ts";
import { storeScope } from "./store.ts";

const stores = [statement("drain/store_category_days"), statement("drain/store_category_months")];

/** Adds what the days of products differ by that were rebuilt by keys, all in drained_product_days. */
export async function addToCategories(transaction: Queryable): Promise<void> {
  await transaction.run(statement("drain/find_category_days"));
  for (const store of stores) await transaction.run(store);
}

/** Counts products in the categories that they are in; on an empty drained_category_days, which it leaves filled. */
export async function moveProducts(transaction: Queryable): Promise<void> {
  const [moves] = await transaction.run<{ readonly are_many: boolean }>(statement("drain/are_moves_many"));
  if (moves?.are_many) return await moveMany(transaction);
  await transaction.run(statement("drain/find_moves"));
  for (const store of stores) await transaction.run(store);
  await transaction.run(statement("drain/store_moves"));
}

const rebuilds = [categoryDaily, categoryMonthly].map(storeScope);

async function moveMany(transaction: Queryable): Promise<void> {
  await transaction.run(statement("drain/store_moves"));
  await transaction.run(statement("drain/plan_for_days"));
  for (const rebuild of rebuilds) await transaction.run(rebuild, allDays);
  await transaction.run(statement("drain/plan_for_keys"));
}
