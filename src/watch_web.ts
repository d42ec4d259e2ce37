/** What operators learn of a web process: health on its own port, metrics and health on another. */
import type { Analytics } from "./analytics/analytics.ts";
import type { Health } from "./app.ts";
import type { Log } from "./base/log.ts";
import type { Family } from "./base/meter.ts";
import type { Config } from "./config.ts";
import { createFreshness } from "./db/freshness.ts";
import type { Pool } from "./db/pool.ts";
import type { Readers } from "./db/readers.ts";
import { createFreshnessAnswer, createReady, live } from "./http/health.ts";
import { serveMetrics } from "./metrics_server.ts";
import { jobs } from "./precompute/jobs.ts";
import { jobFamilies, type PrecomputeMeter } from "./precompute/meter.ts";
import { webFamilies, type WebMeters } from "./web_metrics.ts";

export interface Watched {
  readonly readers: Readers;
  readonly own: Pool;
  readonly meters: WebMeters;
  /** Where the precompute process is inside this one. */
  readonly precompute: PrecomputeMeter | undefined;
  readonly analytics: Pick<Analytics, "coverage">;
  readonly stopped: AbortSignal;
  readonly log: Log;
  /** Other parts that count. */
  readonly others: readonly { readonly families: readonly Family[] }[];
}

export interface WebWatch {
  readonly health: Health;
  readonly finished: Promise<void>;
}

/** @throws UsageError where the port for metrics is taken */
export async function watchWeb(config: Config, watched: Watched): Promise<WebWatch> {
  const { readers, precompute, analytics, stopped, log, meters, others } = watched;
  const { host, metricsPort: port, maxBehind } = config;
  const readFreshness = createFreshness(readers.servers, { maxBehind });
  const health = {
    ready: createReady({ coverage: analytics.coverage, stopped, log }),
    freshness: createFreshnessAnswer(readFreshness, maxBehind),
  };
  if (port === undefined) return { health, finished: Promise.resolve() };
  const families = [
    ...webFamilies(meters, { ...watched, readFreshness, others }),
    ...(precompute ? [...precompute.families, ...jobFamilies(readers.state, jobs)] : []),
  ];
  const paths = {
    "/health/live": live,
    "/health/ready": health.ready,
    "/health/freshness": health.freshness,
  };
  const { finished } = await serveMetrics({ host, port, families, health: paths, log, stopped });
  return { health, finished };
}
