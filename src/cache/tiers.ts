/** Memory, then the shared tier, then the database: how an answer is found. */
import { DeadlineError, UnavailableError } from "../base/errors.ts";
import { type Entry, type Freshness, freshnessOf } from "./entry.ts";
import type { Fingerprint } from "./envelope.ts";
import { createFlights } from "./flights.ts";
import { createHot } from "./hot.ts";
import {
  type Compute,
  createKept,
  createRenewal,
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

export interface FindOptions {
  /** Aborts when the caller has gone. */
  readonly signal?: AbortSignal | undefined;
  /** Of the request that this is a part of; without it, 50 ms. */
  readonly patience?: Patience | undefined;
  /** Whether to wait for what is outdated to be renewed: for what something else is made of. */
  readonly isWaiting?: boolean;
  /** Whether to renew it ahead of the next who asks, for a minute: `compute` is then called without one. */
  readonly isHot?: boolean;
}

export interface Tiers {
  /** @returns what memory holds, where it is fresh: at once */
  peek(key: string, source: Source): Found | undefined;
  /**
   * @param compute asks the database for all who wait for the same
   * @returns what is kept, where it may be told, or what `compute` gives. One process computes a key once at a time, and,
   * while the shared tier answers, so do all processes together.
   * @throws what `compute` throws, where nothing may be told instead
   */
  find(key: string, source: Source, compute: Compute, options?: FindOptions): Promise<Found>;
  /** Waits for what goes on behind the callers' backs. */
  settle(): Promise<void>;
}

export interface TiersOptions extends Pick<RenewalOptions, "now" | "random" | "pause"> {
  /** What one process keeps in its memory. */
  readonly maxBytes: number;
  readonly shared: CacheStore | undefined;
  readonly fingerprint: Fingerprint;
}

export function createTiers({ maxBytes, fingerprint, now, random, pause, ...given }: TiersOptions): Tiers {
  const kept = createKept(maxBytes);
  const shared = given.shared && createShared(given.shared, fingerprint);
  const reading = createFlights<Entry | undefined>();
  const { renew, behind, settle } = createRenewal({ kept, shared, now, random, pause });
  const hot = createHot({ kept, renew, behind, now });

  const read = (key: string): Promise<Entry | undefined> =>
    reading(key, async () => {
      const entry = await shared?.read(key);
      if (entry) kept.keep(key, entry);
      return entry;
    });

  /** @returns the best that is kept, however old */
  async function held(
    key: string,
    judge: (entry: Entry) => Found["freshness"],
    patience: Patience,
  ): Promise<Found | undefined> {
    const mine = kept.get(key);
    const found = mine && told(mine, judge(mine), "memory");
    if (!shared || (found && found.freshness !== "old")) return found;
    // A tier that does not answer holds nothing.
    const others = await patience(() => read(key)).catch(() => undefined);
    return others ? told(others, judge(others), "shared") : found;
  }

  async function find(
    key: string,
    source: Source,
    compute: Compute,
    { signal, patience = createPatience(), isWaiting = false, isHot = false }: FindOptions = {},
  ): Promise<Found> {
    if (isHot) hot.ask(key, source, compute);
    const isKnown = (source.known() ?? await source.current()) !== undefined;
    // Another database, which keeps its answers in the same tier, has another epoch.
    const isOfSource = ({ epoch }: Entry) => epoch === (source.lately().at(-1)?.epoch ?? epoch);
    const mayBeStale = (entry: Entry) => isOfSource(entry) && now() - entry.computedAt <= longestStaleMs;
    const judge = (entry: Entry) => {
      return isKnown ? freshnessOf(entry, source, now()) : mayBeStale(entry) ? "stale" : "old";
    };
    const found = await held(key, judge, patience);
    if (found?.freshness === "outdated" && !isWaiting) {
      behind(renew(key, source, compute, { patience: createPatience() }));
      return found;
    }
    if (found?.freshness === "fresh" || found?.freshness === "stale") return found;
    const stale = () =>
      found?.entry && mayBeStale(found.entry) ? told(found.entry, "stale", found.from) : undefined;
    const renewing = renew(key, source, compute, { patience, signal });
    return await orStale(renewing, stale, (entry) => freshnessOf(entry, source, now()));
  }
  return {
    peek(key, source) {
      const entry = source.known() && kept.get(key);
      if (!entry || freshnessOf(entry, source, now()) !== "fresh") return undefined;
      hot.again(key);
      return told(entry, "fresh", "memory");
    },
    find,
    settle,
  };
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
    const isAbsent = error instanceof UnavailableError || error instanceof DeadlineError;
    const found = isAbsent ? stale() : undefined;
    if (found) return found;
    throw error;
  }
}

function told(entry: Entry, freshness: Found["freshness"], from: Found["from"]): Found {
  return { body: entry.body, entry, freshness, from };
}
