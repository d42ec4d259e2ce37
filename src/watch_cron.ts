/** What operators learn of a precompute process, on a port of its own. */
import type { Log } from "./base/log.ts";
import { processFamilies } from "./base/process_meter.ts";
import type { Config } from "./config.ts";
import { createFreshness, freshnessFamilies } from "./db/freshness.ts";
import { createPool } from "./db/pool.ts";
import { createFreshnessAnswer, live } from "./http/health.ts";
import { serveMetrics } from "./metrics_server.ts";
import { jobs } from "./precompute/jobs.ts";
import { jobFamilies, type PrecomputeMeter } from "./precompute/meter.ts";

export interface WatchedCron {
  readonly meter: PrecomputeMeter;
  readonly stopped: AbortSignal;
  readonly log: Log;
}

const deadlineMs = 5_000;

/**
 * Resolves once the process was stopped.
 * @throws UsageError where the port for metrics is taken
 */
export async function watchCron(config: Config, { meter, stopped, log }: WatchedCron): Promise<void> {
  const { host, cronMetricsPort: port, databaseUrl: url, maxBehind } = config;
  if (port === undefined) return;
  // Of its own, so that it tells what goes on while all of the others are taken.
  const pool = createPool({ url, size: 2, deadlineMs, name: "laneway cron state" });
  const readFreshness = createFreshness([{ name: "primary", state: pool }], { maxBehind });
  const families = [
    ...processFamilies("cron"),
    ...meter.families,
    ...jobFamilies(pool, jobs),
    ...freshnessFamilies(readFreshness),
  ];
  const health = {
    "/health/live": live,
    "/health/freshness": createFreshnessAnswer(readFreshness, maxBehind),
  };
  const { finished } = await serveMetrics({ host, port, families, health, log, stopped });
  await finished;
  await pool.close();
}
