/** A Postgres of one bench alone, which writes to disk as a real one does. */
import postgres from "postgres";
import { migrate } from "../src/db/migrate.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import type { Settings } from "../src/dev/postgres_server.ts";

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
  const home = await Deno.makeTempDir({ prefix: "laneway-bench-" });
  const remove = async () => {
    await wipePostgres(home);
    await Deno.remove(home, { recursive: true });
  };
  const interrupted = () => void remove().finally(() => Deno.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, interrupted);
  try {
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
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, interrupted);
    await remove();
  }
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
