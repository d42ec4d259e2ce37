/** A transaction on one connection. */
import type { Connection } from "./connection.ts";
import type { Queryable } from "./queryable.ts";

/**
 * Runs `work` in a transaction, and rolls back when it or one of its statements fails. Not the `begin` of postgres.js:
 * where the connection is lost in it, that writes to a socket that is gone, and ends the process.
 * @param characteristics as `begin` takes them, such as `isolation level repeatable read`
 */
export async function inTransaction<T>(
  connection: Connection,
  characteristics: string,
  work: (transaction: Queryable) => Promise<T>,
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
  await control(`begin ${characteristics}`.trim());
  try {
    const result = await work({ run });
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
