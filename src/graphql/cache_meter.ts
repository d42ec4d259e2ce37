/** What is counted of the cache itself: its memory, the tier that processes share, and what is known of the database. */
import { type Family, type Sample, single } from "../base/meter.ts";
import type { Source } from "../cache/source.ts";
import type { Tiers } from "../cache/tiers.ts";

export interface SharedTierMeter {
  /** Told when the shared tier is given up, and when it answers again. */
  readonly onChange: (state: "lost" | "back") => void;
  readonly families: readonly Family[];
}

export function createSharedTierMeter(): SharedTierMeter {
  let isLost = false;
  let timesLost = 0;
  return {
    onChange(state) {
      isLost = state === "lost";
      if (isLost) timesLost++;
    },
    families: [
      {
        name: "laneway_shared_cache_up",
        help: "1 while the cache that processes share is asked, 0 while it is given up",
        kind: "gauge",
        read: () => single(isLost ? 0 : 1),
      },
      {
        name: "laneway_shared_cache_lost_total",
        help: "How often it was given up",
        kind: "counter",
        read: () => single(timesLost),
      },
    ],
  };
}

/** @param now milliseconds of the wall clock */
export function cacheFamilies(tiers: Tiers, source: Source, now: () => number): readonly Family[] {
  const { kept } = tiers;
  return [
    {
      name: "laneway_cache_bytes",
      help: "What kept responses and answers take in memory",
      kind: "gauge",
      read: () => single(kept.size),
    },
    {
      name: "laneway_cache_evictions_total",
      help: "Kept responses and answers that made room for others",
      kind: "counter",
      read: () => single(kept.evicted),
    },
    {
      name: "laneway_generations_age_seconds",
      help: "How long ago the database was last asked what has changed; it is asked when there are requests",
      kind: "gauge",
      read: (): readonly Sample[] => {
        const latest = source.lately().at(-1);
        return latest ? single((now() - latest.readAt) / 1000) : [];
      },
    },
  ];
}
