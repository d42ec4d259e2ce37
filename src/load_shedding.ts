/** What waits for its turn before the database, and what is turned away. */
import type { Log } from "./base/log.ts";
import { createQueue, type Queue } from "./base/queue.ts";
import type { Config } from "./config.ts";

export interface Queues {
  /** Of operations, before they are executed. */
  readonly operations: Queue;
  /** Of operations that ask what only the orders answer. */
  readonly direct: Queue;
}

/** Operations that wait, for each that is executed: more would wait longer than anybody should. */
const waitingEach = 2;

/** Those that wait for the orders never hold up all: so many more are executed than there are connections for the others. */
export function openQueues(
  { poolSize, directPoolSize }: Pick<Config, "poolSize" | "directPoolSize">,
  log: Log,
): Queues {
  const atOnce = poolSize + 2 * directPoolSize;
  const onShed = logSheds(log);
  return {
    operations: createQueue({ atOnce, mostWaiting: waitingEach * atOnce, onShed }),
    direct: createQueue({ atOnce: directPoolSize, mostWaiting: directPoolSize, onShed }),
  };
}

const tellEveryMs = 10_000;

/** @returns a function that counts who is turned away, and tells of many at once */
function logSheds(log: Log): () => void {
  let turnedAway = 0;
  let toldAt = -Infinity;
  return () => {
    turnedAway++;
    const now = performance.now();
    if (now - toldAt < tellEveryMs) return;
    log.warn("more is asked than there is time for", { turnedAway });
    [toldAt, turnedAway] = [now, 0];
  };
}
