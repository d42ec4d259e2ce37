import assert from "node:assert/strict";
import postgres from "postgres";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { type Job, type JobContext, jobs, type TimedJob } from "./jobs.ts";
import { type Mode, runJobs } from "./schedule.ts";
import { testTiming } from "./timing_testing.ts";

interface Process {
  /** Calls what the platform, or Deno.cron, calls at the job's times. */
  call(job: string): Promise<void>;
  /** Ends it and waits for that. */
  stop(): Promise<void>;
  readonly pauses: readonly number[];
  /** What was logged, but for starts and ends. */
  readonly lines: readonly (readonly [level: string, message: string, job: unknown, rows: unknown])[];
}

interface ProcessOptions {
  readonly jobs: readonly Job[];
  readonly mode?: Mode;
  readonly now?: () => Temporal.Instant;
  readonly prepare?: () => Promise<void>;
  /** Runs in each pause. */
  readonly during?: () => void;
}

interface Scene {
  readonly sql: postgres.Sql;
  /** Resolves when it has started, and run what it runs at its start. */
  start(options: ProcessOptions): Promise<Process>;
  /** The rows of job_runs, as far as they do not differ from run to run. */
  runs(): Promise<readonly unknown[]>;
}

async function onDatabase(test: (scene: Scene) => Promise<void>): Promise<void> {
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
function counting(name: string, more: Partial<TimedJob> = {}): TimedJob & { ran: number } {
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

/** A job whose first run lasts until it is told to end. */
function lasting(name: string) {
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

const minute = (n: number) => Temporal.Instant.from("2024-02-20T12:00:00Z").add({ minutes: n });

Deno.test("a run is recorded, with its rows and its end, after a little while", async () => {
  await onDatabase(async ({ start, runs }) => {
    const { call, pauses, lines } = await start({ jobs: [counting("count")] });
    await call("count");
    assert.deepEqual(await runs(), [{ job: "count", rows: 1, error: null, ended: true }]);
    assert.deepEqual(pauses, [7_000]);
    assert.deepEqual(lines, [["info", "job done", "count", 1]]);
  });
});

Deno.test("a job never runs twice at once, over all processes", async () => {
  await onDatabase(async ({ start, runs }) => {
    let now = minute(0);
    const { job, began, finish } = lasting("last");
    const first = await start({ jobs: [job], now: () => now });
    const second = await start({ jobs: [job], now: () => now });
    const running = first.call("last");
    await began;
    now = minute(15);
    await second.call("last");
    assert.equal(job.ran, 1);
    assert.deepEqual(await runs(), [{ job: "last", rows: 0, error: null, ended: false }]);
    finish();
    await running;
    await second.call("last");
    assert.equal(job.ran, 2);
  });
});

Deno.test("what two processes are called for at once is run once", async () => {
  await onDatabase(async ({ start }) => {
    let now = minute(0);
    const job = counting("count");
    const processes = [
      await start({ jobs: [job], now: () => now }),
      await start({ jobs: [job], now: () => now }),
    ];
    for (const { call } of processes) await call("count");
    assert.equal(job.ran, 1);
    now = minute(15);
    for (const { call } of processes) await call("count");
    assert.equal(job.ran, 2);
  });
});

Deno.test("a job that fails is recorded and told, and the others go on", async () => {
  await onDatabase(async ({ start, runs }) => {
    const failing = counting("fail", { run: () => Promise.reject(new Error("the disk is full")) });
    const { call, lines } = await start({ jobs: [failing, counting("count")] });
    await call("fail");
    await call("count");
    assert.deepEqual(lines, [
      ["error", "job failed; it runs again at its time", "fail", undefined],
      ["info", "job done", "count", 1],
    ]);
    assert.deepEqual(await runs(), [
      { job: "fail", rows: 0, error: "the disk is full", ended: true },
      { job: "count", rows: 1, error: null, ended: true },
    ]);
  });
});

Deno.test("a run whose process was killed is closed by the next run, and at the next start", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    const killed = { rows: 0, error: "killed", ended: true };
    const count = counting("count");
    const { call } = await start({ jobs: [count] });
    await sql`insert into job_runs (job, started_at) values ('count', now())`;
    // Even though one had started for the same call: it did not do what it was to do.
    await call("count");
    assert.deepEqual(await runs(), [
      { job: "count", ...killed },
      { job: "count", rows: 1, error: null, ended: true },
    ]);
    await sql`delete from job_runs`;
    await sql`insert into job_runs (job, started_at) values ('count', now())`;
    const other = await start({ jobs: [count], mode: "long-lived" });
    await other.stop();
    assert.deepEqual(await runs(), [{ job: "count", ...killed }]);
    assert.equal(count.ran, 1);
  });
});

Deno.test("a start leaves alone what another process is running", async () => {
  await onDatabase(async ({ start, runs }) => {
    const { job, began, finish } = lasting("last");
    const first = await start({ jobs: [job] });
    const running = first.call("last");
    await began;
    const second = await start({ jobs: [job], mode: "long-lived" });
    await second.stop();
    assert.deepEqual(await runs(), [{ job: "last", rows: 0, error: null, ended: false }]);
    finish();
    await running;
    assert.deepEqual(await runs(), [{ job: "last", rows: 1, error: null, ended: true }]);
  });
});

Deno.test("a job whose connection is lost has its turn taken, and is still recorded", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    const { job, began, finish } = lasting("last");
    const { call, lines } = await start({ jobs: [job] });
    const running = call("last");
    await began;
    await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'laneway job last'`;
    finish();
    await running;
    assert.deepEqual(await runs(), [{ job: "last", rows: 1, error: null, ended: true }]);
    assert.equal(lines.at(-1)?.[1], "job failed; it runs again at its time");
  });
});

Deno.test("a job that is not due is not run", async () => {
  await onDatabase(async ({ start, runs }) => {
    const isDue = ({ clock }: JobContext) => clock.wall().epochMilliseconds >= minute(30).epochMilliseconds;
    let now = minute(0);
    const job = counting("later", { isDue });
    const { call, pauses } = await start({ jobs: [job], now: () => now });
    await call("later");
    assert.deepEqual([job.ran, pauses, await runs()], [0, [], []]);
    now = minute(30);
    await call("later");
    assert.equal(job.ran, 1);
  });
});

Deno.test("a process that lives long runs at its start what is to run then", async () => {
  await onDatabase(async ({ start }) => {
    const [atStart, later] = [counting("at start", { atStart: true }), counting("later")];
    const { stop } = await start({ jobs: [atStart, later], mode: "long-lived" });
    await stop();
    assert.deepEqual([atStart.ran, later.ran], [1, 0]);
  });
});

Deno.test("a process that is called runs nothing by itself, and prepares at the first call that can", async () => {
  await onDatabase(async ({ start }) => {
    const job = counting("count", { atStart: true });
    const prepared: string[] = [];
    const prepare = () => {
      prepared.push("tried");
      return prepared.length === 1 ? Promise.reject(new Error("not there yet")) : Promise.resolve();
    };
    const { call, lines } = await start({ jobs: [job], prepare });
    assert.deepEqual([prepared.length, job.ran], [0, 0]);
    await call("count");
    assert.deepEqual(lines, [["error", "job failed; it runs again at its time", "count", undefined]]);
    await call("count");
    await call("count");
    assert.deepEqual([prepared.length, job.ran], [2, 1]);
  });
});

Deno.test("a process that is called drains when it is called to", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    const { call } = await start({ jobs });
    await call("drain");
    assert.deepEqual(await runs(), []);
    await sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
    await call("drain");
    assert.deepEqual([...await sql`select order_count from agg_hourly_metrics`], [{ order_count: 1 }]);
    assert.deepEqual(await runs(), [{ job: "drain", rows: 1, error: null, ended: true }]);
  });
});

Deno.test("a process that lives long does not start where it cannot prepare", async () => {
  await onDatabase(async ({ start }) => {
    const prepare = () => Promise.reject(new Error("the zones differ"));
    await assert.rejects(start({ jobs: [], mode: "long-lived", prepare }), /the zones differ/);
  });
});

Deno.test("a process that is told to stop finishes the job in hand, and begins no other", async () => {
  await onDatabase(async ({ start, runs }) => {
    const { job, began, finish } = lasting("last");
    let stopping: Promise<void> | undefined;
    const count = counting("count");
    const process = await start({
      jobs: [job, count],
      during: () => {
        if (job.ran > 0) stopping ??= process.stop();
      },
    });
    const running = process.call("last");
    await began;
    // Told to stop while it waits for a moment to begin.
    await process.call("count");
    finish();
    await running;
    await stopping;
    assert.equal(count.ran, 0);
    assert.deepEqual(await runs(), [{ job: "last", rows: 1, error: null, ended: true }]);
  });
});
