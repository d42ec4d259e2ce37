/** One connection for long work on a whole table: no deadline unless one is given, and locks that last as long as it does. */
import { type ConnectionOptions, openConnection } from "./connection.ts";
import type { Queryable } from "./queryable.ts";
import { inTransaction } from "./transaction.ts";

export interface Session extends Queryable {
  /** Runs `work` in one transaction, READ COMMITTED, and rolls back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Ends the connection; a statement that still runs is given up. */
  close(): Promise<void>;
}

export type SessionOptions = Pick<ConnectionOptions, "url" | "name" | "deadlineMs">;

export function openSession(options: SessionOptions): Session {
  const connection = openConnection(options);
  return {
    run: connection.run,
    transaction: (work) => inTransaction(connection, "isolation level read committed", work),
    close: () => connection.end(1),
  };
}
