/** The tables of one import alone, which live as long as it does. */
import { randomBytes } from "node:crypto";
import { copyRows } from "../db/copy.ts";
import type { Parameters, Queryable, Row } from "../db/pool.ts";
import { openSession, type Session, type SessionOptions } from "../db/session.ts";
import { statement } from "../db/statements.ts";

/** Runs a statement of `sql/import/` by its path below `sql/`. */
export type Run = <R extends object = Row>(path: string, parameters?: Parameters) => Promise<readonly R[]>;

/** A connection that sees the staging tables. */
export interface StagingConnection extends AsyncDisposable {
  readonly run: Run;
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
}

export interface Staging extends StagingConnection {
  /** @returns how many rows the file has, good and bad */
  copy(lines: AsyncIterable<string>): Promise<number>;
  /** @returns one more connection, to work on two cores of the server */
  connect(): Promise<StagingConnection>;
}

export interface StagingOptions {
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
  /** Longest a statement may take; without it, as long as it needs. */
  readonly deadlineMs?: number;
}

/** Makes the tables, and removes those of imports that were killed. */
export async function openStaging(url: string, options: StagingOptions = {}): Promise<Staging> {
  const name = `run_${randomBytes(8).toString("hex")}`;
  const open = () => connect({ name: "laneway import", ...options, url }, name);
  const first = await open();
  try {
    await dropDead(first.session);
    await first.run("import/lock_run", { name });
    await first.run("import/create_tables");
  } catch (error) {
    await first.session.close();
    throw error;
  }
  return {
    ...first,
    copy: (lines) => copyRows(url, ofRun(name, "import/copy_lines").text, lines),
    connect: open,
    async [Symbol.asyncDispose]() {
      try {
        await first.run("import/drop_tables");
      } finally {
        await first.session.close();
      }
    },
  };
}

async function connect(
  options: SessionOptions,
  name: string,
): Promise<StagingConnection & { readonly session: Session }> {
  const session = openSession(options);
  const run = runOf(name, session);
  try {
    await run("import/set_session");
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    session,
    run,
    transaction: (work) => session.transaction((transaction) => work(runOf(name, transaction))),
    [Symbol.asyncDispose]: () => session.close(),
  };
}

async function dropDead(session: Session): Promise<void> {
  const found = await session.run<{ name: string }>(statement("import/find_runs"));
  for (const { name } of found) {
    const run = runOf(name, session);
    const [lock] = await run<{ locked: boolean }>("import/lock_run", { name });
    if (!lock?.locked) continue;
    await run("import/drop_tables");
    await run("import/unlock_run", { name });
  }
}

function runOf(name: string, database: Queryable): Run {
  return (path, parameters) => database.run(ofRun(name, path), parameters);
}

function ofRun(name: string, path: string): ReturnType<typeof statement> {
  const found = statement(path);
  // Made of letters, digits and underscores above, or read back from Postgres after being so made.
  return { ...found, text: found.text.replaceAll("import_run.", `laneway_import.${name}_`) };
}
