import type postgres from "postgres";
import { migrate, readMigrations } from "../db/migrate.ts";

/** What the names of all databases that tests make begin with. */
export const TEST_PREFIX = "laneway_test_";

/** @returns the name of the template that has exactly today's migrations */
export async function templateName(): Promise<string> {
  const migrations = (await readMigrations()).map(({ name, checksum }) => `${name} ${checksum}`).join();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(migrations));
  return `${TEST_PREFIX}template_${new Uint8Array(digest).toHex().slice(0, 16)}`;
}

/**
 * Makes the template, unless it is there; of any number that want it at once, one makes it and the others wait.
 * @param sql one connection, not in a transaction
 * @param urlOf gives a database's connection string
 */
export async function makeTemplate(
  sql: postgres.Sql,
  template: string,
  urlOf: (database: string) => string,
): Promise<void> {
  if (await isThere(sql, template)) return;
  await sql`select pg_advisory_lock(hashtext(${template}))`;
  try {
    if (await isThere(sql, template)) return;
    const draft = `${template}_draft`;
    // Left by one that was killed while it made it.
    await sql`drop database if exists ${sql(draft)} with (force)`;
    await sql`create database ${sql(draft)} template template0 encoding 'UTF8'`;
    await migrate({ url: urlOf(draft) });
    // A database that someone is connected to cannot be copied.
    await sql`alter database ${sql(draft)} with allow_connections false`;
    await sql`alter database ${sql(draft)} rename to ${sql(template)}`;
  } finally {
    await sql`select pg_advisory_unlock(hashtext(${template}))`;
  }
}

async function isThere(sql: postgres.Sql, database: string): Promise<boolean> {
  const rows = await sql`select from pg_database where datname = ${database}`;
  return rows.length > 0;
}
