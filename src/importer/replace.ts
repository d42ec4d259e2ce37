/** Orders from the staging tables put in the place of what is stored of them, beside other writers. */
import { codeOf } from "../base/errors.ts";
import type { Run } from "./staging.ts";

interface Compared {
  /** Those that are not there yet. */
  readonly fresh: readonly string[];
  /** Those that are there and differ. */
  readonly changed: readonly string[];
  /** Their dates, as they are stored. */
  readonly changed_dates: readonly string[];
}

/**
 * Makes the orders of some positions what the staging tables say of them.
 * @param run is that of a transaction
 * @returns the ids of those that were written: new ones, and those that differed
 */
export async function replaceOrders(run: Run, first: number, last: number): Promise<readonly string[]> {
  const [compared] = await run<Compared>("import/compare_batch", { first, last });
  if (!compared) throw new TypeError("A comparison must have a row");
  const { fresh, changed: ids, changed_dates: dates } = compared;
  // What has changed is taken out and put in again, which is the same for a new date, another total or a line less.
  if (ids.length > 0) {
    const [gone] = await run<{ deleted: number }>("import/delete_orders", { ids, dates });
    // Else what another writer has put in its place meanwhile would stay.
    if (gone?.deleted !== ids.length) throw new ConflictError("Cannot replace orders: another writer did");
  }
  if (fresh.length + ids.length > 0) await run("import/insert_orders", { first, last });
  return [...fresh, ...ids];
}

/** Another writer got in between: a deadlock, or a row of the same key. Seen anew, there is no conflict. */
class ConflictError extends Error {
  override readonly name = "ConflictError";
  readonly code = "40001";
}

const conflicts = new Set(["40001", "40P01", "23505", "23503"]);
const MOST_TRIES = 5;

export function isConflict(error: unknown): boolean {
  return conflicts.has(codeOf(error));
}

/** Does the work of a transaction again where another writer got in between. */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MOST_TRIES || !isConflict(error)) throw error;
    }
  }
}
