/** A steady beat. */
import { pause } from "../base/stop.ts";

/** What tells and passes time, in milliseconds from any fixed moment. */
export interface Timer {
  now(): number;
  /** Resolves after `milliseconds`, or as soon as `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const realTimer: Timer = { now: () => performance.now(), sleep: pause };

// What is missed by more than this is not made up for: a database that was away comes back to no burst.
const PATIENCE_MS = 1_000;

/**
 * Yields `perSecond` times a second until `signal` aborts. Each beat has its time from the first one on, so that a
 * slow one delays none of those after it.
 */
export async function* beats(perSecond: number, signal: AbortSignal, timer: Timer): AsyncGenerator<void> {
  let due = timer.now();
  while (!signal.aborted) {
    const late = timer.now() - due;
    if (late < 0) {
      await timer.sleep(-late, signal);
      continue;
    }
    if (late > PATIENCE_MS) due = timer.now();
    due += 1000 / perSecond;
    yield;
  }
}
