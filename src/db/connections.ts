/** The connections of a pool: so many at a time, each for one taker. */
import { UnavailableError } from "../base/errors.ts";
import type { Connection } from "./connection.ts";
import { createIdle } from "./idle.ts";

export interface Connections {
  /** Waits for its turn at most `ms`, then throws what `late` makes; or until `given` aborts, then what `gone` makes. */
  take(ms: number, late: () => Error, given?: GivenUp): Promise<Connection>;
  /** Gives back what was taken. A lost one takes all that are idle with it: they lead to the same place. */
  give(connection: Connection): void;
  /** Waits at most `seconds` for all to be given back. */
  close(seconds: number): Promise<void>;
}

interface GivenUp {
  readonly signal: AbortSignal;
  readonly gone: () => Error;
}

interface Waiter {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: Error) => void;
}

/** @param now milliseconds; a connection is not given again an hour after it was opened */
export function createConnections(
  size: number,
  open: () => Connection,
  now: () => number = () => performance.now(),
): Connections {
  const idle = createIdle(open, now);
  const taken = new Set<Connection>();
  const waiting = new Set<Waiter>();
  const ending = new Set<Promise<void>>();
  const allGiven = Promise.withResolvers<void>();
  let closed = false;

  function end(connection: Connection, seconds: number): void {
    const ended = connection.end(seconds).finally(() => ending.delete(ended));
    ending.add(ended);
  }
  function next(): Connection {
    const connection = idle.take();
    taken.add(connection);
    return connection;
  }
  return {
    async take(ms, late, given) {
      if (closed) throw new UnavailableError("Cannot reach the database: the pool is closed");
      if (given?.signal.aborted) throw given.gone();
      return taken.size < size ? next() : await waitAmong(waiting, ms, late, given);
    },
    give(connection) {
      taken.delete(connection);
      if (!connection.lost) idle.put(connection);
      else for (const useless of [connection, ...idle.removeAll()]) end(useless, 0);
      for (const old of idle.removeOld()) end(old, 1);
      const [first] = waiting;
      if (first) {
        waiting.delete(first);
        first.resolve(next());
      }
      if (closed && taken.size === 0) allGiven.resolve();
    },
    async close(seconds) {
      closed = true;
      for (const { reject } of waiting) {
        reject(new UnavailableError("Cannot reach the database: the pool is closed"));
      }
      waiting.clear();
      if (taken.size === 0) allGiven.resolve();
      const timer = setTimeout(allGiven.resolve, seconds * 1000);
      await allGiven.promise;
      clearTimeout(timer);
      for (const connection of taken) end(connection, 0);
      for (const connection of idle.removeAll()) end(connection, seconds);
      await Promise.all(ending);
    },
  };
}

async function waitAmong(
  waiting: Set<Waiter>,
  ms: number,
  late: () => Error,
  given: GivenUp | undefined,
): Promise<Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const waiter = { resolve, reject };
  waiting.add(waiter);
  const leave = (error: Error) => {
    waiting.delete(waiter);
    reject(error);
  };
  const timer = setTimeout(() => leave(late()), ms);
  const abort = () => given && leave(given.gone());
  given?.signal.addEventListener("abort", abort);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    given?.signal.removeEventListener("abort", abort);
  }
}
