/** How many processes share a tier: each says that it is there, by a count for each ten seconds. */
import type { CacheStore } from "../cache/store.ts";

export interface Processes {
  /** As far as is known; as many as there may be at first. */
  readonly count: number;
  /** Says that this one is there, once in ten seconds, and hears of the others; nobody waits for it. */
  announce(): void;
}

const spanMs = 10_000;
/** Nobody is left out before a whole span was heard of. */
const atFirst = 10;

/** @param now milliseconds of the wall clock */
export function createProcesses(store: CacheStore | undefined, now: () => number): Processes {
  let count = store ? atFirst : 1;
  let announced: number | undefined;
  const keyOf = (span: number) => `limit:processes:${span}`;

  async function hear(span: number, isFirst: boolean): Promise<void> {
    if (!store) return;
    const [before, here] = await Promise.all([
      store.count(keyOf(span - 1), 0, 2 * spanMs),
      store.count(keyOf(span), 1, 2 * spanMs),
    ]);
    const heard = Math.max(1, before, here);
    count = isFirst ? Math.max(atFirst, heard) : heard;
  }
  return {
    get count() {
      return count;
    },
    announce() {
      const span = Math.floor(now() / spanMs);
      if (span === announced) return;
      const isFirst = announced === undefined;
      announced = span;
      // A tier that is away tells nothing: what was heard before holds.
      hear(span, isFirst).catch(() => {});
    },
  };
}
