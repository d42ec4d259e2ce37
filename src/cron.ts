/** The precompute process: keeps the aggregates, beside any number of web processes. */
import { parseArgs } from "node:util";
import { createClock } from "./base/clock.ts";
import { orExit, printHelp } from "./base/command.ts";
import { UsageError } from "./base/errors.ts";
import { createLog, type Log, standardErrorLines } from "./base/log.ts";
import { isPooled } from "./base/pooler.ts";
import { stopSignal } from "./base/stop.ts";
import { turnOnTracing } from "./base/tracing.ts";
import { type Config, describeVariables, hideEnvironment, readConfig } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import { createPool } from "./db/pool.ts";
import { jobs } from "./precompute/jobs.ts";
import { createPrecomputeMeter, type PrecomputeMeter } from "./precompute/meter.ts";
import { type Mode, runJobs } from "./precompute/schedule.ts";
import { checkSettings } from "./precompute/settings.ts";
import { watchCron } from "./watch_cron.ts";
import { warnOfZoneData } from "./precompute/zone_data.ts";

// A batch over whole days of a large shop, or a refresh of large views, takes minutes.
const deadlineMs = 30 * 60_000;

export interface CronOptions {
  readonly mode: Mode;
  readonly stopped: AbortSignal;
  readonly meter: PrecomputeMeter;
}

/**
 * Runs until `stopped`, and then until the jobs in hand are done.
 * @throws UsageError where the aggregates are built for other settings
 */
export async function runCron(
  config: Config,
  log: Log,
  { mode, stopped, meter }: CronOptions,
): Promise<void> {
  const { databaseUrl: url, shop } = config;
  if (isPooled(url)) {
    throw new UsageError(
      "Cannot keep aggregates through a transaction pooler: name Postgres itself in DATABASE_URL, without pooler=transaction",
    );
  }
  const pool = createPool({ url, size: 8, deadlineMs, name: "laneway cron" });
  const clock = createClock(config.businessNow);
  try {
    await runJobs({
      mode,
      url,
      jobs,
      context: {
        pool,
        log,
        clock,
        timeZone: shop.timeZone,
        weekStart: shop.weekStart,
        archiveAfterMonths: config.archiveAfterMonths,
        stopped,
        meter,
      },
      prepare: async () => {
        await migrate({ url, onApplied: (name) => log.info("migration applied", { name }) });
        await checkSettings(pool, shop);
        await warnOfZoneData(pool, shop.timeZone, clock, log);
      },
    });
  } finally {
    await pool.close();
  }
  log.info("precompute process stopped");
}

const help =
  `Keeps the aggregates: runs until SIGTERM or Ctrl-C, then finishes the jobs in hand; a second one ends it at once.

Usage: deno task cron [--called] [--with-parent]

  --called       for a platform that ends this process between its schedules: drains once a minute, rather than as soon
                 as there is work. On Deno Deploy that is so without it.
  --with-parent  end when standard input ends

Jobs (their runs are in the table job_runs):
${jobs.map(({ name, description }) => `  ${name.padEnd(14)} ${description}`).join("\n")}

Environment:
${describeVariables()}
`;

if (import.meta.main) {
  hideEnvironment();
  const { values } = await orExit(() =>
    parseArgs({
      options: {
        help: { type: "boolean", short: "h" },
        called: { type: "boolean" },
        "with-parent": { type: "boolean" },
      },
    })
  );
  if (values.help) printHelp(help);
  const config = await orExit(() => readConfig());
  const fields = { process: "cron" };
  const lines = standardErrorLines(fields);
  const log = createLog({ level: config.logLevel, fields, write: lines.write });
  if (config.isTraced) turnOnTracing();
  const mode = values.called || config.onDenoDeploy ? "called" : "long-lived";
  const stopped = stopSignal({ withParent: values["with-parent"] ?? false });
  // Not awaited: a platform calls nothing before this module has been evaluated.
  const meter = createPrecomputeMeter();
  orExit(async () => {
    const watch = watchCron(config, { meter, stopped, log });
    await Promise.all([runCron(config, log, { mode, stopped, meter }), watch]);
  }, lines.settle).then(lines.settle).then(() => Deno.exit(0));
}
