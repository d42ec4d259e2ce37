import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { openSession, type Session } from "./session.ts";
import { parseStatement } from "./statements.ts";

const query = (text: string) => parseStatement("test", text);

async function withSession(work: (session: Session) => Promise<void>): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const session = openSession({ url: database.url, name: "test" });
  try {
    await work(session);
  } finally {
    await session.close();
  }
}

Deno.test("a session is one connection: what it holds, it keeps", async () => {
  await withSession(async (session) => {
    await session.run(query("create temporary table kept (id int)"));
    await session.transaction((transaction) => transaction.run(query("insert into kept values (1)")));
    assert.deepEqual([...await session.run(query("select id from kept"))], [{ id: 1 }]);
  });
});

Deno.test("a transaction is rolled back when it fails, also where it hides that a statement did", async () => {
  await withSession(async (session) => {
    await session.run(query("create temporary table kept (id int)"));
    const insert = query("insert into kept values (1)");
    await assert.rejects(
      session.transaction(async (transaction) => {
        await transaction.run(insert);
        throw new Error("changed my mind");
      }),
      /changed my mind/,
    );
    await assert.rejects(
      session.transaction(async (transaction) => {
        await transaction.run(insert);
        await transaction.run(query("select 1 / 0")).catch(() => {});
      }),
      /division by zero/,
    );
    assert.deepEqual([...await session.run(query("select id from kept"))], []);
  });
});

Deno.test("a session that cannot be opened, or is lost, is unavailable", async () => {
  const nowhere = openSession({ url: "postgres://nobody@127.0.0.1:1/none", name: "test" });
  await assert.rejects(nowhere.run(query("select 1")), UnavailableError);
  await nowhere.close();
  await withSession(async (session) => {
    await assert.rejects(
      session.run(query("select pg_terminate_backend(pg_backend_pid())")),
      UnavailableError,
    );
    await assert.rejects(session.run(query("select 1")), UnavailableError);
  });
});
