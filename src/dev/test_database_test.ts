import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { readMigrations } from "../db/migrate.ts";
import { testDatabase } from "./test_database.ts";
import { makeTemplate, TEST_PREFIX } from "./test_template.ts";

Deno.test("a test's database has all migrations, is nobody else's, and goes though someone is connected", async () => {
  await using other = await testDatabase();
  const database = await testDatabase();
  const sql = connect(database.url);
  const elsewhere = connect(other.url);
  const applied = await sql`select name from schema_migrations order by name`;
  assert.deepEqual(applied.map(({ name }) => name), (await readMigrations()).map(({ name }) => name));
  await sql`create table mine ()`;
  assert.deepEqual([...await elsewhere`select to_regclass('mine') as mine`], [{ mine: null }]);

  await database.drop();
  await database.drop();
  assert.equal((await elsewhere`select from pg_database where datname = ${database.name}`).length, 0);
  await Promise.all([sql.end(), elsewhere.end()]);
});

Deno.test("a database that is not migrated has no tables, and holds any text", async () => {
  await using database = await testDatabase({ migrated: false });
  const sql = connect(database.url);
  assert.equal((await sql`select from pg_class where relnamespace = 'public'::regnamespace`).length, 0);
  assert.deepEqual([...await sql`select '雪 ☃ é' as text`], [{ text: "雪 ☃ é" }]);
  await sql.end();
});

Deno.test("a template that many want at once is made once, whatever a killed maker has left", async () => {
  await using start = await testDatabase({ migrated: false });
  const urlOf = (database: string) => start.url.replace(start.name, database);
  const template = `${TEST_PREFIX}race_${randomBytes(8).toString("hex")}`;
  const makers = Array.from({ length: 5 }, () => connect(start.url));
  const [sql] = makers as [postgres.Sql];
  await sql`create database ${sql(`${template}_draft`)}`;

  await Promise.all(makers.map((maker) => makeTemplate(maker, template, urlOf)));
  const made = await sql`
    select datname, datallowconn from pg_database where starts_with(datname, ${template})`;
  assert.deepEqual([...made], [{ datname: template, datallowconn: false }]);

  await sql`drop database ${sql(template)}`;
  await Promise.all(makers.map((maker) => maker.end()));
});

function connect(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {} });
}
