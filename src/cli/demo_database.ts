/** The demo's database: its own in `.laneway/`, or the one that is given. */
import postgres from "postgres";
import { givenDatabaseUrl } from "../config.ts";
import { startPostgres } from "../dev/postgres.ts";

export interface DemoDatabase {
  readonly url: string;
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
  if (given !== undefined) {
    return {
      url: given,
      markComplete: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
  }
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
    markComplete: () =>
      asAdministrator(async (sql) => {
        await sql`comment on database ${sql(name)} is ${sql.unsafe(`'${complete}'`)}`;
      }),
    stop: () => server.stop(),
  };
}
