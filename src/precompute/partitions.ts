/** The months that orders are partitioned by: made ahead, taken out of the default partition, moved to the archive. */
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { isLockTaken } from "./lock.ts";

export interface PartitionContext {
  readonly pool: Pool;
  readonly log: Log;
}

export interface ArchiveContext extends PartitionContext {
  readonly clock: Clock;
  /** How many months ago, by the business clock, a month must have ended. */
  readonly olderThanMonths: number;
}

/**
 * Makes this month and the next three.
 * @returns how many it made: 0 too where the orders are in use, for the next run to try again
 */
export async function createMonths({ pool, log }: PartitionContext): Promise<number> {
  // Each of these is one statement, and so one transaction that sees what was committed while it waited for its locks.
  const made = await unlessInUse(log, "months not created", async () => {
    const [row] = await pool.run<{ readonly made: number }>(statement("partitions/create_months"));
    return row?.made ?? 0;
  }) ?? 0;
  if (made > 0) log.info("months created", { made });
  return made;
}

/**
 * Moves what the default partition holds into months of its own, a month a transaction.
 * @returns how many orders it moved: what is in use is left for the next run
 */
export async function emptyDefault({ pool, log }: PartitionContext): Promise<number> {
  const months = await pool.run<{ readonly month: string }>(statement("partitions/default_months"));
  let total = 0;
  for (const { month } of months) {
    const moved = await unlessInUse(log, "orders not moved out of the default partition", async () => {
      const [row] = await pool.run<{ readonly moved: number }>(
        statement("partitions/empty_default_month"),
        { month },
      );
      return row?.moved ?? 0;
    });
    if (moved === undefined) break;
    if (moved > 0) log.info("orders moved out of the default partition", { month, moved });
    total += moved;
  }
  return total;
}

/**
 * Archives the months that are old enough, oldest first, each in its own transaction.
 * @returns how many months it archived: what is in use is left for the next run
 * @throws where one cannot be archived, such as for changes that are not drained; those before it are
 */
export async function archiveMonths(
  { pool, log, clock, olderThanMonths }: ArchiveContext,
): Promise<number> {
  const months = await pool.run<{ readonly month: string }>(statement("partitions/archivable_months"), {
    now: clock.business(),
    older_than: olderThanMonths,
  });
  let total = 0;
  for (const { month } of months) {
    const orders = await unlessInUse(log, "month not archived", async () => {
      const [row] = await pool.run<{ readonly archived: number }>(statement("partitions/archive_month"), {
        month,
      });
      return row?.archived ?? 0;
    });
    if (orders === undefined) break;
    log.info("month archived", { month, orders });
    total++;
  }
  return total;
}

/** @returns undefined where the locks could not be had; nothing is lost, for all of this can wait */
async function unlessInUse<T>(log: Log, message: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    log.info(`${message}: the orders are in use; the next run tries again`);
    return undefined;
  }
}
