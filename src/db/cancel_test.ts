import assert from "node:assert/strict";
import postgres from "postgres";
import { CancelledError } from "../base/errors.ts";
import { untilBlocked, untilNoneBlocked, whileLocked } from "../dev/locks.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createPool, type Pool } from "./pool.ts";
import { parseStatement } from "./statements.ts";

const query = (text: string) => parseStatement("test", text);
const readThings = query("select id from things");
const readOne = query("select 1 as n");

interface Stage {
  /** Of one connection. */
  readonly pool: Pool;
  readonly sql: postgres.Sql;
}

async function withStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  await sql`create table things (id integer)`;
  // Longer than any test waits: what ends before was given up, and not late.
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 60_000, name: "test" });
  try {
    await work({ pool, sql });
  } finally {
    await pool.close();
    await sql.end();
  }
}

const isCancelled = (error: unknown) => error instanceof CancelledError && error.code === "CANCELLED";

Deno.test("a statement that nobody waits for any more is stopped on the server, and its connection goes on", async () => {
  await withStage(async ({ pool, sql }) => {
    const backend = query("select pg_backend_pid() as pid");
    const [before] = await pool.run(backend);
    await whileLocked(sql, "things", async () => {
      const gone = new AbortController();
      const given = assert.rejects(pool.run(readThings, {}, gone.signal), isCancelled);
      await untilBlocked(sql);
      gone.abort();
      await given;
      await untilNoneBlocked(sql);
      assert.deepEqual((await pool.run(backend))[0], before);
    });
    assert.deepEqual([...await pool.run(readThings, {}, new AbortController().signal)], []);
  });
});

Deno.test("who waits for a connection leaves the queue, and who has it is left alone", async () => {
  await withStage(async ({ pool, sql }) => {
    let first: Promise<readonly object[]> | undefined;
    await whileLocked(sql, "things", async () => {
      first = pool.run(readThings, {}, new AbortController().signal);
      await untilBlocked(sql);
      const gone = new AbortController();
      const second = assert.rejects(pool.run(readOne, {}, gone.signal), isCancelled);
      gone.abort();
      await second;
      await untilBlocked(sql);
    });
    assert.deepEqual([...await first ?? [readOne]], []);
  });
});

Deno.test("nothing is asked for someone who is gone already", async () => {
  await withStage(async ({ pool }) => {
    await assert.rejects(pool.run(readOne, {}, AbortSignal.abort()), isCancelled);
    await pool.close();
  });
});

Deno.test("whenever someone goes, only their own statement is stopped", async () => {
  await withStage(async ({ pool }) => {
    await pool.run(readOne, {}, new AbortController().signal);
    const outcomes = { answered: 0, cancelled: 0 };
    // From before the statement is sent to after it was answered.
    for (let turns = 0; turns < 300; turns++) {
      const gone = new AbortController();
      const running = pool.run(query("select count(*) as n from generate_series(1, 1000)"), {}, gone.signal);
      const ended = running.then(() => void outcomes.answered++, (error) => {
        assert.ok(isCancelled(error), String(error));
        outcomes.cancelled++;
      });
      for (let turn = 0; turn < turns % 30; turn++) await new Promise((resolve) => setImmediate(resolve));
      gone.abort();
      await ended;
      assert.deepEqual([...await pool.run(readOne)], [{ n: 1 }]);
    }
    assert.equal(outcomes.answered + outcomes.cancelled, 300);
    assert.ok(outcomes.cancelled > 0, JSON.stringify(outcomes));
  });
});

Deno.test("a failure of the statement itself stays what it is", async () => {
  await withStage(async ({ pool }) => {
    const { signal } = new AbortController();
    await assert.rejects(pool.run(query("select 1 / 0"), {}, signal), /division by zero/);
  });
});
