/** Connections that nobody uses right now. */
import type { Connection } from "./connection.ts";

// What a session keeps (temporary tables, plans) ages with it: Postgres could not freeze what it holds.
const longestMs = 60 * 60_000;

export interface Idle {
  /** The one put last, as its memory is warm, and never a lost one; or a new one. */
  take(): Connection;
  put(connection: Connection): void;
  /** Takes out those that were opened more than an hour ago. */
  removeOld(): readonly Connection[];
  removeAll(): readonly Connection[];
}

/** @param now milliseconds */
export function createIdle(open: () => Connection, now: () => number): Idle {
  const idle: Connection[] = [];
  const openedAt = new WeakMap<Connection, number>();
  const isOld = (connection: Connection) => now() - (openedAt.get(connection) ?? 0) > longestMs;
  return {
    take() {
      let connection = idle.pop();
      while (connection?.lost) connection = idle.pop();
      if (connection) return connection;
      const opened = open();
      openedAt.set(opened, now());
      return opened;
    },
    put: (connection) => void idle.push(connection),
    removeOld() {
      const all = idle.splice(0);
      idle.push(...all.filter((connection) => !isOld(connection)));
      return all.filter(isOld);
    },
    removeAll: () => idle.splice(0),
  };
}
