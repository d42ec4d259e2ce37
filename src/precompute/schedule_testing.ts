/** Processes that run jobs, beside each other in one process, for tests of the schedule. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import type { Job, TimedJob } from "./jobs.ts";
import { type Mode, runJobs } from "./schedule.ts";
import { testTiming } from "./timing_testing.ts";

export interface Process {
  /** Calls what the platform, or Deno.cron, calls at the job's times. */
  call(job: string): Promise<void>;
  /** Ends it and waits for that. */
  stop(): Promise<void>;
  readonly pauses: readonly number[];
  /** What was logged, but for starts and ends. */
  readonly lines: readonly (readonly [level: string, message: string, job: unknown, rows: unknown])[];
}

export interface ProcessOptions {
  readonly jobs: readonly Job[];
  readonly mode?: Mode;
  readonly now?: () => Temporal.Instant;
  readonly prepare?: () => Promise<void>;
  /** Runs in each pause. */
  readonly during?: () => void;
}

export interface Scene {
  readonly sql: postgres.Sql;
  /** Resolves when it has started, and run what it runs at its start. */
  start(options: ProcessOptions): Promise<Process>;
  /** The rows of job_runs, as far as they do not differ from run to run. */
  runs(): Promise<readonly unknown[]>;
}

/** Ends the processes that the test starts, whatever becomes of it. */
export async function onDatabase(test: (scene: Scene) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const processes: Process[] = [];
  try {
    await test({
      sql,
      async start(options) {
        const process = await startProcess(database.url, options);
        processes.push(process);
        return process;
      },
      runs: async () => [
        ...await sql`select job, rows::int, error, ended_at is not null as ended from job_runs order by id`,
      ],
    });
  } finally {
    for (const process of processes) await process.stop();
    await sql.end();
  }
}

async function startProcess(url: string, options: ProcessOptions): Promise<Process> {
  const { jobs, mode = "called", prepare = async () => {}, during } = options;
  const pool = createPool({ url, size: 2, deadlineMs: 10_000, name: "test" });
  const stopping = new AbortController();
  const { timing, pauses, handlers } = testTiming(during);
  const lines: [string, string, unknown, unknown][] = [];
  const started = Promise.withResolvers<void>();
  const log = createLog({
    write(line) {
      const { level, message, job, rows } = JSON.parse(line);
      if (message === "precompute process started") started.resolve();
      else if (job !== undefined) lines.push([level, message, job, rows]);
    },
  });
  const wall = options.now ?? (() => Temporal.Now.instant());
  const clock = { wall, business: wall };
  const ended = runJobs({
    mode,
    url,
    jobs,
    prepare,
    timing,
    context: {
      pool,
      log,
      clock,
      timeZone: "UTC",
      weekStart: 1,
      archiveAfterMonths: undefined,
      stopped: stopping.signal,
    },
  });
  // A start that fails ends the wait.
  ended.catch(started.reject);
  const stop = async () => {
    stopping.abort();
    await ended;
    await pool.close();
  };
  try {
    await started.promise;
  } catch (error) {
    await pool.close();
    throw error;
  }
  return {
    lines,
    pauses,
    stop,
    async call(job) {
      const handler = handlers.get(job);
      assert.ok(handler, `${job} among ${[...handlers.keys()]}`);
      await handler();
    },
  };
}

/** A job that counts how often it ran. */
export function counting(name: string, more: Partial<TimedJob> = {}): TimedJob & { ran: number } {
  const job: TimedJob & { ran: number } = {
    kind: "timed",
    name,
    description: "",
    schedule: "* * * * *",
    atStart: false,
    ran: 0,
    run: () => Promise.resolve(job.ran += 1),
    ...more,
  };
  return job;
}

export interface Lasting {
  readonly job: TimedJob & { ran: number };
  /** Resolves when its first run has begun. */
  readonly began: Promise<void>;
  finish(): void;
}

/** A job whose first run lasts until it is told to end. */
export function lasting(name: string): Lasting {
  const began = Promise.withResolvers<void>();
  const { promise: end, resolve: finish } = Promise.withResolvers<number>();
  const job = counting(name, {
    run: () => {
      job.ran += 1;
      began.resolve();
      return job.ran === 1 ? end : Promise.resolve(1);
    },
  });
  return { job, began: began.promise, finish: () => finish(1) };
}

/** @returns noon, and so many minutes */
export function minute(n: number): Temporal.Instant {
  return Temporal.Instant.from("2024-02-20T12:00:00Z").add({ minutes: n });
}
