/** What one key had in the last minute: here, and in other processes as far as they were heard. */
import { oldestSecond, SlidingCount } from "./sliding_count.ts";

export interface Counted {
  readonly mine: SlidingCount;
  readonly others: SlidingCount;
  /** Of mine, by second, what the others have not been told. */
  unreported: Map<number, number>;
  /** How much of mine the others may not know: what is unreported, and what is on its way. What was taken back is no part of it. */
  unheard: number;
  report: Promise<void> | undefined;
}

export function newCounted(): Counted {
  return {
    mine: new SlidingCount(),
    others: new SlidingCount(),
    unreported: new Map(),
    unheard: 0,
    report: undefined,
  };
}

/** More are looked through for those that are over. */
const mostSeconds = 100;

/** Counts `by` more, of which the others are to hear. */
export function addCounted(counted: Counted, second: number, by: number): void {
  const { mine, unreported } = counted;
  mine.add(second, by);
  unreported.set(second, (unreported.get(second) ?? 0) + by);
  // Of what is taken back, nobody knows whether the others have heard yet: it makes no room.
  counted.unheard += Math.max(0, by);
  if (unreported.size > mostSeconds) forgetOld(counted, second);
}

/** What does not count any more, nobody needs to hear of. */
export function forgetOld(counted: Counted, second: number): void {
  for (const [at, by] of counted.unreported) {
    if (at >= oldestSecond(second)) continue;
    counted.unreported.delete(at);
    counted.unheard -= Math.max(0, by);
  }
}
