/** Whatever runs statements, and what goes in and comes out. */
import type { Statement } from "./statements.ts";

export type Parameter = string | number | boolean | null | Temporal.Instant | readonly (string | null)[];
export type Parameters = Readonly<Record<string, Parameter>>;
/** A row as Postgres sent it: numeric and bigint as text, timestamps as Temporal.Instant, dates as ISO text. */
export type Row = Readonly<Record<string, unknown>>;

/** What can run a statement: a pool, or one transaction of it. */
export interface Queryable {
  /**
   * @returns the statement's rows; their type is what the statement's file promises
   * @throws DeadlineError past the pool's deadline; UnavailableError when the database cannot be reached
   */
  run<R extends object = Row>(statement: Statement, parameters?: Parameters): Promise<readonly R[]>;
}

/** What can give a statement up that nobody waits for any more. */
export interface Cancellable extends Queryable {
  /**
   * @param signal stops the statement, on the server too, once it aborts
   * @throws CancelledError once it has
   */
  run<R extends object = Row>(
    statement: Statement,
    parameters?: Parameters,
    signal?: AbortSignal,
  ): Promise<readonly R[]>;
}
