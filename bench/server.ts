/** A Postgres of one bench alone, which writes to disk as a real one does. */
import postgres from "postgres";
import { migrate } from "../src/db/migrate.ts";
import type { TestDatabase } from "../src/dev/test_database.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import type { Settings } from "../src/dev/postgres_server.ts";
import { sized } from "./suite/asked.ts";
import { cleanly, inScratch } from "./suite/interrupt.ts";

export interface BenchServer {
  /** Makes a database with all migrations. @returns its superuser's connection string */
  newDatabase(name: string): Promise<string>;
  /** Copies one that nobody is connected to. @returns the copy's connection string */
  copyDatabase(name: string, copy: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
}

/**
 * Starts a server in a directory of its own, runs `work`, and removes both, interrupted or not.
 * @param settings other than for a laptop
 */
export async function withServer<T>(
  work: (server: BenchServer) => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  // Nothing is measured then: the tests' server is there already, and waits for no disk.
  if (sized(false, { smoke: true })) return await onTestServer(work);
  return await inScratch((home) =>
    cleanly(() => onNewServer(home, work, settings), () => wipePostgres(home))
  );
}

async function onNewServer<T>(
  home: string,
  work: (server: BenchServer) => Promise<T>,
  settings: Settings,
): Promise<T> {
  const { url, databaseUrl } = await startPostgres({ home, settings });
  return await work({
    async newDatabase(name) {
      await onServer(url, (sql) => sql`create database ${sql(name)}`);
      await migrate({ url: databaseUrl(name) });
      return databaseUrl(name);
    },
    async copyDatabase(name, copy) {
      await onServer(
        url,
        (sql) => sql`create database ${sql(copy)} template ${sql(name)} strategy file_copy`,
      );
      return databaseUrl(copy);
    },
    async dropDatabase(name) {
      await onServer(url, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  });
}

async function onTestServer<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const { testDatabase } = await import("../src/dev/test_database.ts");
  const databases = new Map<string, TestDatabase>();
  const of = (name: string) => {
    const database = databases.get(name);
    if (!database) throw new RangeError(`Cannot use database ${name}: it was not made`);
    return database;
  };
  const server: BenchServer = {
    async newDatabase(name) {
      const database = await testDatabase();
      databases.set(name, database);
      return database.url;
    },
    async copyDatabase(name, copy) {
      const [from, to] = [of(name), await testDatabase({ migrated: false })];
      databases.set(copy, to);
      await onServer(beside(to.url), async (sql) => {
        await sql`drop database ${sql(to.name)}`;
        await sql`create database ${sql(to.name)} template ${sql(from.name)} strategy file_copy`;
      });
      return to.url;
    },
    dropDatabase: (name) => of(name).drop(),
  };
  return await cleanly(() => work(server), async () => {
    for (const database of databases.values()) await database.drop();
  });
}

/** @returns the connection string to another database of the same server */
function beside(url: string): string {
  const other = new URL(url);
  other.pathname = "/postgres";
  return other.href;
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
