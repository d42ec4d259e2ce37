/** Connections that nobody uses right now. */
import type { Connection } from "./connection.ts";

// What a session keeps (temporary tables, plans) ages with it: Postgres could not freeze what it holds.
const longestMs = 60 * 60_000;
// To open one takes longer than most statements: one that is needed all the time must not be opened each time.
const unusedMs = 10_000;

export interface Idle {
  /** Whether `take` opens a new one. */
  readonly isEmpty: boolean;
  /** The one put last, as its memory is warm, and never a lost one; or a new one. */
  take(): Connection;
  put(connection: Connection): void;
  /** Takes out those that were opened more than an hour ago. */
  removeOld(): readonly Connection[];
  /** Takes out those that nobody used for ten seconds, longest idle first, as long as there are more than `count`. */
  removeUnused(count: number): readonly Connection[];
  removeAll(): readonly Connection[];
}

/** @param now milliseconds */
export function createIdle(open: () => Connection, now: () => number): Idle {
  const idle: Connection[] = [];
  const openedAt = new WeakMap<Connection, number>();
  const putAt = new WeakMap<Connection, number>();
  const isOld = (connection: Connection) => now() - (openedAt.get(connection) ?? 0) > longestMs;
  return {
    get isEmpty() {
      return idle.every(({ lost }) => lost);
    },
    take() {
      let connection = idle.pop();
      while (connection?.lost) connection = idle.pop();
      if (connection) return connection;
      const opened = open();
      openedAt.set(opened, now());
      return opened;
    },
    put(connection) {
      putAt.set(connection, now());
      idle.push(connection);
    },
    removeOld() {
      const all = idle.splice(0);
      idle.push(...all.filter((connection) => !isOld(connection)));
      return all.filter(isOld);
    },
    removeUnused(count) {
      const unused = idle.filter((connection) => now() - (putAt.get(connection) ?? 0) >= unusedMs);
      return idle.splice(0, Math.min(unused.length, Math.max(0, idle.length - Math.max(0, count))));
    },
    removeAll: () => idle.splice(0),
  };
}
