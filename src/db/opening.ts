/** Connections that are being opened: few at a time. */
import type { Connection } from "./connection.ts";

// Each takes the server a process, and this one some milliseconds in which it does nothing else (the password's hash), while
// one that is open answers several statements.
const most = 2;

export interface Opening {
  /** Whether the next has to wait. */
  readonly isFull: boolean;
  add(connection: Connection): void;
  /** Of one that was used, and so is open; nothing for any other. */
  remove(connection: Connection): void;
  removeAll(): void;
}

export interface OpeningOptions {
  /** A server that takes longer, or does not answer, must not hold up all others. */
  readonly longestMs: number;
  /** Told when one has taken so long that it no longer counts. */
  readonly onRoom: () => void;
}

export function createOpening({ longestMs, onRoom }: OpeningOptions): Opening {
  const timers = new Map<Connection, ReturnType<typeof setTimeout>>();
  function remove(connection: Connection): void {
    clearTimeout(timers.get(connection));
    timers.delete(connection);
  }
  return {
    get isFull() {
      return timers.size >= most;
    },
    add(connection) {
      const giveUp = () => {
        timers.delete(connection);
        onRoom();
      };
      timers.set(connection, setTimeout(giveUp, longestMs));
    },
    remove,
    removeAll() {
      for (const connection of timers.keys()) remove(connection);
    },
  };
}
