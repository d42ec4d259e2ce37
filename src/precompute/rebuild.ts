/** Building the aggregates anew: everything is marked as touched, and the drains that follow do the rest. */
import { UnavailableError, UsageError } from "../base/errors.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { beginAnew, type DrainOptions } from "./drain.ts";
import { isLockTaken } from "./lock.ts";

/**
 * @throws UnavailableError where another process is draining
 * @throws UsageError where archived orders could not be cut anew for another zone
 */
export async function markAllTouched(
  pool: Pool,
  options: Pick<DrainOptions, "timeZone" | "weekStart">,
): Promise<void> {
  try {
    await pool.snapshot("write", async (transaction) => {
      await transaction.run(statement("precompute/lock"));
      const [state] = await transaction.run<{
        readonly time_zone: string | null;
        readonly closed_before: Temporal.Instant | null;
      }>(statement("precompute/state"));
      if (state?.closed_before && state.time_zone !== null && state.time_zone !== options.timeZone) {
        throw new UsageError(
          `Cannot cut the aggregates for ${options.timeZone}: orders before ${state.closed_before} are archived, and ` +
            `only their sums for ${state.time_zone} are kept. Set SHOP_TIME_ZONE to ${state.time_zone} again`,
        );
      }
      await beginAnew(transaction, options);
    });
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    throw new UnavailableError("Cannot begin anew while another process is draining; try again in a moment");
  }
}
