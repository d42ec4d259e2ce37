/** When each of many orders was committed, and when it was first counted. */
import { beats, realTimer } from "../../src/seeder/pace.ts";

/** @returns how many orders are counted */
export type Count = () => Promise<number>;

export interface Delays {
  /** Milliseconds from each commit to the answer that first counted it. */
  readonly ms: readonly number[];
  /** Orders a second that were written. */
  readonly perSecond: number;
}

export interface WatchOptions {
  /** Writes one completed order. */
  readonly write: () => Promise<unknown>;
  readonly count: Count;
  /** Orders a second. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Between two counts. */
  readonly pollMs: number;
}

// A drain that has not come by then never will.
const patienceMs = 30_000;

/**
 * One writer, so that the n-th order to be committed is the n-th to be counted.
 * @throws where orders are never counted
 */
export async function watchOrders(options: WatchOptions): Promise<Delays> {
  const { write, count, perSecond, seconds, pollMs } = options;
  const before = await count();
  const committed: number[] = [];
  const ms: number[] = [];
  const stop = AbortSignal.timeout(seconds * 1000);
  const begin = performance.now();
  let tookMs = 0;
  const writing = (async () => {
    for await (const _ of beats(perSecond, stop, realTimer)) {
      await write();
      committed.push(performance.now());
    }
    tookMs = performance.now() - begin;
  })();
  while (tookMs === 0 || ms.length < committed.length) {
    const counted = await count() - before;
    const at = performance.now();
    // Counted before its writer was told of its commit: no delay.
    while (ms.length < Math.min(counted, committed.length)) {
      ms.push(Math.max(0, at - (committed[ms.length] ?? at)));
    }
    if (at > begin + seconds * 1000 + patienceMs) {
      throw new Error(
        `Cannot measure: ${committed.length - ms.length} of ${committed.length} orders are never counted`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  await writing;
  return { ms, perSecond: committed.length / tookMs * 1000 };
}
