import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createPool, type Pool } from "./pool.ts";
import { createReader } from "./reader.ts";
import { createServers, type Server } from "./servers.ts";
import { parseStatement } from "./statements.ts";

interface TestServer extends Server {
  readonly pool: Pool;
}

// Nobody listens there.
const nowhere = "postgres://nobody:nothing@127.0.0.1:1/none";
const whoAnswers = parseStatement("who answers", "select current_database() as name");

/** @param urls the nearest first; all are taken for ready */
async function withReader(
  urls: readonly string[],
  work: (reader: ReturnType<typeof createReader>, missed: readonly string[]) => Promise<void>,
): Promise<void> {
  const servers = urls.map((url, distance): TestServer => ({
    name: String(distance),
    distance,
    pool: createPool({ url, size: 1, deadlineMs: 5_000, name: "test" }),
  }));
  const missed: string[] = [];
  const known = createServers({
    servers,
    heartbeatOf: () => Promise.resolve(null),
    maxLagMs: 10_000,
    onChange: ({ name }, standing) => standing === "away" && missed.push(name),
    now: () => 0,
  });
  try {
    await work(createReader(known, ({ pool }) => pool), missed);
  } finally {
    await Promise.all(servers.map(({ pool }) => pool.close()));
  }
}

Deno.test("what one server does not answer, the next one does, and the first is asked no more", async () => {
  await using database = await testDatabase({ migrated: false });
  await withReader([nowhere, nowhere, database.url, nowhere], async (reader, missed) => {
    for (const _ of [1, 2]) {
      assert.deepEqual([...await reader.run(whoAnswers)], [{ name: database.name }]);
      assert.deepEqual(missed, ["0", "1"]);
    }
  });
});

Deno.test("where no server answers, that is said", async () => {
  await withReader([nowhere, nowhere], async (reader) => {
    await assert.rejects(reader.run(whoAnswers), UnavailableError);
  });
});

Deno.test("an error of the statement is no reason to ask another server", async () => {
  await using database = await testDatabase({ migrated: false });
  await withReader([database.url, nowhere], async (reader, missed) => {
    await assert.rejects(reader.run(parseStatement("wrong", "select 1/0")), /division by zero/);
    assert.deepEqual(missed, []);
  });
});

Deno.test("what a standby took away from a statement is read once more, and no oftener", async () => {
  await using database = await testDatabase({ migrated: false });
  await withReader([database.url], async (reader) => {
    const prepare = parseStatement("prepare", "select set_config('test.left', :times::text, false)");
    const conflict = parseStatement("conflict", "select conflict() as left");
    const define = parseStatement(
      "define",
      `create function conflict() returns text language plpgsql as $$
      begin
        perform nextval('tries');
        if (select last_value from tries) <= current_setting('test.left')::bigint then
          raise 'canceling statement due to conflict with recovery' using errcode = '40001';
        end if;
        return (select last_value from tries);
      end $$`,
    );
    await reader.run(parseStatement("sequence", "create sequence tries"));
    await reader.run(define);
    await reader.run(prepare, { times: "1" });
    assert.deepEqual([...await reader.run(conflict)], [{ left: "2" }]);
    await reader.run(prepare, { times: "4" });
    await assert.rejects(reader.run(conflict), /conflict with recovery/);
    assert.deepEqual([...await reader.run(conflict)], [{ left: "5" }]);
  });
});
