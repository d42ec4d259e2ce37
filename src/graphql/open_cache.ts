/** The cache of a web process: its memory, the tier that it shares with others, and what it knows of the database. */
import type { AnswerCache } from "../analytics/analytics.ts";
import { readGenerations } from "../analytics/generations.ts";
import type { Log } from "../base/log.ts";
import type { Family } from "../base/meter.ts";
import { version } from "../base/version.ts";
import { fingerprintOf } from "../cache/envelope.ts";
import { openSharedStore, type SharedCache } from "../cache/open.ts";
import type { CacheStore } from "../cache/store.ts";
import { createSource } from "../cache/source.ts";
import { createTiers } from "../cache/tiers.ts";
import type { Queryable } from "../db/pool.ts";
import { textsOf } from "../db/statements.ts";
import { cacheFamilies, createSharedTierMeter } from "./cache_meter.ts";
import { schemaText } from "./schema.ts";

export interface CacheOptions {
  readonly database: Queryable;
  /** Undefined where the process shares nothing. */
  readonly shared: SharedCache | undefined;
  /** What it keeps in its memory. */
  readonly maxBytes: number;
  /** What gives numbers their meaning in this deployment, such as the shop's time zone; anything that JSON holds. */
  readonly settings: unknown;
  readonly log: Log;
}

export interface OpenCache extends AnswerCache {
  /** What the processes share; undefined where each is alone. */
  readonly store: CacheStore | undefined;
  readonly families: readonly Family[];
  /** Finishes what it is writing. */
  close(): Promise<void>;
}

/** Processes share what they keep where they are of one version, and have the same schema, statements and settings. */
export async function openCache(options: CacheOptions): Promise<OpenCache> {
  const { database, maxBytes, settings, log } = options;
  const meter = createSharedTierMeter();
  const store = options.shared && await openSharedStore(options.shared, log, meter.onChange);
  const now = () => Date.now();
  const tiers = createTiers({
    maxBytes,
    shared: store,
    fingerprint: fingerprintOf([version, schemaText, ...textsOf("queries"), JSON.stringify(settings)]),
    now,
    random: Math.random,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const read = (since: Parameters<typeof readGenerations>[1]) => readGenerations(database, since);
  const source = createSource({ name: "primary", read, now });
  return {
    tiers,
    store,
    source,
    families: [...cacheFamilies(tiers, source, now), ...(store ? meter.families : [])],
    async close() {
      tiers.stop();
      await tiers.settle();
      await store?.close();
    },
  };
}
