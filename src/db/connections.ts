/** The connections of a pool: so many at a time, each for one taker. */
import { UnavailableError } from "../base/errors.ts";
import type { Connection } from "./connection.ts";
import { createIdle } from "./idle.ts";
import { createOpening } from "./opening.ts";

/** How a pool is used: now, and how long it was waited for since it was made. */
export interface PoolUse {
  readonly size: number;
  readonly taken: number;
  readonly waiting: number;
  /** Takers that had to wait, */
  readonly waits: number;
  /** for so long together, in milliseconds, */
  readonly waitedMs: number;
  /** and of them those that got none. */
  readonly gaveUp: number;
}

export interface Connections {
  readonly use: PoolUse;
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

export interface ConnectionsOptions {
  /** Most that are kept. */
  readonly size: number;
  /** Most that are opened beside them while all are taken, and ended once nobody used them for ten seconds; none unless given. */
  readonly overflow?: number;
  readonly open: () => Connection;
  /** How long one that is being opened may keep others from being opened; 50 ms unless given. */
  readonly openingMs?: number;
  /** Milliseconds; a connection is not given again an hour after it was opened. */
  readonly now?: () => number;
}

export function createConnections(
  { size, overflow = 0, open, openingMs = 50, now = () => performance.now() }: ConnectionsOptions,
): Connections {
  const idle = createIdle(open, now);
  const opening = createOpening({ longestMs: openingMs, onRoom: serve });
  const taken = new Set<Connection>();
  const waiting = new Set<Waiter>();
  const ending = new Set<Promise<void>>();
  const allGiven = Promise.withResolvers<void>();
  const waited = { waits: 0, waitedMs: 0, gaveUp: 0 };
  let closed = false;

  function end(connection: Connection, seconds: number): void {
    const ended = connection.end(seconds).finally(() => ending.delete(ended));
    ending.add(ended);
  }
  function canTake(): boolean {
    return taken.size < size + overflow && !(idle.isEmpty && opening.isFull);
  }
  function next(): Connection {
    const isNew = idle.isEmpty;
    const connection = idle.take();
    if (isNew) opening.add(connection);
    taken.add(connection);
    return connection;
  }
  function serve(): void {
    for (const waiter of waiting) {
      if (!canTake()) return;
      waiting.delete(waiter);
      waiter.resolve(next());
    }
  }
  return {
    get use() {
      return { size: size + overflow, taken: taken.size, waiting: waiting.size, ...waited };
    },
    async take(ms, late, given) {
      if (closed) throw new UnavailableError("Cannot reach the database: the pool is closed");
      if (given?.signal.aborted) throw given.gone();
      if (canTake()) return next();
      return await timed(waited, now, waitAmong(waiting, ms, late, given));
    },
    give(connection) {
      taken.delete(connection);
      opening.remove(connection);
      if (!connection.lost) idle.put(connection);
      else for (const useless of [connection, ...idle.removeAll()]) end(useless, 0);
      for (const old of idle.removeOld()) end(old, 1);
      serve();
      for (const spare of idle.removeUnused(size - taken.size)) end(spare, 1);
      if (closed && taken.size === 0) allGiven.resolve();
    },
    async close(seconds) {
      closed = true;
      opening.removeAll();
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

type Waited = { -readonly [N in "waits" | "waitedMs" | "gaveUp"]: PoolUse[N] };

async function timed<T>(waited: Waited, now: () => number, waiting: Promise<T>): Promise<T> {
  const since = now();
  waited.waits++;
  try {
    return await waiting;
  } catch (error) {
    waited.gaveUp++;
    throw error;
  } finally {
    waited.waitedMs += now() - since;
  }
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
