/** Connections to one database, with a deadline on every statement. */
import { DeadlineError } from "../base/errors.ts";
import { isPooled } from "../base/pooler.ts";
import { cancelled, runUnlessAborted } from "./cancel.ts";
import { type Connection, graceMs, late, openConnection } from "./connection.ts";
import { type Connections, createConnections, type PoolUse } from "./connections.ts";
import type { Cancellable, Parameters, Queryable, Row } from "./queryable.ts";
import type { Statement } from "./statements.ts";
import { inTransaction, type Transaction } from "./transaction.ts";
import { within } from "../base/within.ts";

export type { Cancellable, Parameter, Parameters, Queryable, Row } from "./queryable.ts";
export type { Transaction } from "./transaction.ts";

export interface Pool extends Cancellable {
  readonly use: PoolUse;
  /** Runs `work` in one transaction that sees one snapshot, and rolls back when it throws. */
  snapshot<T>(mode: "read" | "write", work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Ends all connections, waiting for running statements and transactions at most `seconds`. */
  close(seconds?: number): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  /** Most connections that are kept. */
  readonly size: number;
  /** Most that are opened beside them while all are taken, and ended when they are given back; none unless given. */
  readonly overflow?: number;
  /** Longest a statement may take, including its wait for a connection. */
  readonly deadlineMs: number;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Whether the server refuses whatever writes. */
  readonly isReadOnly?: boolean;
}

/** However long a statement may take: a pool whose connections are all taken for so long has too few. */
const mostWaitMs = 30_000;

/** Opens no connection before it is needed. */
export function createPool(
  { url, size, overflow = 0, deadlineMs, name, isReadOnly = false }: PoolOptions,
): Pool {
  const open = () => openConnection({ url, name, deadlineMs, isReadOnly });
  const connections = createConnections({ size, overflow, open });
  const longestWaitMs = Math.min(deadlineMs, mostWaitMs);
  // What runs behind a transaction pooler has no process of its own that could be told.
  const canCancel = !isPooled(url);
  // One more, for stopping what runs on the others when they are all taken.
  const spare = createConnections({ size: 1, open });

  async function onConnection<T>(
    what: string,
    work: (connection: Connection) => Promise<T>,
    { from = connections, signal }: { readonly from?: Connections; readonly signal?: AbortSignal } = {},
  ): Promise<T> {
    const named = { name: what };
    const given = signal && { signal, gone: () => cancelled(named) };
    const connection = await from.take(longestWaitMs, () => crowded(named, longestWaitMs), given);
    try {
      return await work(connection);
    } finally {
      from.give(connection);
    }
  }
  const other: Queryable = {
    run: (statement, parameters) =>
      onConnection(statement.name, (connection) => connection.run(statement, parameters), { from: spare }),
  };
  function run<R extends object = Row>(
    statement: Statement,
    parameters?: Parameters,
    signal?: AbortSignal,
  ): Promise<readonly R[]> {
    const running = signal
      ? onConnection(
        statement.name,
        (connection) =>
          canCancel
            ? runUnlessAborted<R>(connection, other, signal, statement, parameters)
            : connection.run<R>(statement, parameters),
        { signal },
      )
      : onConnection(statement.name, (connection) => connection.run<R>(statement, parameters));
    // A statement that had to wait has its whole time on the server, but its caller does not wait for that. Twice the
    // grace, so that a connection which does not answer is found out first, and the next statement gets another one.
    return within(deadlineMs + 2 * graceMs, running, () => late(statement, deadlineMs));
  }
  return {
    get use() {
      return connections.use;
    },
    run,
    snapshot(mode, work) {
      const characteristics = `isolation level repeatable read, read ${mode === "read" ? "only" : "write"}`;
      return onConnection("a snapshot", (connection) => inTransaction(connection, characteristics, work));
    },
    async close(seconds = 1) {
      await connections.close(seconds);
      await spare.close(seconds);
    },
  };
}

/** What a caller is told whose statement never had its turn. */
function crowded({ name }: Pick<Statement, "name">, deadlineMs: number): DeadlineError {
  return new DeadlineError(
    `Cannot answer in ${deadlineMs} ms: ${name} waited for others that long; try again in a moment`,
  );
}
