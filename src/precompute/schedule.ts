/** Runs the jobs: drains without end, the others at their times; each in its turn, and with its row in `job_runs`. */
import { pause, whenAborted } from "../base/stop.ts";
import { createRunLedger, inTurn, type RunLedger } from "./job_runs.ts";
import type { Job, JobContext, TimedJob } from "./jobs.ts";
import { realTiming, type Timing } from "./timing.ts";

/**
 * `long-lived`: a process that runs until it is stopped. `called`: one that a platform wakes when a schedule is due, and
 * may end after it.
 */
export type Mode = "long-lived" | "called";

export interface ScheduleOptions {
  readonly mode: Mode;
  /** The database, for turns. */
  readonly url: string;
  readonly context: JobContext;
  readonly jobs: readonly Job[];
  /** What must have succeeded, once, before the first job. */
  readonly prepare: () => Promise<void>;
  readonly timing?: Timing;
}

// A platform calls every minute: what is left then is for the next call.
const calledDrainMs = 50_000;
// By another process's clock, a run may start a little before its time.
const clockSkewSeconds = 30;
const graceMs = 10_000;

/**
 * Resolves when it was stopped and the jobs in hand are done, or ten seconds later: what is not done by then is rolled
 * back, and its run closed as killed by the next one.
 * @throws what `prepare` throws where the process is long-lived; one that is called logs it, and tries again
 */
export async function runJobs(options: ScheduleOptions): Promise<void> {
  const { mode, url, context, jobs, timing = realTiming } = options;
  const { log, stopped } = context;
  const runner = { url, context, timing, runs: createRunLedger(context.pool, context.clock) };
  const prepared = once(options.prepare);
  // A platform has to learn of the schedules before anything is waited for.
  if (mode === "long-lived") await prepared();

  const inHand = new Set<Promise<void>>();
  /** What goes wrong in one job is no reason to end the others. */
  const work = ({ name }: Job, run: () => Promise<void>): Promise<void> => {
    const done = prepared().then(run)
      .catch((error) => log.error("job failed; it runs again at its time", { job: name, error }))
      .finally(() => inHand.delete(done));
    inHand.add(done);
    return done;
  };
  const at = (job: Job, run: () => Promise<void>) =>
    timing.at(job.name, job.schedule, stopped, () => work(job, run));
  const timed = jobs.filter((job) => job.kind === "timed");
  for (const job of timed) at(job, () => runWhenDue(job, runner));
  const begun = new Map<TimedJob, Promise<void>>();
  for (const job of mode === "long-lived" ? timed : []) {
    begun.set(job, work(job, () => job.atStart ? runInTurn(job, runner) : closeKilled(job, runner)));
  }
  const runOverdue = (job: TimedJob) =>
    work(job, async () => {
      // It would be refused the turn that this process itself has.
      await begun.get(job);
      await runWhenOverdue(job, runner);
    });
  for (const job of jobs.filter((job) => job.kind === "continuous")) {
    let overdue: Promise<unknown> = Promise.resolve();
    const onBuilt = () => void (overdue = Promise.all(timed.map(runOverdue)));
    const drainer = job.create({ ...context, runs: runner.runs, timing, onBuilt });
    if (mode === "long-lived") work(job, () => drainer.keepOn());
    else {
      at(job, async () => {
        await drainer.catchUp(calledDrainMs);
        // A platform may end the process once nothing is waited for.
        await overdue;
      });
    }
  }
  log.info("precompute process started", { mode, jobs: jobs.map(({ name }) => name) });
  await whenAborted(stopped);
  log.info("precompute process finishes what is in hand");
  const ended = new AbortController();
  await Promise.race([Promise.all(inHand), pause(graceMs, ended.signal)]);
  ended.abort();
}

interface Runner {
  readonly url: string;
  readonly context: JobContext;
  readonly runs: RunLedger;
  readonly timing: Timing;
}

async function runWhenDue(job: TimedJob, runner: Runner): Promise<void> {
  const { context, timing } = runner;
  const due = context.clock.wall();
  if (job.isDue && !job.isDue(context)) return;
  await timing.pause(timing.jitterMs(), context.stopped);
  // Where another process was quicker, that run was this one's too.
  if (!context.stopped.aborted) await runInTurn(job, runner, due.subtract({ seconds: clockSkewSeconds }));
}

async function runWhenOverdue(job: TimedJob, runner: Runner): Promise<void> {
  const { context } = runner;
  if (context.stopped.aborted || !job.isOverdue) return;
  const asked = context.clock.wall();
  if (await job.isOverdue(context)) await runInTurn(job, runner, asked);
}

/** @param since a run that started after it, elsewhere, takes this one's place */
async function runInTurn(job: TimedJob, runner: Runner, since?: Temporal.Instant): Promise<void> {
  const { url, context, runs, timing } = runner;
  const log = context.log.with({ job: job.name });
  await inTurn(url, job.name, async () => {
    await runs.closeKilled(job.name);
    const run = await runs.start(job.name, context.clock.wall(), since);
    if (run === undefined) return;
    const before = timing.now();
    try {
      const rows = await job.run({ ...context, log });
      await runs.finish(run, rows);
      log.info("job done", { rows, ms: Math.round(timing.now() - before) });
    } catch (error) {
      // Where the database is gone, so is the place to write it down.
      await runs.finish(run, 0, error).catch(() => {});
      throw error;
    }
  });
}

/** Closes what an earlier process left open, where no other one is at it. */
async function closeKilled(job: TimedJob, { url, runs }: Runner): Promise<void> {
  await inTurn(url, job.name, () => runs.closeKilled(job.name));
}

/** @returns a function that does `work` until it has succeeded once */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () =>
    done ??= work().catch((error) => {
      done = undefined;
      throw error;
    });
}
