/** The tier that processes share, as the tiers use it: entries, and turns at computing them. */
import { UnavailableError } from "../base/errors.ts";
import { within } from "../base/within.ts";
import { type Entry, sealEntry, unsealEntry, versionOf } from "./entry.ts";
import type { Fingerprint } from "./envelope.ts";
import { leaseInTime } from "./lease.ts";
import { type CacheStore, RefusedError } from "./store.ts";

/**
 * How long one request waits for the shared tier at most: for all its calls together, and once for those side by side.
 * @throws UnavailableError where it does not answer in what is left; then nothing is left
 */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

export interface Shared {
  read(key: string): Promise<Entry | undefined>;
  write(key: string, entry: Entry, ttlMs: number): Promise<void>;
  /** @returns a token; undefined where another process computes the key */
  lease(key: string, ttlMs: number): Promise<string | undefined>;
  release(key: string, token: string): Promise<void>;
}

/** Keys begin with the fingerprint: two versions side by side do not take each other's places. */
export function createShared(store: CacheStore, fingerprint: Fingerprint): Shared {
  const prefix = `${fingerprint.toHex()}:`;
  const leaseOf = (key: string) => `${prefix}lease:${key}`;
  return {
    async read(key) {
      const [sealed] = await store.getMany([prefix + key]);
      return sealed && unsealEntry(fingerprint, sealed);
    },
    async write(key, entry, ttlMs) {
      const value = sealEntry(fingerprint, entry);
      await store.setMany([{ key: prefix + key, value, version: versionOf(entry), ttlMs }]);
    },
    lease: (key, ttlMs) => store.lease(leaseOf(key), ttlMs),
    release: (key, token) => store.release(leaseOf(key), token),
  };
}

/**
 * @param patienceMs all that a request waits
 * @param now milliseconds that only go forward
 */
export function createPatience(patienceMs = 50, now: () => number = () => performance.now()): Patience {
  let leftMs = patienceMs;
  let waiting = 0;
  let spentUntil = 0;
  const spend = () => {
    const until = now();
    if (waiting > 0) leftMs -= until - spentUntil;
    spentUntil = until;
  };
  return async (work) => {
    const late = () => new UnavailableError(`Cannot wait for the shared cache longer than ${patienceMs} ms`);
    spend();
    if (leftMs <= 0) throw late();
    waiting++;
    try {
      return await within(leftMs, work(), late);
    } catch (error) {
      // What it will not do, it says at once.
      if (!(error instanceof RefusedError)) leftMs = 0;
      throw error;
    } finally {
      spend();
      waiting--;
    }
  };
}

/** What comes of waiting for one's turn: the right to compute, what another computed, or neither, to go on without. */
export interface Turn {
  readonly token?: string | undefined;
  readonly entry?: Entry | undefined;
}

export interface TurnOptions {
  readonly shared: Shared;
  /** What the request has left for its first calls; those after a wait begin anew. */
  readonly patience: Patience;
  /** Whether an entry is as good as one computed now. */
  readonly isGood: (entry: Entry) => boolean;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Aborts when nobody waits for it any longer. */
  readonly gone: AbortSignal;
  readonly newPatience: () => Patience;
}

/** Longer than the database may take, so that a lease ends by itself only where its holder did. */
const leaseMs = 6_000;
/** As long as a question takes at most, if nothing is wrong: to compute it twice is better than to wait for who may be gone. */
const longestWaitMs = 2_500;
const pollMs = 20;

/**
 * Waits while another process computes the key, two and a half seconds at most.
 * @throws the reason of `gone`
 */
export async function takeTurn(key: string, options: TurnOptions): Promise<Turn> {
  const { shared, isGood, pause, gone, newPatience } = options;
  let { patience } = options;
  try {
    for (let waitedMs = 0; waitedMs <= longestWaitMs; waitedMs += pollMs) {
      if (waitedMs > 0) {
        await pause(pollMs);
        gone.throwIfAborted();
        patience = newPatience();
      }
      const token = await leaseInTime(shared, key, leaseMs, patience);
      // In this order: a holder writes what it computed before it releases the key.
      const entry = await patience(() => shared.read(key)).catch(() => undefined);
      if (!entry || !isGood(entry)) {
        if (token === undefined) continue;
        return { token };
      }
      if (token !== undefined) shared.release(key, token).catch(() => {});
      return { entry };
    }
  } catch (error) {
    // Two processes that compute the same are slower, not wrong.
    if (!(error instanceof UnavailableError)) throw error;
  }
  return {};
}
