import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createDrainer, type Drainer } from "./drainer.ts";
import { createRunLedger } from "./job_runs.ts";
import { testTiming } from "./timing_testing.ts";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

interface Scene {
  readonly sql: postgres.Sql;
  readonly drainer: Drainer;
  /** What paused, in milliseconds. */
  readonly pauses: readonly number[];
  /** How many pauses there were each time it said that the aggregates are built. */
  readonly built: readonly number[];
  /** What was logged. */
  readonly lines: readonly Line[];
  /** The rows of job_runs, as far as they do not differ from run to run. */
  runs(): Promise<readonly unknown[]>;
}

type Step = (sql: postgres.Sql, advance: (ms: number) => void) => unknown;

/** @param steps what happens in each pause; the drainer is stopped in the last one */
async function withDrainer(
  steps: readonly Step[],
  test: (scene: Scene) => Promise<void>,
  batch = 10_000,
): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 10_000, name: "test" });
  const clock = createClock();
  const stopping = new AbortController();
  const { timing, pauses, advance } = testTiming(async (before) => {
    await steps[before]?.(sql, advance);
    if (before >= steps.length - 1) stopping.abort();
  });
  const lines: Line[] = [];
  const log = createLog({ level: "debug", write: (line) => lines.push(JSON.parse(line)) });
  const runs = createRunLedger(pool, clock);
  const built: number[] = [];
  const drainer = createDrainer({
    ...{ timeZone: "UTC", weekStart: 1, batch, pool, log, clock, runs, timing },
    stopped: stopping.signal,
    onBuilt: () => built.push(pauses.length),
  });
  try {
    await test({
      sql,
      drainer,
      pauses,
      built,
      lines,
      runs: async () => [
        ...await sql`select job, rows::int, error, ended_at is not null as ended from job_runs order by id`,
      ],
    });
  } finally {
    await sql.end();
    await pool.close();
  }
}

const nothing = () => {};
const sell = (sql: postgres.Sql) =>
  sql`insert into orders (order_date, total_amount) values ('2024-02-20T12:00Z', 10)`;
const ended = { job: "drain", error: null, ended: true };

Deno.test("drains at once while there is work, rests where there is none, and says how far it came", async () => {
  await withDrainer([sell, nothing, sell, sell], async ({ sql, drainer, pauses, lines, runs }) => {
    await drainer.keepOn();
    // Nothing was there, then an order, nothing, and an order.
    assert.deepEqual(pauses, [1_000, 250, 1_000, 250]);
    // What came during the last pause is for the next process.
    assert.deepEqual(await runs(), [{ ...ended, rows: 2 }]);
    assert.deepEqual([...await sql`select order_count from agg_hourly_metrics`], [{ order_count: 2 }]);
    const drained = lines.filter(({ message }) => message === "drained");
    assert.deepEqual(drained.map(({ level, taken, left }) => [level, taken, left]), [
      ["debug", 1, 0],
      ["debug", 1, 0],
    ]);
  });
});

Deno.test("an empty drain moves as_of, and leaves no row behind", async () => {
  const seen: unknown[] = [];
  const look = async (sql: postgres.Sql) => {
    const [state] = await sql`select as_of from precompute_state`;
    seen.push(state?.as_of);
  };
  await withDrainer([look, look], async ({ drainer, runs }) => {
    await drainer.keepOn();
    const [first, second] = seen;
    assert.ok(first instanceof Date && second instanceof Date && second > first);
    assert.deepEqual(await runs(), []);
  });
});

Deno.test("drains of a minute share a row, and later ones have their own", async () => {
  const minuteLater: Step = async (sql, advance) => {
    await sell(sql);
    advance(60_000);
  };
  await withDrainer([sell, sell, minuteLater, sell, nothing], async ({ drainer, runs }) => {
    await drainer.keepOn();
    assert.deepEqual(await runs(), [{ ...ended, rows: 3 }, { ...ended, rows: 1 }]);
  });
});

Deno.test("says when the aggregates are built: as soon as they are, again each minute, and when they are built anew", async () => {
  // In two drains of one row each.
  const beginAnew: Step = async (sql) => {
    await sql`update precompute_state set as_of = null`;
    await sell(sql);
    await sell(sql);
  };
  const minuteLater: Step = (_sql, advance) => advance(60_000);
  const steps = [nothing, nothing, minuteLater, nothing, beginAnew, nothing, nothing, nothing];
  await withDrainer(steps, async ({ drainer, built }) => {
    await drainer.keepOn();
    assert.deepEqual(built, [0, 4, 6]);
  }, 1);
});

Deno.test("a backlog drains batch by batch, told at once, the last batch too", async () => {
  const fill = (sql: postgres.Sql) =>
    sql`insert into orders (order_date, total_amount)
      select '2024-02-20T12:00Z'::timestamptz, 10 from generate_series(1, 5)`;
  await withDrainer([fill, nothing, nothing, nothing, nothing], async ({ drainer, lines, runs }) => {
    await drainer.keepOn();
    const drained = lines.filter(({ message }) => message === "drained");
    assert.deepEqual(drained.map(({ level, taken, left }) => [level, taken, left]), [
      ["info", 2, 3],
      ["info", 2, 1],
      ["info", 1, 0],
    ]);
    const [first, second, last] = drained.map(({ asOf }) => asOf);
    assert.equal(first, second);
    assert.notEqual(second, last);
    assert.deepEqual(await runs(), [{ ...ended, rows: 5 }]);
  }, 2);
});

Deno.test("a drain that fails is recorded, and tried again later and later until it works", async () => {
  const hide = (sql: postgres.Sql) => sql`alter table touched rename to hidden`;
  const show = (sql: postgres.Sql) => sql`alter table hidden rename to touched`;
  // After a failure each, the second after another one; and once more, after a drain that worked.
  await withDrainer([hide, nothing, show, hide, show], async ({ drainer, pauses, lines, runs }) => {
    await drainer.keepOn();
    assert.deepEqual(pauses, [1_000, 1_000, 2_000, 1_000, 1_000]);
    const failures = lines.filter(({ level }) => level === "error");
    assert.deepEqual(failures.map(({ message, failures }) => [message, failures]), [
      ["drain failed; it is tried again, and nothing is lost", 1],
      ["drain failed; it is tried again, and nothing is lost", 2],
      ["drain failed; it is tried again, and nothing is lost", 1],
    ]);
    const failed = { ...ended, rows: 0, error: 'relation "touched" does not exist' };
    assert.deepEqual(await runs(), [failed, failed, failed]);
  });
});

Deno.test("what is set aside is told once, with what to do, and again when it is gone", async () => {
  const constraint = "alter table agg_hourly_metrics add constraint broken check (order_count < 1) not valid";
  const refuse: Step = async (sql) => {
    await sql.unsafe(constraint);
    await sell(sql);
  };
  const accept: Step = async (sql) => {
    await sql`alter table agg_hourly_metrics drop constraint broken`;
    await sql`update touched set retry_at = null`;
  };
  await withDrainer([refuse, nothing, nothing, accept, nothing], async ({ sql, drainer, lines, runs }) => {
    await drainer.keepOn();
    const told = lines.filter(({ message }) => /set aside/.test(message));
    assert.deepEqual(told.map(({ level, message, setAside }) => [level, message, setAside]), [
      ["error", "changes are set aside: their rebuild fails, and is tried again", 1],
      ["info", "no changes are set aside any more", undefined],
    ]);
    assert.match(String(told[0]?.failures), /2024-02-20: .*broken/);
    assert.match(String(told[0]?.advice), /touched\.reason/);
    assert.deepEqual(await runs(), [{ ...ended, rows: 2 }]);
    assert.equal((await sql`select from touched`).length, 0);
  });
});

Deno.test("a drain's run that was killed is closed by the next one that works; one that may still run is not", async () => {
  const others: Step = async (sql) => {
    await sell(sql);
    await sql`insert into job_runs (job, started_at) values
      ('drain', now() - interval '5 minutes'), ('drain', now() - interval '30 seconds'), ('other', '2024-01-01')`;
  };
  await withDrainer([others, nothing], async ({ drainer, runs }) => {
    await drainer.keepOn();
    assert.deepEqual(await runs(), [
      { ...ended, rows: 0, error: "killed" },
      { ...ended, rows: 0, ended: false },
      { ...ended, job: "other", rows: 0, ended: false },
      { ...ended, rows: 1 },
    ]);
  });
});

Deno.test("called by a platform, it drains until nothing is left", async () => {
  await withDrainer([nothing, nothing, nothing, nothing], async ({ sql, drainer, pauses, runs }) => {
    await drainer.catchUp(50_000);
    for (let order = 0; order < 5; order++) await sell(sql);
    await drainer.catchUp(50_000);
    assert.deepEqual(pauses, [250, 250]);
    assert.deepEqual(await runs(), [{ ...ended, rows: 5 }]);
  }, 2);
});

Deno.test("called by a platform, it leaves to the next call what does not fit", async () => {
  await withDrainer([nothing, nothing, nothing, nothing], async ({ sql, drainer, runs }) => {
    await drainer.catchUp(50_000);
    for (let order = 0; order < 5; order++) await sell(sql);
    await drainer.catchUp(250);
    assert.deepEqual(await runs(), [{ ...ended, rows: 2 }]);
    assert.equal((await sql`select from touched`).length, 3);
  }, 1);
});

Deno.test("called by a platform, it gives way to another process that drains", async () => {
  await withDrainer([nothing, nothing], async ({ sql, drainer, pauses, runs }) => {
    await sell(sql);
    await sql.begin(async (other) => {
      await other`lock table precompute_lock in share row exclusive mode`;
      await drainer.catchUp(50_000);
    });
    assert.deepEqual(pauses, []);
    assert.deepEqual(await runs(), []);
    assert.equal((await sql`select from touched`).length, 1);
  });
});
