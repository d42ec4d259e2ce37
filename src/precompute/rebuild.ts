/** Building the aggregates anew: the pieces of a build are listed, and the drains that follow do the rest. */
import { UnavailableError, UsageError } from "../base/errors.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { beginAnew } from "./drain.ts";
import { isLockTaken } from "./lock.ts";
import { differencesOf, type ShopSettings } from "./settings.ts";

interface State {
  readonly time_zone: string | null;
  readonly week_start: 1 | 7 | null;
  readonly closed_before: Temporal.Instant | null;
}

/**
 * @throws UnavailableError where another process is draining
 * @throws UsageError where orders are archived, and the settings are not those that these were kept for
 */
export async function beginRebuild(pool: Pool, options: ShopSettings): Promise<void> {
  try {
    await pool.snapshot("write", async (transaction) => {
      await transaction.run(statement("precompute/lock"));
      await transaction.run(statement("drain/begin"));
      const [state] = await transaction.run<State>(statement("precompute/state"));
      const differences = differencesOf(options, state);
      if (state?.closed_before && differences.length > 0) {
        throw new UsageError(
          `Cannot build the aggregates anew: ${
            differences.join("; ")
          }. Orders before ${state.closed_before} are ` +
            "archived, and what is kept of them cannot be made for other settings: set it back",
        );
      }
      await beginAnew(transaction, options);
    });
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    throw new UnavailableError("Cannot begin anew while another process is draining; try again in a moment");
  }
}
