/** Rebuilding what single orders and lines touch: hours, and days of reps, products and customers. */
import type { Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import {
  type BaseAggregate,
  columnList,
  customerDaily,
  hourly,
  orderDaily,
  productDaily,
  productMonthly,
} from "./aggregates.ts";
import { findChanged, relinkCustomers } from "./customers.ts";
import { storeKeys } from "./store.ts";

const finds = [
  statement("drain/find_hours"),
  statement("drain/find_rep_days"),
  statement("drain/find_product_days"),
  statement("drain/find_customer_days"),
];
const stores = [hourly, orderDaily, productDaily].map(storeKeys);
const storeMonths = storeKeys({
  ...productMonthly,
  keyed: {
    definition: statement("drain/agg_product_monthly"),
    keys:
      "(select distinct date_trunc('month', day::timestamp)::date as month, product_id from drained_product_days)",
    on: ["month", "product_id"],
  },
});
const findChangedCustomers = findChanged(
  customerDaily.keyed.definition,
  `join ${customerDaily.keyed.keys} using (${columnList(customerDaily.keyed.on)})`,
);
const emptyKeys = [hourly, orderDaily, productDaily, customerDaily].map(({ keyed }: BaseAggregate) =>
  parseStatement(`empty ${keyed.keys}`, `delete from ${keyed.keys}`)
);

export interface KeysOptions {
  readonly zone: string;
  /** That day alone; null is all days of taken rows that are not rebuilt as a whole. */
  readonly day: string | null;
  /** Whether the counts of customers are made at the end of the first build. */
  readonly building: boolean;
}

export async function rebuildKeys(
  transaction: Queryable,
  { zone, day, building }: KeysOptions,
): Promise<void> {
  for (const empty of emptyKeys) await transaction.run(empty);
  for (const find of finds) await transaction.run(find, { zone, day });
  for (const store of stores) await transaction.run(store);
  await transaction.run(storeMonths);
  await transaction.run(findChangedCustomers);
  await relinkCustomers(transaction, building);
}

/** What the running periods of agg_category_performance are stored for. */
export interface KeptPeriods {
  readonly today: string;
  readonly week_start: number;
}

/** Adds to the running periods what the keys rebuilt last differ by. */
export async function addToPeriods(
  transaction: Queryable,
  { today, week_start }: KeptPeriods,
): Promise<void> {
  await transaction.run(statement("drain/store_categories"), { today, week_start });
}
