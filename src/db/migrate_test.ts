import assert from "node:assert/strict";
import { UsageError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { migrate, type Migration, readMigrations } from "./migrate.ts";
import { withSql } from "../dev/with_sql.ts";

const one: Migration = {
  name: "0001_one",
  text: "create table one (id int); insert into one values (1);",
  checksum: "a",
};
const two: Migration = { name: "0002_two", text: "alter table one add column name text", checksum: "b" };

Deno.test("ten processes that start at once apply each migration once", async () => {
  await using database = await testDatabase({ migrated: false });
  const applied = await Promise.all(Array.from({ length: 10 }, () => migrate({ url: database.url })));
  const names = (await readMigrations()).map(({ name }) => name);
  assert.deepEqual(applied.flat().sort(), names);
  await withSql(database.url, async (sql) => {
    const rows = await sql`select name from schema_migrations order by name`;
    assert.deepEqual(rows.map(({ name }) => name), names);
  });
  assert.deepEqual(await migrate({ url: database.url }), []);
});

Deno.test("a migration that fails leaves nothing behind, and runs again once it is mended", async () => {
  await using database = await testDatabase({ migrated: false });
  const { url } = database;
  const broken = { ...two, text: "alter table one add column name text; select no_such_function()" };
  await assert.rejects(migrate({ url, migrations: [one, broken] }), /no_such_function/);
  await withSql(url, async (sql) => {
    assert.deepEqual([...await sql`select name from schema_migrations`], [{ name: "0001_one" }]);
    assert.deepEqual([...await sql`select * from one`], [{ id: 1 }]);
  });
  assert.deepEqual(await migrate({ url, migrations: [one, two] }), ["0002_two"]);
});

Deno.test("a migration that was changed after it was applied is refused", async () => {
  await using database = await testDatabase({ migrated: false });
  const { url } = database;
  await migrate({ url, migrations: [one] });
  await assert.rejects(
    migrate({ url, migrations: [{ ...one, checksum: "c" }, two] }),
    (error) => error instanceof UsageError && /0001_one was changed after it was applied/.test(error.message),
  );
});

Deno.test("a database that a newer version migrated is refused", async () => {
  await using database = await testDatabase({ migrated: false });
  const { url } = database;
  await migrate({ url, migrations: [one, two] });
  await assert.rejects(
    migrate({ url, migrations: [one] }),
    (error) => error instanceof UsageError && /0002_two was applied by a newer version/.test(error.message),
  );
});

Deno.test("a database that is not there is named as the reason", async () => {
  await assert.rejects(migrate({ url: "postgres://nobody@127.0.0.1:1/none" }), /Cannot reach the database/);
});

Deno.test("who may only read needs no more where nothing is missing, and is told what is", async () => {
  await using database = await testDatabase({ migrated: false });
  await migrate({ url: database.url, migrations: [one] });
  const reader = new URL(database.url);
  reader.searchParams.set("role", "pg_read_all_data");
  assert.deepEqual(await migrate({ url: reader.href, migrations: [one] }), []);
  await assert.rejects(migrate({ url: reader.href, migrations: [one, two] }), /permission denied/);
  await assert.rejects(
    migrate({ url: reader.href, migrations: [{ ...one, checksum: "c" }] }),
    /0001_one was changed after it was applied/,
  );
});

Deno.test("nothing is locked where nothing is missing", async () => {
  await using database = await testDatabase({ migrated: false });
  const { url } = database;
  await migrate({ url, migrations: [one] });
  await withSql(url, async (sql) => {
    await sql`select pg_advisory_lock(hashtext('laneway migrations'))`;
    assert.deepEqual(await migrate({ url, migrations: [one] }), []);
  });
});
