/**
 * Brings a database's tables up to date: `sql/migrations/` in the order of their names, each in one transaction with
 * its row in the ledger. Any number of processes may start at once: a migration waits its turn and runs once. Where
 * nothing is missing, reading the ledger is all that is done.
 */
import type postgres from "postgres";
import { codeOf, messageOf, UsageError } from "../base/errors.ts";
import { openClient } from "./client.ts";
import { named } from "./failure.ts";

const insufficientPrivilege = "42501";

export interface Migration {
  /** The file's name without its ending. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly checksum: string;
}

export interface MigrateOptions {
  readonly url: string;
  readonly migrations?: readonly Migration[];
  /** Told each migration's name once it is committed. */
  readonly onApplied?: (name: string) => void;
  /** Told which of Laneway's roles the server lacks, and the user may not make. */
  readonly onMissingRoles?: (names: readonly string[]) => void;
}

/**
 * @returns the names of the migrations this call applied
 * @throws UsageError where a migration was changed after it was applied, or the database is newer than this program
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const migrations = options.migrations ?? await readMigrations();
  const sql = openClient(options.url, {
    max: 1,
    connect_timeout: 10,
    // A connection lost while postgres.js looks up the types would end the process.
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: "laneway migrate" },
  });
  const applied: string[] = [];
  try {
    if (await isComplete(sql, migrations)) return [];
    await sql.begin(async (tx) => {
      await takeTurn(tx);
      await tx`create table if not exists schema_migrations (
        name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
      await checkLedger(tx, migrations);
    });
    for (const migration of migrations) {
      const isLast = migration === migrations.at(-1);
      const done = await sql.begin((tx) => apply(tx, migration, isLast));
      if (!done) continue;
      applied.push(migration.name);
      options.onApplied?.(migration.name);
      if (done.missingRoles.length > 0) options.onMissingRoles?.(done.missingRoles);
    }
  } catch (error) {
    if (codeOf(error) === insufficientPrivilege) {
      throw new UsageError(
        `Cannot migrate as this user (${messageOf(error)}): run deno task migrate as the tables' owner first`,
        { cause: error },
      );
    }
    throw named(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return applied;
}

/** @param folder holds `0001_name.sql` and so on */
export async function readMigrations(
  folder: URL = new URL("../../sql/migrations/", import.meta.url),
): Promise<readonly Migration[]> {
  const migrations: Migration[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.name.endsWith(".sql")) continue;
    const text = await Deno.readTextFile(new URL(entry.name, folder));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    migrations.push({
      name: entry.name.slice(0, -".sql".length),
      text,
      checksum: new Uint8Array(digest).toHex(),
    });
  }
  return migrations.sort((a, b) => a.name < b.name ? -1 : 1);
}

async function isComplete(sql: postgres.Sql, migrations: readonly Migration[]): Promise<boolean> {
  const [ledger] = await sql`select to_regclass('schema_migrations') is not null as there`;
  return ledger?.there === true && await checkLedger(sql, migrations) === migrations.length;
}

interface Applied {
  readonly missingRoles: readonly string[];
}

/** @returns undefined where another process has applied it */
async function apply(
  tx: postgres.TransactionSql,
  { name, text, checksum }: Migration,
  isLast: boolean,
): Promise<Applied | undefined> {
  await takeTurn(tx);
  // The ledger's row comes first: where another process wrote it while this one waited, there is nothing left to do.
  const rows = await tx`insert into schema_migrations (name, checksum) values (${name}, ${checksum})
    on conflict do nothing returning name`;
  if (rows.length === 0) return undefined;
  await tx.unsafe(text).simple();
  // Before anyone finds the tables complete, and works on them.
  return { missingRoles: isLast ? await grantRoles(tx) : [] };
}

/** @returns the roles that are not there */
async function grantRoles(tx: postgres.TransactionSql): Promise<readonly string[]> {
  const [found] = await tx`select to_regproc('grant_roles') is not null as there`;
  if (!found?.there) return [];
  const [granted] = await tx<
    { missing: readonly string[] }[]
  >`select array_to_json(grant_roles()) as missing`;
  return granted?.missing ?? [];
}

// A lock of the transaction, not of the session, so that it holds through a transaction pooler too.
async function takeTurn(tx: postgres.TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('laneway migrations'))`;
}

/** @returns how many migrations were applied, all of them known and unchanged */
async function checkLedger(sql: postgres.ISql, migrations: readonly Migration[]): Promise<number> {
  const rows = await sql<
    { name: string; checksum: string }[]
  >`select name, checksum from schema_migrations order by name`;
  const problems = rows.flatMap(({ name, checksum }) => {
    const migration = migrations.find((candidate) => candidate.name === name);
    if (!migration) return [`${name} was applied by a newer version: use that one`];
    if (migration.checksum !== checksum) {
      return [`${name} was changed after it was applied: restore it, add a new one`];
    }
    return [];
  });
  if (problems.length > 0) throw new UsageError(`Cannot migrate:\n  ${problems.join("\n  ")}`);
  return rows.length;
}
