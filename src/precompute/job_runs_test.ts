/** Turns and records of jobs, over all processes. */
import assert from "node:assert/strict";
import { counting, lasting, minute, onDatabase } from "./schedule_testing.ts";

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
