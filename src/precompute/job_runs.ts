/** Runs of jobs: one at a time over all processes, each with a row in `job_runs`. */
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Queryable } from "../db/pool.ts";
import { openSession } from "../db/session.ts";
import { statement } from "../db/statements.ts";

/**
 * Runs `work`, unless another process is running this job: its turn ends with its connection, so that nothing has to be
 * cleared up after one that was killed. A turn has a connection of its own, in a transaction that holds no snapshot.
 * @returns what `work` gives; undefined where it was not run
 */
export async function inTurn<T>(url: string, job: string, work: () => Promise<T>): Promise<T | undefined> {
  const session = openSession({ url, name: `laneway job ${job}` });
  try {
    return await session.transaction(async (turn) => {
      const [row] = await turn.run<{ readonly taken: boolean }>(statement("jobs/take_turn"), { job });
      return row?.taken ? await work() : undefined;
    });
  } finally {
    await session.close();
  }
}

export interface RunLedger {
  /**
   * Ends the rows of runs that were killed: those that are open while the caller has the turn, for then nobody runs.
   * @param startedBefore leaves the later ones alone
   */
  closeKilled(job: string, startedBefore?: Temporal.Instant): Promise<void>;
  /**
   * @param since a run that started after it, and was not killed, takes this one's place
   * @returns the id of a new row; undefined where there is such a run
   */
  start(job: string, startedAt: Temporal.Instant, since?: Temporal.Instant): Promise<string | undefined>;
  /** @param error what `work` threw, where it did */
  finish(id: string, rows: number, error?: unknown): Promise<void>;
}

export function createRunLedger(database: Queryable, clock: Clock): RunLedger {
  return {
    async closeKilled(job, startedBefore) {
      const parameters = { job, now: clock.wall(), started_before: startedBefore ?? null };
      await database.run(statement("jobs/close_killed"), parameters);
    },
    async start(job, startedAt, since) {
      const parameters = { job, started_at: startedAt, since: since ?? null };
      const [row] = await database.run<{ readonly id: string }>(statement("jobs/start_run"), parameters);
      return row?.id;
    },
    async finish(id, rows, error) {
      await database.run(statement("jobs/finish_run"), {
        id,
        rows,
        error: error === undefined ? null : messageOf(error),
        ended_at: clock.wall(),
      });
    },
  };
}
