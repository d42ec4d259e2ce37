/** For tests of upgrades: a database as an older version left it. */
import postgres from "postgres";
import { migrate, readMigrations } from "../db/migrate.ts";
import { testDatabase } from "../dev/test_database.ts";

export interface OlderDatabase {
  readonly url: string;
  readonly sql: postgres.Sql;
  /** Applies all migrations that it lacks. */
  upgrade(): Promise<void>;
}

/** @param next the number of the first migration that the database lacks, such as 0020 */
export async function withOlderDatabase(
  next: string,
  work: (database: OlderDatabase) => Promise<void>,
): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const { url } = database;
  const migrations = await readMigrations();
  await migrate({ url, migrations: migrations.filter(({ name }) => name < next) });
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    await work({
      url,
      sql,
      upgrade: async () => {
        await migrate({ url, migrations });
      },
    });
  } finally {
    await sql.end();
  }
}
