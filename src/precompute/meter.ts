/** What is counted of the precompute process: drains and jobs. */
import { createHistogram, type Family, note, type Sample, secondBounds, single } from "../base/meter.ts";
import { onceASecond } from "../base/once_a_second.ts";
import type { Queryable } from "../db/queryable.ts";
import { statement } from "../db/statements.ts";
import type { Drained } from "./drain.ts";

export interface PrecomputeMeter {
  /** @param ms what it took */
  drained(done: Drained, ms: number): void;
  drainFailed(): void;
  /** @param differences rows that are not what the orders say */
  verified(differences: number): void;
  readonly families: readonly Family[];
}

const batchBounds = [0, 1, 10, 100, 1_000, 10_000, 100_000];

export function createPrecomputeMeter(): PrecomputeMeter {
  const seconds = createHistogram([...secondBounds, 60, 600]);
  const batches = createHistogram(batchBounds);
  let failures = 0;
  let differences: number | undefined;
  return {
    drained({ taken }, ms) {
      note(seconds, ms / 1000);
      note(batches, taken);
    },
    drainFailed: () => void failures++,
    verified: (found) => void (differences = found),
    families: [
      {
        name: "laneway_drain_duration_seconds",
        help: "How long drains took, those that found nothing among them",
        kind: "histogram",
        read: () => [{ labels: {}, histogram: seconds }],
      },
      {
        name: "laneway_drain_batch_rows",
        help: "Rows of changes that a drain took",
        kind: "histogram",
        read: () => [{ labels: {}, histogram: batches }],
      },
      {
        name: "laneway_drain_failures_total",
        help: "Drains that failed; each is tried again",
        kind: "counter",
        read: () => single(failures),
      },
      {
        name: "laneway_verify_differences",
        help: "Rows that the last nightly comparison of this process found to differ from the orders",
        kind: "gauge",
        read: () => differences === undefined ? [] : single(differences),
      },
    ],
  };
}

interface LastRun {
  readonly job: string;
  readonly succeeded_at: number | null;
  readonly seconds: number;
  readonly is_failed: boolean;
}

/** What is told of a job besides its runs. */
export interface MeteredJob {
  readonly name: string;
  /** How often its times come; undefined where not every deployment runs it. */
  readonly periodSeconds?: number;
}

/** Of all processes together: it stands in the database. A database that does not answer tells nothing. */
export function jobFamilies(database: Queryable, jobs: readonly MeteredJob[]): readonly Family[] {
  const names = jobs.map(({ name }) => name);
  const lastRuns = onceASecond(() =>
    database.run<LastRun>(statement("jobs/last_runs"), { jobs: names }).catch(() => [])
  );
  const family = (
    name: string,
    help: string,
    value: (run: LastRun) => number | null,
  ): Family => ({
    name: `laneway_job_${name}`,
    help,
    kind: "gauge",
    read: async () =>
      (await lastRuns()).flatMap((run): Sample[] => {
        const number = value(run);
        return number === null ? [] : [{ labels: { job: run.job }, value: number }];
      }),
  });
  return [
    family(
      "last_success_timestamp_seconds",
      "When a run last ended well",
      ({ succeeded_at }) => succeeded_at,
    ),
    family("last_duration_seconds", "How long the last run took", ({ seconds }) => seconds),
    family("failed", "1 where the last run failed", ({ is_failed }) => is_failed ? 1 : 0),
    {
      name: "laneway_job_period_seconds",
      help: "How often a job runs, where that is at its times",
      kind: "gauge",
      read: () =>
        jobs.flatMap(({ name: job, periodSeconds: value }) =>
          value === undefined ? [] : [{ labels: { job }, value }]
        ),
    },
  ];
}
