import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../dev/test_database.ts";
import { type BulkLoad, bulkLoad } from "./bulk.ts";
import type { Statement } from "./statements.ts";

const copyThings = named("copy things (id) from stdin");
const countThings = named("select count(*)::integer as count from things");

function named(text: string): Statement {
  return { name: text, text, parameters: [] };
}

async function withThings(
  work: (
    load: <T>(work: (load: BulkLoad) => Promise<T>, signal?: AbortSignal) => Promise<T>,
    sql: postgres.Sql,
  ) => Promise<
    void
  >,
): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await sql`create table things (id integer primary key)`;
    await work((inside, signal) => bulkLoad(database.url, "laneway bulk test", inside, signal), sql);
  } finally {
    await sql.end();
  }
}

async function idsIn(sql: postgres.Sql): Promise<readonly number[]> {
  return (await sql`select id from things order by id`).map(({ id }) => id);
}

Deno.test("others see nothing before all is in, and then everything", () =>
  withThings(async (load, sql) => {
    const seen = await load(async ({ run, copy }) => {
      assert.equal(await copy(copyThings, ["1\n", "2\n"]), 2);
      assert.equal(await copy(copyThings, ["3\n"]), 1);
      assert.deepEqual([...await run(countThings)], [{ count: 3 }]);
      return await idsIn(sql);
    });
    assert.deepEqual(seen, []);
    assert.deepEqual(await idsIn(sql), [1, 2, 3]);
  }));

const failures: readonly {
  readonly name: string;
  readonly spoil: (load: BulkLoad, sql: postgres.Sql) => unknown;
  readonly message: RegExp;
}[] = [
  {
    name: "an error of the work",
    message: /not today/,
    spoil: () => {
      throw new Error("not today");
    },
  },
  {
    name: "a row that cannot be",
    message: /duplicate key/,
    spoil: ({ copy }) => copy(copyThings, ["2\n", "1\n"]),
  },
  {
    name: "a wrong statement",
    message: /"nothing" does not exist/,
    spoil: ({ run }) => run(named("select from nothing")),
  },
  {
    name: "a lost connection, before more rows",
    message: /read-only transaction|Cannot reach the database/,
    spoil: async ({ copy }, sql) => {
      await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where application_name = 'laneway bulk test' and datname = current_database()`;
      await copy(copyThings, ["2\n"]);
    },
  },
];

for (const { name, spoil, message } of failures) {
  Deno.test(`nothing stays after ${name}`, () =>
    withThings(async (load, sql) => {
      const spoiled = load(async (inside) => {
        await inside.copy(copyThings, ["1\n"]);
        await spoil(inside, sql);
      });
      await assert.rejects(spoiled, message);
      assert.deepEqual(await idsIn(sql), []);
    }));
}

Deno.test("nothing stays of what is aborted, even while it waits", () =>
  withThings(async (load, sql) => {
    const stop = new AbortController();
    const stopped = load(async ({ copy }) => {
      await copy(copyThings, ["1\n"]);
      stop.abort(new Error("enough"));
      await new Promise(() => {});
    }, stop.signal);
    await assert.rejects(stopped, /enough/);
    assert.deepEqual(await idsIn(sql), []);
  }));
