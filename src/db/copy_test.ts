import assert from "node:assert/strict";
import postgres from "postgres";
import fc from "fast-check";
import { DeadlineError, UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { copyLine, copyRows } from "./copy.ts";

const statement = "copy things (id, name) from stdin";

async function withThings(work: (url: string, sql: postgres.Sql) => Promise<void>): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await sql`create table things (id integer primary key, name text)`;
    await work(database.url, sql);
  } finally {
    await sql.end();
  }
}

async function* lines(count: number, last?: string): AsyncGenerator<string> {
  for (let i = 0; i < count; i++) yield await Promise.resolve(copyLine([i, `thing ${i}`]));
  if (last !== undefined) yield last;
}

Deno.test("every row arrives, however many, and the bytes are told", () =>
  withThings(async (url, sql) => {
    let bytes = 0;
    const rows = await copyRows(url, statement, lines(20_000), { onBytes: (sent) => bytes = sent });
    assert.equal(rows, 20_000);
    assert.equal(bytes, Array.from({ length: 20_000 }, (_, i) => `${i}\tthing ${i}\n`).join("").length);
    const [found] = await sql`select count(*)::int as rows, sum(id)::int as sum from things`;
    assert.deepEqual({ ...found }, { rows: 20_000, sum: 199_990_000 });
  }));

Deno.test("nothing to copy is no error", () =>
  withThings(async (url) => {
    assert.equal(await copyRows(url, statement, lines(0)), 0);
  }));

Deno.test("any text comes back as it was", () =>
  withThings(async (url, sql) => {
    // Postgres's text holds no NUL and no half of a surrogate pair.
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\\", "\t", "\n", "\r", "N", "."),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    })
      .filter((value) => !value.includes("\0"));
    const property = fc.asyncProperty(fc.array(fc.option(text), { maxLength: 50 }), async (values) => {
      await sql`truncate things`;
      const all = values.map((value, id) => copyLine([id, value])).join("");
      assert.equal(await copyRows(url, statement, lines(0, all)), values.length);
      const found = await sql`select name from things order by id`;
      assert.deepEqual(found.map((row) => row.name), values);
    });
    await fc.assert(property, { numRuns: 20 });
  }));

for (
  const { name, last, count = 3, message } of [
    { name: "an unreadable value in the last row", last: "x\tbad\n", message: /integer: "x".*line 4/s },
    {
      name: "an unreadable value long before the end",
      count: 50_000,
      last: undefined,
      message: /integer: "x"/,
    },
    { name: "a row that breaks a constraint, last", last: "1\tagain\n", message: /duplicate key/ },
    { name: "a missing column", last: "7\n", message: /missing data for column/ },
  ]
) {
  Deno.test(`an error, not a hang, and no row in: ${name}`, () =>
    withThings(async (url, sql) => {
      const source = last === undefined ? withBadFirst(count) : lines(count, last);
      await assert.rejects(copyRows(url, statement, source), message);
      assert.equal((await sql`select from things`).length, 0);
    }));
}

async function* withBadFirst(count: number): AsyncGenerator<string> {
  yield "x\tbad\n";
  yield* lines(count);
}

Deno.test("a missing table is an error", () =>
  withThings(async (url) => {
    await assert.rejects(
      copyRows(url, "copy nothing from stdin", lines(1)),
      /relation "nothing" does not exist/,
    );
  }));

Deno.test("an error of the source is thrown as it is, and no row is in", () =>
  withThings(async (url, sql) => {
    async function* failing(): AsyncGenerator<string> {
      yield* lines(10_000);
      throw new RangeError("the file ends here");
    }
    await assert.rejects(copyRows(url, statement, failing()), new RangeError("the file ends here"));
    assert.equal((await sql`select from things`).length, 0);
  }));

Deno.test("a backend that dies is an error", () =>
  withThings(async (url, sql) => {
    async function* killing(): AsyncGenerator<string> {
      yield* lines(10_000);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'laneway copy' and datname = current_database()`;
      yield* lines(10_000);
    }
    await assert.rejects(copyRows(url, statement, killing()), UnavailableError);
  }));

Deno.test("a server that stalls is given up", () =>
  withThings(async (url, sql) => {
    await sql.begin(async (tx) => {
      await tx`lock table things`;
      await assert.rejects(copyRows(url, statement, lines(1), { deadlineMs: 200 }), DeadlineError);
    });
  }));

Deno.test("a server that is not there is an error", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    copyRows(`postgres://nobody@127.0.0.1:${port}/none`, statement, lines(1)),
    /ECONNREFUSED/,
  );
});
