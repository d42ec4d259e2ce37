/** Work that waits for its turn: a bounded number, the cheapest first. What there is no time for is turned away at once. */
import { CancelledError, OverloadedError } from "./errors.ts";

export interface Queue {
  /**
   * Runs `work` in its turn.
   * @param cost in any unit; of what costs the same, the first to come is the first to go
   * @param signal aborts when nobody waits for it any longer
   * @throws OverloadedError at once where too many wait that cost no more, and later where a cheaper one takes the place or the
   * wait is too long
   * @throws CancelledError where `signal` aborts before its turn
   */
  run<T>(cost: number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export interface QueueOptions {
  /** How many run side by side. */
  readonly atOnce: number;
  readonly mostWaiting: number;
  /** Told of each that is turned away. */
  readonly onShed?: () => void;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

interface Waiter {
  readonly cost: number;
  readonly since: number;
  readonly begin: () => void;
  readonly refuse: () => void;
}

/** Who has waited for so long is sooner told than kept. */
const longestWaitMs = 1_000;

export function createQueue(options: QueueOptions): Queue {
  const { atOnce, mostWaiting, onShed = () => {}, now = () => performance.now() } = options;
  // The cheapest first; of those that cost the same, the first to come.
  const waiting: Waiter[] = [];
  let running = 0;

  function shed(waiter: Waiter): void {
    remove(waiting, waiter);
    onShed();
    waiter.refuse();
  }
  function beginNext(): void {
    for (const old of waiting.filter(({ since }) => now() - since > longestWaitMs)) shed(old);
    while (running < atOnce) {
      const next = waiting.shift();
      if (!next) return;
      running++;
      next.begin();
    }
  }
  function enter(waiter: Waiter): void {
    insert(waiting, waiter);
    beginNext();
    const last = waiting.at(-1);
    if (last && waiting.length > mostWaiting) shed(last);
  }
  /** Resolves when it is one's turn: then one more runs. */
  function turn(cost: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", gone);
    };
    const gone = () => {
      settle();
      remove(waiting, waiter);
      reject(cancelled());
    };
    const waiter = {
      cost,
      since: now(),
      begin: () => {
        settle();
        resolve();
      },
      refuse: () => {
        settle();
        reject(overloaded);
      },
    };
    signal.addEventListener("abort", gone);
    enter(waiter);
    // Where all that runs hangs, nothing else would look at those who wait.
    if (waiting.includes(waiter)) timer = setTimeout(() => shed(waiter), longestWaitMs);
    return promise;
  }
  return {
    async run(cost, signal, work) {
      if (signal.aborted) throw cancelled();
      await turn(cost, signal);
      try {
        return await work();
      } finally {
        running--;
        beginNext();
      }
    },
  };
}

function insert(waiting: Waiter[], waiter: Waiter): void {
  const place = waiting.findIndex(({ cost }) => cost > waiter.cost);
  waiting.splice(place < 0 ? waiting.length : place, 0, waiter);
}

function remove(waiting: Waiter[], waiter: Waiter): void {
  const place = waiting.indexOf(waiter);
  if (place >= 0) waiting.splice(place, 1);
}

// Made once: to note where an error was made takes as long as much of what turning somebody away takes.
const overloaded = new OverloadedError(
  "Cannot answer now: more is asked than there is time for; try again in a moment",
);

function cancelled(): CancelledError {
  return new CancelledError("Cannot answer: whoever asked is gone");
}
