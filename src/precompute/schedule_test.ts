/** What is run when, by a process that lives long and by one that is called. */
import assert from "node:assert/strict";
import { type ContinuousJob, type JobContext, jobs, type TimedJob } from "./jobs.ts";
import { counting, lasting, minute, onDatabase } from "./schedule_testing.ts";

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
    const { call } = await start({ jobs: jobs.filter(({ name }) => name === "drain") });
    await call("drain");
    assert.deepEqual(await runs(), []);
    await sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
    await call("drain");
    assert.deepEqual([...await sql`select order_count from agg_hourly_metrics`], [{ order_count: 1 }]);
    assert.deepEqual(await runs(), [{ job: "drain", rows: 1, error: null, ended: true }]);
  });
});

const keepers = jobs.filter(({ name }) => name === "drain" || name === "refresh views");
const refreshed = { job: "refresh views", rows: 1, error: null, ended: true };

Deno.test("a process that is called refreshes the views as soon as the aggregates are built, and after that at their times", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    await sql`insert into products (name, selling_price) values ('Lamp', 10)`;
    const { call } = await start({ jobs: keepers });
    await call("drain");
    const built = [{ ...refreshed, job: "drain" }, refreshed];
    assert.deepEqual(await runs(), built);
    assert.equal((await sql`select from mv_product_performance`).length, 1);
    await call("drain");
    assert.deepEqual(await runs(), built);
    // As a build for another zone leaves it.
    await sql`update view_state set time_zone = 'Asia/Kathmandu' where name = 'mv_daily_sales'`;
    await call("drain");
    assert.deepEqual(await runs(), [...built, refreshed]);
  });
});

Deno.test("a refresh of missing views that has failed is not tried again after each drain, but a quarter of an hour later", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    await sql`insert into products (name, selling_price) values ('Lamp', 10)`;
    await sql`drop index idx_mv_daily_sales_date`;
    const { call } = await start({ jobs: keepers });
    for (let minute = 0; minute < 3; minute++) await call("drain");
    const error = 'cannot refresh materialized view "public.mv_daily_sales" concurrently';
    const failed = [{ ...refreshed, job: "drain" }, { ...refreshed, rows: 0, error }];
    assert.deepEqual(await runs(), failed);
    await sql`create unique index on mv_daily_sales (sale_date)`;
    await sql`update job_runs set started_at = started_at - interval '15 minutes'`;
    await call("drain");
    assert.deepEqual(await runs(), [...failed, refreshed]);
  });
});

Deno.test("a process that lives long refreshes the views as soon as the aggregates are built", async () => {
  await onDatabase(async ({ sql, start, runs }) => {
    await sql`insert into products (name, selling_price) values ('Lamp', 10)`;
    const asked = Promise.withResolvers<void>();
    const told = keepers.map((job) => {
      if (job.kind === "continuous") return job;
      const isOverdue: TimedJob["isOverdue"] = (context) => {
        asked.resolve();
        return job.isOverdue?.(context) ?? Promise.resolve(false);
      };
      return { ...job, atStart: false, isOverdue };
    });
    const { stop } = await start({ jobs: told, mode: "long-lived" });
    await asked.promise;
    await stop();
    assert.deepEqual((await runs()).slice(-1), [refreshed]);
    assert.equal((await sql`select from mv_product_performance`).length, 1);
  });
});

Deno.test("what must run once the aggregates are built waits for what the process runs at its start", async () => {
  await onDatabase(async ({ start, runs }) => {
    const asked = Promise.withResolvers<void>();
    const { job, began, finish } = lasting("last");
    const built = counting("last", {
      atStart: true,
      run: job.run,
      isOverdue: () => {
        asked.resolve();
        return Promise.resolve(true);
      },
    });
    const drainer: ContinuousJob = {
      ...{ kind: "continuous", name: "drain", description: "", schedule: "* * * * *" },
      create: ({ onBuilt }) => ({ keepOn: () => began.then(onBuilt), catchUp: () => Promise.resolve() }),
    };
    const { stop } = await start({ jobs: [drainer, built], mode: "long-lived" });
    await began;
    // It would be refused its turn now.
    assert.deepEqual(await runs(), [{ job: "last", rows: 0, error: null, ended: false }]);
    finish();
    await asked.promise;
    await stop();
    assert.equal(job.ran, 2);
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
