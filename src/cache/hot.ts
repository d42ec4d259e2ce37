/** What is asked for most is renewed when something new is known, so that the next who asks need not wait. */
import { freshnessOf } from "./entry.ts";
import type { Compute, Kept, Renewal } from "./renewal.ts";
import type { Patience } from "./shared.ts";
import type { Source } from "./source.ts";

export interface Hot {
  /** Notes that a key was asked for, and how it is computed. */
  ask(key: string, source: Source, compute: Compute): void;
  /** Notes that it was asked for once more; `at` milliseconds of the wall clock. */
  again(key: string, at: number): void;
  /** Renews no more than what is in hand. */
  stop(): void;
}

export interface HotOptions extends Pick<Renewal, "renew" | "behind"> {
  readonly kept: Kept;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
  readonly newPatience: () => Patience;
}

interface Asked {
  readonly source: Source;
  readonly compute: Compute;
  askedAt: number;
  /** How often it was asked for; half as much with each change since. */
  heat: number;
  /** Whether its turn has come since the last change. */
  isDone: boolean;
}

const hotMs = 60_000;
/** How many keys are remembered, and how many of them are renewed at once. */
const [mostKeys, atOnce] = [100, 2];

export function createHot({ kept, renew, behind, now, newPatience }: HotOptions): Hot {
  const keys = new Map<string, Asked>();
  const watched = new Set<Source>();
  const busy = new Set<Source>();
  let isStopped = false;

  function hottest(source: Source): [string, Asked] | undefined {
    let first: [string, Asked] | undefined;
    for (const [key, asked] of keys) {
      if (asked.source !== source || asked.isDone || now() - asked.askedAt > hotMs) continue;
      if (!first || asked.heat > first[1].heat) first = [key, asked];
    }
    return first;
  }
  function forgetColdest(): void {
    let coldest: [string, Asked] | undefined;
    for (const [key, asked] of keys) {
      if (!coldest || asked.heat < coldest[1].heat) coldest = [key, asked];
    }
    if (coldest) keys.delete(coldest[0]);
  }
  async function work(source: Source): Promise<void> {
    for (let next = hottest(source); next && !isStopped; next = hottest(source)) {
      const [key, asked] = next;
      asked.isDone = true;
      const entry = kept.get(key);
      if (!entry || freshnessOf(entry, source, now()) === "fresh") continue;
      await renew(key, source, asked.compute, { patience: newPatience() }).catch(() => {});
    }
  }
  async function renewFor(source: Source): Promise<void> {
    for (const asked of keys.values()) {
      if (asked.source !== source) continue;
      asked.isDone = false;
      asked.heat /= 2;
    }
    // Where there is more than can be renewed before the next change, it is the hottest that is.
    if (busy.has(source)) return;
    busy.add(source);
    await Promise.all(Array.from({ length: atOnce }, () => work(source)));
    busy.delete(source);
  }
  return {
    ask(key, source, compute) {
      const heat = (keys.get(key)?.heat ?? 0) + 1;
      keys.set(key, { source, compute, askedAt: now(), heat, isDone: false });
      if (keys.size > mostKeys) forgetColdest();
      if (watched.has(source)) return;
      watched.add(source);
      source.onChange(() => behind(renewFor(source)));
    },
    again(key, at) {
      const asked = keys.get(key);
      if (!asked) return;
      asked.askedAt = at;
      asked.heat++;
    },
    stop: () => void (isStopped = true),
  };
}
