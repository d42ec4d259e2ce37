/** The schedule of the precompute process, as data. */
import type { Log } from "../base/log.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { isLockTaken, type PrecomputeOptions, rebuildAggregates } from "./rebuild.ts";

export interface JobContext extends PrecomputeOptions {
  readonly pool: Pool;
  readonly log: Log;
}

export interface Job {
  readonly name: string;
  readonly description: string;
  /** As cron writes it, in UTC. */
  readonly schedule: string;
  /** Whether a process that lives long runs it over and over, rather than wait for the schedule. */
  readonly continuous: boolean;
  readonly run: (context: JobContext) => Promise<void>;
}

export const jobs: readonly Job[] = [
  {
    name: "rebuild aggregates",
    description: "Brings every aggregate to what the orders say",
    schedule: "* * * * *",
    continuous: true,
    run: rebuild,
  },
  {
    name: "create months",
    description: "Makes the partitions of this month and the next three",
    schedule: "17 * * * *",
    continuous: false,
    run: createMonths,
  },
];

async function rebuild({ pool, log, ...options }: JobContext): Promise<void> {
  const started = performance.now();
  const rebuilt = await rebuildAggregates(pool, options);
  const ms = Math.round(performance.now() - started);
  if (!rebuilt) {
    log.debug("another process is rebuilding");
  } else if (Object.values(rebuilt.written).some((rows) => rows > 0)) {
    log.info("aggregates rebuilt", { ms, asOf: rebuilt.asOf.toString(), written: rebuilt.written });
  }
}

async function createMonths({ pool, log }: JobContext): Promise<void> {
  try {
    const [row] = await pool.snapshot("write", async (transaction) => {
      // A new partition waits for whoever reads the orders, and everyone else would queue behind it.
      await transaction.run(statement("precompute/limit_lock_wait"));
      return await transaction.run<{ readonly made: number }>(statement("precompute/create_months"));
    });
    if (row && row.made > 0) log.info("months created", { made: row.made });
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    // Nothing is lost: months are made long before they are needed, and the default partition takes the rest.
    log.info("months not created: the orders are being read; the next run tries again");
  }
}
