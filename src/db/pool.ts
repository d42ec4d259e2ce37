/** Connections to one database, with a deadline on every statement. */
import { type Connection, graceMs, late, openConnection } from "./connection.ts";
import { createConnections } from "./connections.ts";
import type { Queryable } from "./queryable.ts";
import { inTransaction, type Transaction } from "./transaction.ts";
import { within } from "./within.ts";

export type { Parameter, Parameters, Queryable, Row } from "./queryable.ts";
export type { Transaction } from "./transaction.ts";

export interface Pool extends Queryable {
  /** Runs `work` in one transaction that sees one snapshot, and rolls back when it throws. */
  snapshot<T>(mode: "read" | "write", work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Ends all connections, waiting for running statements and transactions at most `seconds`. */
  close(seconds?: number): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  /** Longest a statement may take, including its wait for a connection. */
  readonly deadlineMs: number;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
}

/** Opens no connection before it is needed. */
export function createPool({ url, size, deadlineMs, name }: PoolOptions): Pool {
  const connections = createConnections(size, () => openConnection({ url, name, deadlineMs }));

  async function onConnection<T>(what: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await connections.take(deadlineMs, () => late({ name: what }, deadlineMs));
    try {
      return await work(connection);
    } finally {
      connections.give(connection);
    }
  }
  return {
    // A statement that had to wait has its whole time on the server, but its caller does not wait for that. Twice the
    // grace, so that a connection which does not answer is found out first, and the next statement gets another one.
    run: (statement, parameters) =>
      within(
        deadlineMs + 2 * graceMs,
        onConnection(statement.name, (connection) => connection.run(statement, parameters)),
        () => late(statement, deadlineMs),
      ),
    snapshot(mode, work) {
      const characteristics = `isolation level repeatable read, read ${mode === "read" ? "only" : "write"}`;
      return onConnection("a snapshot", (connection) => inTransaction(connection, characteristics, work));
    },
    close: (seconds = 1) => connections.close(seconds),
  };
}
