/** Statements of questions, for whoever wants to know what was asked of the database, and how long it took. */
import type { Cancellable, Parameters } from "../db/pool.ts";

export interface Ran {
  /** Such as `salesOverview.AGGREGATE.hours`: a file in `sql/queries/`. */
  readonly statement: string;
  /** Whose connections it ran on: DIRECT has its own. */
  readonly connections: "usual" | "direct";
  /** Undefined where it failed. */
  readonly rows: number | undefined;
  /** Its wait for a connection among them. */
  readonly ms: number;
}

/** Told of each statement once it has ended, well or not. */
export type OnRan = (ran: Ran, parameters: Parameters | undefined) => void;

/** @returns the same database; `onRan` hears of its statements */
export function observed(database: Cancellable, connections: Ran["connections"], onRan: OnRan): Cancellable {
  return {
    async run(statement, parameters, signal) {
      const started = performance.now();
      const tell = (rows: number | undefined) =>
        onRan({ statement: statement.name, connections, rows, ms: performance.now() - started }, parameters);
      try {
        const rows = await database.run<never>(statement, parameters, signal);
        tell(rows.length);
        return rows;
      } catch (error) {
        tell(undefined);
        throw error;
      }
    },
  };
}
