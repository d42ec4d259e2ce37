/** One connection for long work on a whole table: no deadline, and locks that last as long as it does. */
import { openConnection } from "./connection.ts";
import type { Queryable } from "./queryable.ts";
import { inTransaction } from "./transaction.ts";

export interface Session extends Queryable {
  /** Runs `work` in one transaction, READ COMMITTED, and rolls back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Ends the connection; a statement that still runs is given up. */
  close(): Promise<void>;
}

/** @param options `name` is shown in `pg_stat_activity` */
export function openSession(options: { readonly url: string; readonly name: string }): Session {
  const connection = openConnection({ url: options.url, name: options.name });
  return {
    run: connection.run,
    transaction: (work) => inTransaction(connection, "isolation level read committed", work),
    close: () => connection.end(1),
  };
}
