/**
 * How much each may have in a minute: counted here, and reported to the other processes behind the callers' backs. Each lets
 * through so little that the others have not heard of that all together overrun a limit by a tenth at most.
 */
import { createLru } from "../cache/lru.ts";
import type { CacheStore } from "../cache/store.ts";
import { addCounted, type Counted, forgetOld, newCounted } from "./counted.ts";
import type { Processes } from "./processes.ts";
import { createReports } from "./reports.ts";
import { secondWith } from "./sliding_count.ts";

export interface Limiter {
  /**
   * Counts `by` more, where that is within the limit.
   * @returns what is left after it, {@link refused}, or undefined where that is the other processes' to say: then nothing is counted
   */
  take(key: string, limit: number, by?: number): number | undefined;
  /** The same, once the others were heard; where they cannot be, this process decides by what it knows. */
  ask(key: string, limit: number, by?: number): Promise<number>;
  /** @returns how many milliseconds from now `by` more would be let through; for ever where that is more than the limit */
  waitMs(key: string, limit: number, by?: number): number;
  /** Waits for the reports on their way. */
  settle(): Promise<void>;
}

export const refused = -1;

export interface LimiterOptions {
  /** What is counted: counts of one name know nothing of those of another. */
  readonly name: string;
  /** What the processes share; undefined where each counts alone. */
  readonly store: CacheStore | undefined;
  readonly processes: Processes;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
  /** Of memory, for the counts of all keys; 32 MB unless given. */
  readonly maxBytes?: number;
}

/** All processes together may overrun a limit by so much. */
const tolerance = 0.1;
/** What V8 takes for one key that asks every second. */
const bytesOfCounted = 1_500;

export function createLimiter(options: LimiterOptions): Limiter {
  const { store, processes, now, maxBytes = 32_000_000 } = options;
  const counts = createLru<Counted>(maxBytes, () => bytesOfCounted);
  const reports = store && createReports({ ...options, store });
  let latest = 0;

  /** A clock that is set back counts on in the second it was in. */
  const secondNow = () => latest = Math.max(latest, Math.floor(now() / 1000));
  const find = (key: string): Counted => {
    const found = counts.get(key);
    if (found) return found;
    const made = newCounted();
    counts.set(key, made);
    return made;
  };
  const sumOf = ({ mine, others }: Counted, second: number) => mine.upTo(second) + others.upTo(second);

  function take(key: string, limit: number, by = 1): number | undefined {
    const second = secondNow();
    const counted = find(key);
    const sum = sumOf(counted, second) + by;
    if (sum > limit) return refused;
    if (!reports) {
      counted.mine.add(second, by);
    } else if (reports.isAway()) {
      addCounted(counted, second, by);
    } else {
      processes.announce();
      // None, where more processes than a tenth of the limit share it: then each of them asks before it lets anything through.
      const most = Math.floor(limit * tolerance / processes.count);
      if (counted.unheard + by > most) forgetOld(counted, second);
      if (counted.unheard + by > most) return undefined;
      addCounted(counted, second, by);
      if (counted.unheard > most / 2) reports.begin(key, counted, second);
    }
    return limit - sum;
  }
  return {
    take,
    async ask(key, limit, by = 1) {
      const taken = take(key, limit, by);
      if (taken !== undefined || !reports) return taken ?? refused;
      const [counted, second] = [find(key), latest];
      // Counted before the others are asked: whoever asks beside this one is told of it.
      addCounted(counted, second, by);
      await reports.told(key, counted, second);
      const sum = sumOf(counted, secondNow());
      if (sum <= limit) return limit - sum;
      addCounted(counted, second, -by);
      reports.begin(key, counted, latest);
      return refused;
    },
    waitMs(key, limit, by = 1) {
      const counted = find(key);
      sumOf(counted, secondNow());
      const free = secondWith(limit - by, [counted.mine, counted.others]) ?? Infinity;
      return Math.max(0, free * 1000 - now());
    },
    settle: () => reports?.settle() ?? Promise.resolve(),
  };
}
