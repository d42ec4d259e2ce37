import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drainAll } from "./drain.ts";
import { type JobContext, jobs, type TimedJob } from "./jobs.ts";

function timed(name: string): TimedJob {
  const job = jobs.find((each) => each.name === name);
  assert.ok(job?.kind === "timed", name);
  return job;
}

async function onDatabase(
  test: (sql: postgres.Sql, context: JobContext) => Promise<void>,
  now?: Temporal.Instant,
): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 10_000, name: "test" });
  try {
    await test(sql, {
      pool,
      log: createLog({ level: "error" }),
      clock: createClock(now),
      timeZone: "Asia/Kathmandu",
      weekStart: 1,
      archiveAfterMonths: 24,
      stopped: new AbortController().signal,
    });
  } finally {
    await sql.end();
    await pool.close();
  }
}

Deno.test("jobs have names and schedules as Deno.cron takes them, no two alike", () => {
  for (const { name, schedule } of jobs) {
    assert.match(name, /^[a-z ]{1,64}$/);
    assert.match(schedule, /^[*\d/]+( \*){4}$/, name);
  }
  for (const field of ["name", "schedule"] as const) {
    assert.equal(new Set(jobs.map((job) => job[field])).size, jobs.length, field);
  }
});

Deno.test("what is heavy or disturbs runs at night, by the shop's clock", async () => {
  await onDatabase((_sql, context) => {
    const at = (instant: string) => {
      const wall = () => Temporal.Instant.from(instant);
      return { ...context, clock: { wall, business: wall } };
    };
    // Kathmandu is 5:45 ahead: its 4:00 is 22:15.
    const cases = [
      ["2024-02-19T22:14:59Z", false],
      ["2024-02-19T22:15:00Z", true],
      ["2024-02-19T23:14:59Z", true],
      ["2024-02-19T23:15:00Z", false],
    ] as const;
    for (const name of ["empty default", "archive", "verify", "forget runs"]) {
      for (const [instant, due] of cases) assert.equal(timed(name).isDue?.(at(instant)), due, instant);
    }
    const { isDue } = timed("archive");
    assert.equal(isDue?.({ ...at("2024-02-19T22:15:00Z"), archiveAfterMonths: undefined }), false);
    return Promise.resolve();
  });
});

Deno.test("each job does what it says", async () => {
  await onDatabase(async (sql, context) => {
    const { pool, timeZone, weekStart, clock } = context;
    // What changes now waits for a night, and so for its own month.
    await sql`insert into customers (name) values ('Ada')`;
    await sql`insert into orders (customer_id, order_date, total_amount)
      select c.id, at, 10 from customers c, unnest(array['2019-05-05Z', '2019-06-05Z', '2020-01-01Z']::timestamptz[]) at`;
    await drainAll(pool, { timeZone, weekStart, clock });

    assert.equal(await timed("create months").run(context), 4);
    assert.equal(await timed("create months").run(context), 0);
    assert.equal(await timed("empty default").run(context), 3);
    await drainAll(pool, { timeZone, weekStart, clock });
    assert.ok(await timed("refresh views").run(context) > 0);
    assert.equal((await sql`select from mv_daily_sales`).length, 3);
    // Of its days by chance, and of all months.
    assert.ok(await timed("verify").run(context) > 0);
    assert.equal(await timed("archive").run(context), 3);
    assert.equal((await sql`select from orders`).length, 0);
  });
});

Deno.test("the nightly verification fails where a number is wrong, and says what to do", async () => {
  await onDatabase(async (sql, context) => {
    const { pool, timeZone, weekStart, clock } = context;
    await sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
    await drainAll(pool, { timeZone, weekStart, clock });
    await sql`update agg_hourly_metrics set revenue = revenue + 1`;
    await assert.rejects(
      timed("verify").run(context),
      /rows differ in agg_hourly_metrics \(1 missing or different, 0 surplus\); run deno task verify --repair/,
    );
  });
});

Deno.test("without a number of months, nothing is archived", async () => {
  await onDatabase(async (sql, context) => {
    await sql`insert into orders (order_date, total_amount) values ('2019-05-05Z', 10)`;
    const { pool, timeZone, weekStart, clock } = context;
    await timed("empty default").run(context);
    await drainAll(pool, { timeZone, weekStart, clock });
    assert.equal(await timed("archive").run({ ...context, archiveAfterMonths: undefined }), 0);
    assert.equal((await sql`select from orders`).length, 1);
  });
});

Deno.test("runs of the last month are kept, and those that have not ended", async () => {
  await onDatabase(async (sql, context) => {
    await sql`insert into job_runs (job, started_at, ended_at) values
      ('old', now() - interval '31 days', now()), ('kept', now() - interval '29 days', now()),
      ('open', now() - interval '31 days', null)`;
    assert.equal(await timed("forget runs").run(context), 1);
    const kept = await sql`select job from job_runs order by job`;
    assert.deepEqual(kept.map(({ job }) => job), ["kept", "open"]);
  });
});
