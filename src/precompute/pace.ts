/** How fast drains follow each other. */
import type { Drained } from "./drain.ts";

const busyMs = 250;
const idleMs = 1_000;
const mostRestMs = 1_000;
const mostBackoffMs = 30_000;

/**
 * Four drains a second where there is work, one where there is none; and no more than half of the time, so that a
 * backlog leaves the other half to those who read and write. But never later than a second: after a long batch, what was
 * written meanwhile has waited long enough. A build goes on at once: until it is done, every answer is read from the orders.
 * @param done what the last drain came to; undefined where another process drains
 * @param tookMs how long it ran
 * @returns milliseconds until the next one may start
 */
export function restAfter(done: Drained | undefined, tookMs: number): number {
  if (done && done.asOf === undefined && done.left > 0) return 0;
  const leastMs = done && done.taken > 0 ? busyMs - tookMs : idleMs;
  return Math.max(Math.min(tookMs, mostRestMs), leastMs);
}

/** @param failures how many drains failed since one that did not, 1 or more */
export function restAfterFailure(failures: number): number {
  return Math.min(mostBackoffMs, idleMs * 2 ** (failures - 1));
}
