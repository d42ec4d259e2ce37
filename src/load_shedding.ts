/** What waits for its turn before the database, and what is turned away. */
import type { Log } from "./base/log.ts";
import { createTally, type Family } from "./base/meter.ts";
import { createQueue, type Queue } from "./base/queue.ts";
import type { Config } from "./config.ts";

export interface Queues {
  /** Of operations, before they are executed. */
  readonly operations: Queue;
  /** Of operations that ask what only the orders answer. */
  readonly direct: Queue;
  readonly families: readonly Family[];
}

/** Operations that wait, for each that is executed: more would wait longer than anybody should. */
const waitingEach = 2;

/** Those that wait for the orders never hold up all: so many more are executed than there are connections for the others. */
export function openQueues(
  { poolSize, directPoolSize }: Pick<Config, "poolSize" | "directPoolSize">,
  log: Log,
): Queues {
  const atOnce = poolSize + 2 * directPoolSize;
  const shed = createTally(["queue"]);
  const tell = logSheds(log);
  const open = (queue: string, atOnce: number, mostWaiting: number) => {
    shed.add([queue], 0);
    const onShed = () => {
      shed.add([queue]);
      tell();
    };
    return countedQueue(createQueue({ atOnce, mostWaiting, onShed }));
  };
  const operations = open("operations", atOnce, waitingEach * atOnce);
  const direct = open("direct", directPoolSize, directPoolSize);
  const inQueues = (of: (use: Use) => number) =>
    Object.entries({ operations, direct }).map(([queue, { use }]) => ({ labels: { queue }, value: of(use) }));
  return {
    operations,
    direct,
    families: [
      {
        name: "laneway_shed_total",
        help: "What was turned away for want of time, by queue",
        kind: "counter",
        read: shed.read,
      },
      {
        name: "laneway_queue_running",
        help: "What is executed now, by queue",
        kind: "gauge",
        read: () => inQueues(({ running }) => running),
      },
      {
        name: "laneway_queue_waiting",
        help: "What waits for its turn now, by queue",
        kind: "gauge",
        read: () => inQueues(({ waiting }) => waiting),
      },
    ],
  };
}

interface Use {
  running: number;
  waiting: number;
}

/** @returns the same queue, which also tells how many run and wait in it now */
function countedQueue(queue: Queue): Queue & { readonly use: Use } {
  const use = { running: 0, waiting: 0 };
  return {
    use,
    async run(cost, signal, work) {
      let phase: keyof Use = "waiting";
      use[phase]++;
      try {
        return await queue.run(cost, signal, () => {
          use[phase]--;
          phase = "running";
          use[phase]++;
          return work();
        });
      } finally {
        use[phase]--;
      }
    },
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
