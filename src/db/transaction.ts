/** A transaction on one connection. */
import type { Connection } from "./connection.ts";
import type { Queryable } from "./queryable.ts";

export interface Transaction extends Queryable {
  /** Runs `work`; where it or a statement of it fails, what it did is undone and the transaction goes on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Runs `work` in a transaction, and rolls back when it or one of its statements fails. Not the `begin` of postgres.js:
 * where the connection is lost in it, that writes to a socket that is gone, and ends the process.
 * @param characteristics as `begin` takes them, such as `isolation level repeatable read`
 */
export async function inTransaction<T>(
  connection: Connection,
  characteristics: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const control = (text: string) => connection.run({ name: text, text, parameters: [] });
  let failure: { readonly error: unknown } | undefined;
  const run: Queryable["run"] = async (statement, parameters) => {
    try {
      return await connection.run(statement, parameters);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  };
  const attempt: Transaction["attempt"] = async (work) => {
    await control("savepoint attempt");
    try {
      const result = await work();
      if (failure) throw failure.error;
      await control("release savepoint attempt");
      return result;
    } catch (error) {
      await control("rollback to savepoint attempt");
      await control("release savepoint attempt");
      failure = undefined;
      throw error;
    }
  };
  await control(`begin ${characteristics}`.trim());
  try {
    const result = await work({ run, attempt });
    // Postgres would answer a commit with a rollback, and say nothing.
    if (failure) throw failure.error;
    await control("commit");
    return result;
  } catch (error) {
    // What counts is the first error; a server that lost the connection rolls back by itself.
    await control("rollback").catch(() => {});
    throw error;
  }
}
