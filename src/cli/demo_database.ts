/** The demo's database: its own in `.laneway/`, or the one that is given. */
import postgres from "postgres";
import { UsageError } from "../base/errors.ts";
import { givenDatabaseUrl } from "../config.ts";
import { openClient } from "../db/client.ts";
import { named } from "../db/failure.ts";
import { startPostgres } from "../dev/postgres.ts";

export interface DemoDatabase {
  readonly url: string;
  /** Whether the demo started it, for this machine alone: its address is no secret then. */
  readonly isOwn: boolean;
  /** Notes that its data is whole: until then the next demo begins it anew. */
  markComplete(): Promise<void>;
  stop(): Promise<void>;
}

const complete = "complete";

/**
 * @param home holds the demo's own Postgres
 * @param name of the database in it
 */
export async function openDatabase(home: string, name: string): Promise<DemoDatabase> {
  const given = givenDatabaseUrl();
  if (given !== undefined) return await useGiven(given);
  const server = await startPostgres({ home });
  const asAdministrator = async <T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
    const sql = postgres(server.url, { max: 1, onnotice: () => {} });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  };
  await asAdministrator(async (sql) => {
    const [found] = await sql<{ state: string | null }[]>`
      select shobj_description(oid, 'pg_database') as state from pg_database where datname = ${name}`;
    if (found?.state === complete) return;
    if (found) await sql`drop database ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  });
  return {
    url: server.databaseUrl(name),
    isOwn: true,
    markComplete: () =>
      asAdministrator(async (sql) => {
        await sql`comment on database ${sql(name)} is ${sql.unsafe(`'${complete}'`)}`;
      }),
    stop: () => server.stop(),
  };
}

/**
 * A demo may fill an empty database and go on with its own; anything else is somebody's.
 * @throws UsageError where the database holds tables that no demo made
 */
async function useGiven(url: string): Promise<DemoDatabase> {
  const sql = openClient(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [state] = await sql<{ is_demo: boolean; is_empty: boolean }[]>`
      select
        to_regclass('laneway_demo') is not null as is_demo,
        not exists (select from information_schema.tables where table_schema = current_schema()) as is_empty`;
    if (!state?.is_demo && !state?.is_empty) {
      throw new UsageError(
        "Cannot use DATABASE_URL for a demo: the database holds tables that no demo made. " +
          "Unset it, or name an empty database",
      );
    }
    await sql`create table if not exists laneway_demo ()`;
    await sql`comment on table laneway_demo is 'This database was filled by deno task demo, which may use it again.'`;
  } catch (error) {
    throw named(error);
  } finally {
    await sql.end();
  }
  return { url, isOwn: false, markComplete: () => Promise.resolve(), stop: () => Promise.resolve() };
}
