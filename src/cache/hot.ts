/** What was asked for lately is renewed when something new is known, so that the next who asks need not wait. */
import { freshnessOf } from "./entry.ts";
import type { Compute, Kept, Renewal } from "./renewal.ts";
import type { Patience } from "./shared.ts";
import type { Source } from "./source.ts";

export interface Hot {
  /** Notes that a key was asked for, and how it is computed. */
  ask(key: string, source: Source, compute: Compute): void;
  /** Notes that it was asked for once more. */
  again(key: string): void;
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
}

const hotMs = 60_000;
/** How many keys are remembered, how many of them are renewed at each change, and how many at once. */
const [mostKeys, mostRenewed, atOnce] = [200, 50, 2];

export function createHot({ kept, renew, behind, now, newPatience }: HotOptions): Hot {
  // The one asked for longest ago first.
  const keys = new Map<string, Asked>();
  const watched = new Set<Source>();
  const busy = new Set<Source>();
  let isStopped = false;

  const hottest = (source: Source): [string, Asked][] =>
    [...keys].filter(([, asked]) => asked.source === source && now() - asked.askedAt <= hotMs)
      .slice(-mostRenewed).reverse();

  const remember = (key: string, asked: Asked): void => {
    keys.delete(key);
    keys.set(key, asked);
  };

  async function renewFor(source: Source): Promise<void> {
    // What is in hand is judged by what is known then, and the rest at the next change.
    if (busy.has(source)) return;
    busy.add(source);
    const left = hottest(source);
    const work = async () => {
      for (let next = left.shift(); next && !isStopped; next = left.shift()) {
        const [key, { compute }] = next;
        const entry = kept.get(key);
        if (!entry || freshnessOf(entry, source, now()) === "fresh") continue;
        await renew(key, source, compute, { patience: newPatience() }).catch(() => {});
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    busy.delete(source);
  }
  return {
    ask(key, source, compute) {
      remember(key, { source, compute, askedAt: now() });
      const [oldest] = keys.keys();
      if (keys.size > mostKeys && oldest !== undefined) keys.delete(oldest);
      if (watched.has(source)) return;
      watched.add(source);
      source.onChange(() => behind(renewFor(source)));
    },
    again(key) {
      const asked = keys.get(key);
      if (!asked) return;
      asked.askedAt = now();
      remember(key, asked);
    },
    stop: () => void (isStopped = true),
  };
}
