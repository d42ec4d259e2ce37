/** What the precompute process does, and when, as data. */
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { createDrainer, type Drainer, type DrainerOptions } from "./drainer.ts";
import type { MeteredJob, PrecomputeMeter } from "./meter.ts";
import { archiveMonths, createMonths, emptyDefault } from "./partitions.ts";
import type { ShopSettings } from "./settings.ts";
import { isEqual, verifyAggregates } from "./verify.ts";
import { areViewsMissing, refreshViews, viewsToRefresh } from "./views.ts";

export interface JobContext extends ShopSettings {
  readonly pool: Pool;
  readonly log: Log;
  readonly clock: Clock;
  readonly meter?: PrecomputeMeter | undefined;
  /** Undefined archives nothing. */
  readonly archiveAfterMonths: number | undefined;
  /** Aborts when the process is to end. */
  readonly stopped: AbortSignal;
}

interface Named extends MeteredJob {
  readonly description: string;
  /** As cron writes it, in UTC. */
  readonly schedule: string;
}

/** Runs without end in a process that lives long; its schedule is for platforms that call. */
export interface ContinuousJob extends Named {
  readonly kind: "continuous";
  readonly create: (options: DrainerOptions) => Drainer;
}

export interface TimedJob extends Named {
  readonly kind: "timed";
  /** Whether to run at this time of its schedule; without it, at all of them. */
  readonly isDue?: (context: JobContext) => boolean;
  /** Whether it has to run at once, whatever its times: asked as soon as the aggregates are built, and each minute. */
  readonly isOverdue?: (context: JobContext) => Promise<boolean>;
  /** Whether it also runs as soon as a process starts. */
  readonly atStart: boolean;
  /** @returns how many rows (or whole months) it wrote, moved or compared */
  readonly run: (context: JobContext) => Promise<number>;
}

export type Job = ContinuousJob | TimedJob;

// Shops are quiet then, and hardly a zone moves its clock in it.
const isQuietHour = ({ clock, timeZone }: JobContext) => clock.wall().toZonedDateTimeISO(timeZone).hour === 4;
const keptDays = 30;
const sampledDays = 30;

const refreshing = "refresh views";
const [hourly, daily] = [3_600, 86_400];

export const jobs: readonly Job[] = [
  {
    kind: "continuous",
    name: "drain",
    description: "Rebuilds what changes have touched; even where nothing has changed, as_of moves on",
    schedule: "* * * * *",
    create: createDrainer,
  },
  {
    kind: "timed",
    name: refreshing,
    description: "Refreshes the materialized views; those that take long in the shop's quiet hours alone",
    schedule: "*/15 * * * *",
    isOverdue: ({ pool }) => areViewsMissing(pool, refreshing),
    periodSeconds: hourly / 4,
    atStart: true,
    run: (context) => refreshViews(context, viewsToRefresh(context.clock.wall(), context.timeZone)),
  },
  {
    kind: "timed",
    name: "create months",
    description: "Makes the partitions of this month and the next three",
    schedule: "17 * * * *",
    periodSeconds: hourly,
    atStart: true,
    run: createMonths,
  },
  {
    kind: "timed",
    name: "empty default",
    description: "Moves what the default partition holds into months of its own, at night",
    schedule: "22 * * * *",
    isDue: isQuietHour,
    periodSeconds: daily,
    atStart: false,
    run: emptyDefault,
  },
  {
    kind: "timed",
    name: "archive",
    description: "Archives months of orders that are older than ARCHIVE_AFTER_MONTHS, at night",
    schedule: "27 * * * *",
    isDue: (context) => context.archiveAfterMonths !== undefined && isQuietHour(context),
    atStart: false,
    run: archive,
  },
  {
    kind: "timed",
    name: "verify",
    description:
      `Compares the aggregates of ${sampledDays} days, chosen at random, with the orders, at night`,
    schedule: "37 * * * *",
    isDue: isQuietHour,
    periodSeconds: daily,
    atStart: false,
    run: verifySample,
  },
  {
    kind: "timed",
    name: "forget runs",
    description: `Removes what is older than ${keptDays} days from job_runs, at night`,
    schedule: "57 * * * *",
    isDue: isQuietHour,
    periodSeconds: daily,
    atStart: false,
    run: forgetRuns,
  },
  {
    kind: "timed",
    name: "forget access",
    description:
      "Removes what is older than 400 days from the audit log, and revocations that are over, at night",
    schedule: "52 * * * *",
    isDue: isQuietHour,
    periodSeconds: daily,
    atStart: false,
    run: forgetAccess,
  },
];

async function archive(context: JobContext): Promise<number> {
  const { archiveAfterMonths } = context;
  if (archiveAfterMonths === undefined) return 0;
  return await archiveMonths({ ...context, olderThanMonths: archiveAfterMonths });
}

async function verifySample({ pool, meter }: JobContext): Promise<number> {
  const { tables } = await verifyAggregates(pool, { sample: sampledDays });
  const wrong = tables.filter((table) => !isEqual(table));
  meter?.verified(wrong.reduce((sum, { missing, surplus }) => sum + missing + surplus, 0));
  if (wrong.length > 0) {
    const counts = wrong.map(({ name, missing, surplus }) =>
      `${name} (${missing} missing or different, ${surplus} surplus)`
    );
    throw new Error(
      `Cannot prove the aggregates: rows differ in ${counts.join(", ")}; run deno task verify --repair`,
    );
  }
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

async function forgetRuns({ pool, clock }: JobContext): Promise<number> {
  const before = clock.wall().subtract({ hours: 24 * keptDays });
  const [row] = await pool.run<{ readonly forgotten: number }>(statement("jobs/forget_runs"), { before });
  return row?.forgotten ?? 0;
}

async function forgetAccess({ pool }: JobContext): Promise<number> {
  const [row] = await pool.run<{ readonly forgotten: string }>(statement("access/forget_old"));
  return Number(row?.forgotten ?? 0);
}
