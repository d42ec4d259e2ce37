/** Rebuilds what a verification found to differ, and nothing else. */
import { UnavailableError, UsageError } from "../base/errors.ts";
import type { Parameters, Pool, Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import {
  type Aggregate,
  aggregates,
  categoryDaily,
  categoryMonthly,
  counts,
  customerLinks,
  customerSetsDaily,
  orderMonthly,
  productMonthly,
  productYears,
} from "./aggregates.ts";
import { moveProducts } from "./categories.ts";
import { grainOf, nameOf } from "./compare.ts";
import { rebuildCounts } from "./customers.ts";
import { isLockTaken } from "./lock.ts";
import { type Day, rebuildDays, spansOf } from "./rebuild_days.ts";
import { storeScope, withParametersOf } from "./store.ts";
import { tags } from "./tags.ts";
import { forgetYears } from "./years.ts";
import {
  type BuiltState,
  compareAll,
  daysOf,
  isBuilt,
  type Months,
  monthsOf,
  openDays,
  type Verification,
} from "./verify.ts";

export interface RepairOptions {
  /** Longest to wait for a drain that is running, in milliseconds. */
  readonly waitMs: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Takes its turn with the drains, in one transaction.
 * @param found what `verifyAggregates` found
 * @returns a verification of the days repaired, of all months and of products, as the repair left them
 * @throws UnavailableError where a drain runs for longer than `waitMs`
 * @throws UsageError where the aggregates were begun anew meanwhile
 */
export async function repairAggregates(
  pool: Pool,
  found: Verification,
  { waitMs, onProgress }: RepairOptions,
): Promise<Verification> {
  try {
    return await pool.snapshot("write", async (transaction) => {
      // As text: a parameter would be read by a select, whose snapshot would be from before the last drain.
      await transaction.run(
        parseStatement("limit lock wait", `set local lock_timeout = ${Math.ceil(waitMs)}`),
      );
      await transaction.run(statement("verify/wait_for_lock"));
      await transaction.run(statement("drain/begin"));
      const [state] = await transaction.run<BuiltState>(statement("drain/lead"));
      if (!isBuilt(state)) {
        throw new UsageError(
          "Cannot repair: the aggregates are being built anew. Verify again once that is done",
        );
      }
      const repaired = await repairIn(transaction, state, found);
      await transaction.run(statement("verify/note_repair"), { tags });
      const tables = await compareAll(transaction, state, { ...repaired, onProgress });
      return { ...found, asOf: state.as_of, tables, sampled: repaired.days.map(({ day }) => day) };
    });
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    throw new UnavailableError(
      `Cannot repair: another process has been writing the aggregates for ${Math.round(waitMs / 1000)} s. ` +
        "Try again once its drain is done",
      { cause: error },
    );
  }
}

type Days = readonly Day[];

const baseMade = aggregates.filter(({ madeFrom }) => madeFrom === "orders");

interface Repaired {
  readonly days: Days;
  readonly months: readonly Months[];
}

/** What is made from other aggregates comes first: rebuilding days of customers passes on the difference alone. */
async function repairIn(transaction: Queryable, state: BuiltState, found: Verification): Promise<Repaired> {
  const { time_zone: zone, closed_before } = state;
  const all = await daysOf(transaction, zone);
  const differing = (aggregate: Aggregate) =>
    found.tables.find(({ name }) => name === nameOf(aggregate))?.days ?? [];
  const among = (days: readonly string[]) => {
    const wanted = new Set(days);
    return all.filter(({ day }) => wanted.has(day));
  };
  const store = async (aggregate: Aggregate, days = differing(aggregate)) => {
    for (const part of partsOf(aggregate, days, among)) {
      await transaction.run(storeScope(aggregate), part);
    }
  };

  await moveProducts(transaction);
  await transaction.run(statement("verify/plan"));
  const links = among(differing(customerLinks));
  for (const span of spansOf(links)) await transaction.run(setLinks, { ...span });
  // Another link may be another cohort, in any month.
  if (links.length > 0) await rebuildCounts(transaction);
  else {
    // Who had lost a number gets another one, on any day.
    if (differing(customerSetsDaily).length > 0) await rebuildCounts(transaction, ["sets"]);
    for (const aggregate of counts) await store(aggregate);
  }
  await store(orderMonthly);
  await store(productMonthly);
  if ([productMonthly, productYears].some((each) => differing(each).length > 0)) {
    await forgetYears(transaction);
  }
  await store(categoryDaily);
  await store(categoryMonthly, [...differing(categoryMonthly), ...differing(categoryDaily)]);

  const base = openDays(among(baseMade.flatMap(differing)), closed_before);
  for (const span of spansOf(base)) await rebuildDays(transaction, span, { zone, building: false });
  const days = aggregates.filter((aggregate) => grainOf(aggregate) === "days").flatMap(differing);
  return { days: among(days), months: monthsOf(all) };
}

function partsOf(
  aggregate: Aggregate,
  days: readonly string[],
  among: (days: readonly string[]) => Days,
): readonly Parameters[] {
  if (grainOf(aggregate) === "days") return spansOf(among(days)).map((span) => ({ ...span }));
  const months = new Set(days.map((day) => Temporal.PlainDate.from(day).with({ day: 1 }).toString()));
  return [...months].map((first_day) => {
    const end_day = Temporal.PlainDate.from(first_day).add({ months: 1 }).toString();
    return { first_day, end_day };
  });
}

const setLinks = withParametersOf(customerLinks.definition, "set links", (defined) => `
  update ${customerLinks.table} a set prev_day = d.prev_day
  from (${defined}) d
  where a.customer_id = d.customer_id and a.day = d.day and a.prev_day is distinct from d.prev_day`);
