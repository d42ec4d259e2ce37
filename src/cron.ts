/** The precompute process: keeps the aggregates, beside any number of web processes. */
import { parseArgs } from "node:util";
import { createClock } from "./base/clock.ts";
import { createLog, type Log } from "./base/log.ts";
import { pause, stopSignal } from "./base/stop.ts";
import { type Config, describeVariables, readConfig } from "./config.ts";
import { createPool } from "./db/pool.ts";
import { migrate } from "./db/migrate.ts";
import { orExit, printHelp } from "./base/command.ts";
import { type Job, type JobContext, jobs } from "./precompute/jobs.ts";

// A first build over a long history takes minutes.
const deadlineMs = 30 * 60_000;
// A continuous job rests ten times as long as it ran, so that it never takes more than a tenth of a core, and between
// these bounds.
const rest = { share: 10, leastMs: 1_000, mostMs: 60_000, afterFailureMs: 15_000 };

/** Runs until `stopped`, and then until the job in hand is done. */
async function runCron(config: Config, log: Log, stopped: AbortSignal): Promise<void> {
  await migrate({ url: config.databaseUrl, onApplied: (name) => log.info("migration applied", { name }) });
  const pool = createPool({ url: config.databaseUrl, size: 4, deadlineMs, name: "laneway cron" });
  const context: JobContext = {
    pool,
    log,
    clock: createClock(config.businessNow),
    timeZone: config.shop.timeZone,
    weekStart: config.shop.weekStart,
  };
  log.info("precompute process started", { jobs: jobs.map((job) => job.name) });
  await Promise.all(
    jobs.map((job) => job.continuous ? keepRunning(job, context, stopped) : schedule(job, context, stopped)),
  );
  await pool.close();
  log.info("precompute process stopped");
}

async function keepRunning(job: Job, context: JobContext, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const started = performance.now();
    const succeeded = await attempt(job, context);
    const tookMs = performance.now() - started;
    const restMs = Math.min(rest.mostMs, Math.max(rest.leastMs, tookMs * rest.share));
    await pause(succeeded ? restMs : rest.afterFailureMs, stopped);
  }
}

async function schedule(job: Job, context: JobContext, stopped: AbortSignal): Promise<void> {
  await attempt(job, context);
  // Deno.cron waits for a signal to abort, and never learns of one that has.
  if (stopped.aborted) return;
  await Deno.cron(job.name, job.schedule, { signal: stopped }, async () => {
    await attempt(job, context);
  });
}

/** @returns whether it succeeded; a failure is logged, for the next attempt to do better */
async function attempt(job: Job, { log, ...context }: JobContext): Promise<boolean> {
  try {
    await job.run({ ...context, log: log.with({ job: job.name }) });
  } catch (error) {
    log.error("job failed; it runs again", { job: job.name, error });
    return false;
  }
  return true;
}

const help = `Keeps the aggregates: runs until SIGTERM or Ctrl-C, then finishes the job in hand.

Usage: deno task cron [--with-parent]

  --with-parent  end when standard input ends

Environment:
${describeVariables()}
`;

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({ options: { help: { type: "boolean", short: "h" }, "with-parent": { type: "boolean" } } })
  );
  if (values.help) printHelp(help);
  const config = await orExit(() => readConfig());
  const log = createLog({ level: config.logLevel, fields: { process: "cron" } });
  await orExit(() => runCron(config, log, stopSignal({ withParent: values["with-parent"] ?? false })));
}
