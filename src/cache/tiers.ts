/** Memory, then the shared tier, then the database: how an answer is found. */
import { DeadlineError, OverloadedError, UnavailableError } from "../base/errors.ts";
import { type Entry, type Freshness, freshnessOf } from "./entry.ts";
import type { Fingerprint } from "./envelope.ts";
import { createFlights } from "./flights.ts";
import { createHot } from "./hot.ts";
import {
  type Compute,
  createKept,
  createRenewal,
  type Kept,
  longestStaleMs,
  type RenewalOptions,
  type Renewed,
} from "./renewal.ts";
import { createPatience, createShared, type Patience } from "./shared.ts";
import type { Source } from "./source.ts";
import type { CacheStore } from "./store.ts";

export interface Found {
  readonly body: Uint8Array;
  /** Undefined where it is not kept. The same object for as long as it is kept in memory. */
  readonly entry: Entry | undefined;
  /** stale: the database does not answer, and this is no older than ten minutes. */
  readonly freshness: Freshness | "stale";
  readonly from: "memory" | "shared" | "database";
}

/** What is kept: in memory or by all who share a tier. */
export interface FoundKept extends Found {
  readonly entry: Entry;
}

export interface FindOptions {
  /** Aborts when the caller has gone. */
  readonly signal?: AbortSignal | undefined;
  /** Of the request that this is a part of; without it, 50 ms. */
  readonly patience?: Patience | undefined;
  /** Whether to wait for what is outdated to be renewed: for what something else is made of. */
  readonly isWaiting?: boolean;
  /** Whether to renew it ahead of the next who asks, for a minute: `compute` is then called without one. */
  readonly isHot?: boolean;
  /** Nothing that was computed before is told; milliseconds of the wall clock. */
  readonly since?: number | undefined;
}

export interface Tiers {
  /** What memory holds. */
  readonly kept: Pick<Kept, "size" | "evicted">;
  /** @returns what memory holds, where it is fresh: at once */
  peek(key: string, source: Source): FoundKept | undefined;
  /** @returns what memory or the shared tier holds and may be told; nothing is computed */
  held(key: string, source: Source): Promise<Found | undefined>;
  /**
   * @param compute asks the database for all who wait for the same
   * @returns what is kept, where it may be told, or what `compute` gives. One process computes a key once at a time, and,
   * while the shared tier answers, so do all processes together.
   * @throws what `compute` throws, where nothing may be told instead
   */
  find(key: string, source: Source, compute: Compute, options?: FindOptions): Promise<Found>;
  /** Waits for what goes on behind the callers' backs. */
  settle(): Promise<void>;
  /** Renews nothing ahead any more but what is in hand. */
  stop(): void;
}

export interface TiersOptions extends Pick<RenewalOptions, "now" | "random" | "pause"> {
  /** What one process keeps in its memory. */
  readonly maxBytes: number;
  readonly shared: CacheStore | undefined;
  readonly fingerprint: Fingerprint;
  /** How long each request waits for the shared tier; 50 ms unless given. */
  readonly newPatience?: () => Patience;
}

export function createTiers(options: TiersOptions): Tiers {
  const { maxBytes, fingerprint, now, random, pause, newPatience = () => createPatience() } = options;
  const kept = createKept(maxBytes);
  const shared = options.shared && createShared(options.shared, fingerprint);
  const reading = createFlights<Entry | undefined>(now);
  const { renew, behind, settle } = createRenewal({ kept, shared, now, random, pause, newPatience });
  const hot = createHot({ kept, renew, behind, now, newPatience });

  const read = (key: string): Promise<Entry | undefined> =>
    reading(key, async () => {
      const entry = await shared?.read(key);
      if (entry) kept.keep(key, entry);
      return entry;
    });

  /** @returns the best that is kept, however old */
  async function look(key: string, source: Source, patience: Patience, since = -Infinity) {
    const isKnown = (source.known() ?? await source.current()) !== undefined;
    const judge = (entry: Entry) => {
      if (!isKnown) return mayBeStale(entry, source, since, now()) ? "stale" : "old";
      return entry.computedAt >= since ? freshnessOf(entry, source, now()) : "old";
    };
    const mine = kept.get(key);
    const found = mine && told(mine, judge(mine), "memory");
    if (!shared || (found && found.freshness !== "old")) return found;
    // A tier that does not answer holds nothing.
    const others = await patience(() => read(key)).catch(() => undefined);
    return others ? told(others, judge(others), "shared") : found;
  }

  async function obtain(
    key: string,
    source: Source,
    compute: Compute,
    { signal, patience = newPatience(), isWaiting = false, since }: FindOptions,
  ): Promise<Found> {
    const found = await look(key, source, patience, since);
    if (found?.freshness === "outdated" && !isWaiting) {
      behind(renew(key, source, compute, { patience: newPatience() }));
      return found;
    }
    if (found?.freshness === "fresh" || found?.freshness === "stale") return found;
    const stale = () => found && staleOf(found, source, since, now());
    const renewing = renew(key, source, compute, { patience, signal, since });
    return await orStale(renewing, stale, (entry) => freshnessOf(entry, source, now()));
  }
  return {
    kept,
    peek(key, source) {
      const entry = source.known() && kept.get(key);
      const at = now();
      if (!entry || freshnessOf(entry, source, at) !== "fresh") return undefined;
      hot.again(key, at);
      return told(entry, "fresh", "memory");
    },
    async held(key, source) {
      const found = await look(key, source, newPatience());
      return found?.freshness === "old" ? undefined : found;
    },
    async find(key, source, compute, options = {}) {
      const found = await obtain(key, source, compute, options);
      // What is not kept is not renewed either, and must not take the place of what is.
      if (options.isHot && found.entry) hot.ask(key, source, compute);
      return found;
    },
    settle,
    stop: hot.stop,
  };
}

function mayBeStale({ epoch, computedAt }: Entry, source: Source, since: number, now: number): boolean {
  // Another database, which keeps its answers in the same tier, has another epoch.
  return epoch === (source.lately().at(-1)?.epoch ?? epoch) && computedAt >= since &&
    now - computedAt <= longestStaleMs;
}

function staleOf(found: FoundKept, source: Source, since = -Infinity, now: number): FoundKept | undefined {
  return mayBeStale(found.entry, source, since, now) ? told(found.entry, "stale", found.from) : undefined;
}

/** @returns what was computed; what is stale by then, where there is such, in place of what the database's absence came to */
async function orStale(
  renewing: Promise<Renewed>,
  stale: () => Found | undefined,
  judge: (entry: Entry) => Freshness,
): Promise<Found> {
  try {
    const renewed = await renewing;
    if ("entry" in renewed) return { ...renewed, freshness: judge(renewed.entry) };
    const { body, unavailable } = renewed.pass;
    return (unavailable ? stale() : undefined) ??
      { body, entry: undefined, freshness: "old", from: "database" };
  } catch (error) {
    const isAbsent = [UnavailableError, DeadlineError, OverloadedError].some((kind) => error instanceof kind);
    const found = isAbsent ? stale() : undefined;
    if (found) return found;
    throw error;
  }
}

function told(entry: Entry, freshness: Found["freshness"], from: Found["from"]): FoundKept {
  return { body: entry.body, entry, freshness, from };
}
