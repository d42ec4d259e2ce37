/** One connection for long work on a whole table: no deadline unless one is given, and locks that last as long as it does. */
import { type ConnectionOptions, openConnection } from "./connection.ts";
import type { Queryable } from "./queryable.ts";
import { UnavailableError } from "../base/errors.ts";
import { isPooled } from "../base/pooler.ts";
import { inTransaction } from "./transaction.ts";

export interface Session extends Queryable {
  /** Runs `work` in one transaction, READ COMMITTED, and rolls back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Ends the connection; a statement that still runs is given up. */
  close(): Promise<void>;
}

export type SessionOptions = Pick<ConnectionOptions, "url" | "name" | "deadlineMs">;

/** @throws UnavailableError where a transaction pooler stands in between, which keeps no session */
export function openSession(options: SessionOptions): Session {
  requireSession(options.url);
  const connection = openConnection(options);
  return {
    run: connection.run,
    transaction: (work) => inTransaction(connection, "isolation level read committed", work),
    close: () => connection.end(1),
  };
}

/** @throws UnavailableError where a connection string leads to a transaction pooler */
export function requireSession(url: string): void {
  if (!isPooled(url)) return;
  throw new UnavailableError(
    "Cannot do this through a transaction pooler, which keeps no session: name Postgres itself in the connection string",
  );
}
