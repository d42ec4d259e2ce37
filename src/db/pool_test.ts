import assert from "node:assert/strict";
import postgres from "postgres";
import { DeadlineError, UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createPool, type Pool } from "./pool.ts";
import { parseStatement } from "./statements.ts";

async function withPool(work: (pool: Pool, url: string) => Promise<void>, deadlineMs = 5_000): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const pool = createPool({ url: database.url, size: 2, deadlineMs, name: "test" });
  try {
    await work(pool, database.url);
  } finally {
    await pool.close();
  }
}

const query = (text: string) => parseStatement("test", text);

Deno.test("values keep what they are: instants to the microsecond, days as text, numbers exact", async () => {
  await withPool(async (pool) => {
    const [row] = await pool.run(
      query(
        "select :at::timestamptz as at, :day::date as day, 0.1::numeric as amount, :list::text[] as list, 1::float8 as n",
      ),
      { at: Temporal.Instant.from("2017-12-30T23:59:59.999999Z"), day: "2017-02-28", list: ["a,b", '"c"'] },
    );
    assert.equal(String(row?.at), "2017-12-30T23:59:59.999999Z");
    assert.ok(row?.at instanceof Temporal.Instant);
    assert.equal(row?.day, "2017-02-28");
    assert.equal(row?.amount, "0.1");
    assert.deepEqual(row?.list, ["a,b", '"c"']);
    assert.equal(row?.n, 1);
  });
});

Deno.test("lists may hold nulls, and be null, whatever they are of", async () => {
  await withPool(async (pool) => {
    const id = "0190a0b0-0000-7000-8000-000000000001";
    const [row] = await pool.run(
      query(
        "select :texts::text[] as texts, :ids::uuid[] as ids, :none::uuid[] as none, :nothing::uuid[] as nothing",
      ),
      { texts: ["a", null, "NULL", ""], ids: [null, id], none: [], nothing: null },
    );
    assert.deepEqual(row, { texts: ["a", null, "NULL", ""], ids: [null, id], none: [], nothing: null });
  });
});

Deno.test("a parameter that is not given is a mistake, not a null", async () => {
  await withPool(async (pool) => {
    await assert.rejects(pool.run(query("select :a::int"), {}), /parameter a is not given/);
  });
});

Deno.test("a statement past its deadline is cancelled, and the pool goes on", async () => {
  await withPool(async (pool, url) => {
    await assert.rejects(pool.run(query("select pg_sleep(60)")), DeadlineError);
    assert.deepEqual([...await pool.run(query("select 1::float8 as n"))], [{ n: 1 }]);
    const sql = postgres(url, { max: 1 });
    // The server has been told, and stops at its next look at its interrupts.
    const running = async () =>
      (await sql`select 1 from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`)
        .length;
    while (await running() > 0);
    await sql.end();
  }, 200);
});

Deno.test("a statement that waits for others past its deadline is said to have waited", async () => {
  await withPool(async (pool) => {
    await pool.snapshot(
      "read",
      () =>
        pool.snapshot("read", () =>
          assert.rejects(pool.run(query("select 1")), {
            name: "DeadlineError",
            message: "Cannot answer in 200 ms: test waited for others that long; try again in a moment",
          })),
    );
  }, 200);
});

Deno.test("a statement that fails after its first rows leaves nothing of them to the next", async () => {
  await using database = await testDatabase({ migrated: false });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  await assert.rejects(
    pool.run(query("select 1 / (4 - i) from generate_series(1, 9) i")),
    /division by zero/,
  );
  assert.deepEqual([...await pool.run(query("select 1 as n union all select 2"))], [{ n: 1 }, { n: 2 }]);
  await pool.close();
});

Deno.test("a snapshot sees one moment", async () => {
  await withPool(async (pool) => {
    await pool.run(query("create table things (id int)"));
    const counted = await pool.snapshot("read", async (transaction) => {
      const before = await transaction.run(query("select 1 from things"));
      await pool.run(query("insert into things values (1)"));
      return [before.length, (await transaction.run(query("select 1 from things"))).length];
    });
    assert.deepEqual(counted, [0, 0]);
    assert.equal((await pool.run(query("select 1 from things"))).length, 1);
  });
});

Deno.test("a snapshot that fails is rolled back, and one for reading refuses to write", async () => {
  await withPool(async (pool) => {
    await pool.run(query("create table things (id int)"));
    await assert.rejects(
      pool.snapshot("write", async (transaction) => {
        await transaction.run(query("insert into things values (1)"));
        throw new Error("changed my mind");
      }),
      /changed my mind/,
    );
    await assert.rejects(
      pool.snapshot("read", (transaction) => transaction.run(query("insert into things values (1)"))),
      /read-only/,
    );
    assert.equal((await pool.run(query("select 1 from things"))).length, 0);
  });
});

Deno.test("a database that cannot be reached or entered is unavailable", async () => {
  await using database = await testDatabase({ migrated: false });
  const missing = new URL(database.url);
  missing.pathname = "/no_such_database";
  const stranger = new URL(database.url);
  stranger.username = "nobody";
  for (const url of ["postgres://x@127.0.0.1:1/x", missing.href, stranger.href]) {
    const pool = createPool({ url, size: 1, deadlineMs: 5_000, name: "test" });
    await assert.rejects(pool.run(query("select 1")), UnavailableError);
    await pool.close();
  }
});

Deno.test("a connection killed under a statement is unavailable, and the next one works", async () => {
  await withPool(async (pool) => {
    await assert.rejects(pool.run(query("select pg_terminate_backend(pg_backend_pid())")), UnavailableError);
    assert.deepEqual([...await pool.run(query("select 1::float8 as n"))], [{ n: 1 }]);
  });
});
