/** Giving a running statement up, on the server too. */
import { CancelledError } from "../base/errors.ts";
import type { Connection } from "./connection.ts";
import type { Parameters, Queryable } from "./queryable.ts";
import { parseStatement, type Statement } from "./statements.ts";

const cancelBackend = parseStatement("cancel", "select pg_cancel_backend(:pid::integer)");

/** Runs a statement on `connection`, and has `other` stop it once `signal` aborts; `other` must be another connection. */
export async function runUnlessAborted<R extends object>(
  connection: Connection,
  other: Queryable,
  signal: AbortSignal,
  statement: Statement,
  parameters?: Parameters,
): Promise<readonly R[]> {
  const pid = await connection.pid();
  if (signal.aborted) throw cancelled(statement);
  let cancelling: Promise<unknown> | undefined;
  // A server that cannot be told stops the statement at its deadline.
  const cancel = () => void (cancelling = other.run(cancelBackend, { pid }).catch(() => {}));
  signal.addEventListener("abort", cancel);
  try {
    return await connection.run<R>(statement, parameters);
  } catch (error) {
    throw signal.aborted ? cancelled(statement, error) : error;
  } finally {
    signal.removeEventListener("abort", cancel);
    // Else the server could be told when the connection already runs another's statement.
    await cancelling;
  }
}

/** What a caller would be told who is gone. */
export function cancelled({ name }: Pick<Statement, "name">, cause?: unknown): CancelledError {
  return new CancelledError(`Cannot answer ${name}: whoever asked is gone`, { cause });
}
