import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { messageOf, UnavailableError } from "../base/errors.ts";
import { makeTemplate, templateName, TEST_PREFIX } from "./test_template.ts";
import { testServer } from "./test_server.ts";

/** A database of one test alone. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** A superuser's connection string. */
  readonly url: string;
  /** Removes it, connected or not. */
  drop(): Promise<void>;
}

// At the import, before any test runs: what stays open until the end would count as the leak of the first test.
const server = await testServer();

/**
 * Makes a database, in milliseconds: as a copy of a template that has all migrations, or, not migrated, empty.
 * Use it as `await using database = await testDatabase()`.
 */
export async function testDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const name = TEST_PREFIX + randomBytes(8).toString("hex");
  await withServer(async (sql) => {
    const template = migrated ? await templateName() : "template0";
    if (migrated) await makeTemplate(sql, template, urlOf);
    // Copying files is the faster way where nothing has to reach the disk, as on our own server.
    await sql`create database ${sql(name)} template ${sql(template)} encoding 'UTF8' strategy file_copy`;
  });
  const drop = () =>
    withServer(async (sql) => void await sql`drop database if exists ${sql(name)} with (force)`);
  return { name, url: urlOf(name), drop, [Symbol.asyncDispose]: drop };
}

function urlOf(database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function withServer(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } catch (error) {
    throw new UnavailableError(`Cannot use the test server at ${new URL(server).host}: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    await sql.end();
  }
}
