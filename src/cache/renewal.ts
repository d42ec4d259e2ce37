/** Computing what is not kept or no longer fresh: once a process, and one process at a time. */
import { type Entry, freshnessOf, isOlder } from "./entry.ts";
import { createFlights } from "./flights.ts";
import type { Origin } from "./knowledge.ts";
import { createLru, type Lru } from "./lru.ts";
import { type Patience, type Shared, takeTurn, type Turn } from "./shared.ts";
import type { Source } from "./source.ts";

/** What was computed, where it may be kept. */
export interface Draft extends Origin {
  /** As it is kept. */
  readonly body: Uint8Array;
  /** As it is told to those who waited for it, where that is not the same. */
  readonly told?: Uint8Array;
  /** How long it may be told where nothing outdates it. */
  readonly ttlMs: number;
  /** When it is over in any case, such as with the minute that it is about; milliseconds of the wall clock. */
  readonly until?: number | undefined;
  /** When the oldest of what it is made of was computed, where that was before; milliseconds of the wall clock. */
  readonly since?: number;
}

/** What is not kept, such as an answer with errors. */
export interface Passing {
  readonly body: Uint8Array;
  /** Whether the database was not there: what is kept is told instead, if it is not too old. */
  readonly unavailable: boolean;
}

export type Computed = { readonly keep: Draft } | { readonly pass: Passing };
/**
 * @param gone aborts when nobody waits for it any longer
 * @param patience what is left of it, for what this itself looks for in the shared tier
 */
export type Compute = (gone: AbortSignal, patience: Patience) => Promise<Computed>;

/** An entry and where it came from, or what is not kept. */
export type Renewed =
  | { readonly entry: Entry; readonly body: Uint8Array; readonly from: "shared" | "database" }
  | { readonly pass: Passing };

/** What one process keeps. */
export interface Kept extends Pick<Lru<Entry>, "size" | "evicted"> {
  get(key: string): Entry | undefined;
  /** Unless what is there is of a higher generation. */
  keep(key: string, entry: Entry): void;
}

export interface Renewal {
  /** @throws what `compute` throws */
  renew(key: string, source: Source, compute: Compute, caller: Waiting): Promise<Renewed>;
  /** Lets work go on that nobody waits for, whatever comes of it. */
  behind(work: Promise<unknown>): void;
  /** Waits for what goes on so. */
  settle(): Promise<void>;
}

/** Who waits for a renewal: how long for the shared tier, and until when at all. */
export interface Waiting {
  readonly patience: Patience;
  /** Aborts when the caller has gone; without it, the work goes on in any case. */
  readonly signal?: AbortSignal | undefined;
  /** Nothing that was computed before is as good as what is computed now; milliseconds of the wall clock. */
  readonly since?: number | undefined;
}

export interface RenewalOptions {
  readonly kept: Kept;
  readonly shared: Shared | undefined;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
  /** From 0 to 1, for lives that do not end together. */
  readonly random: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** How long each request waits for the shared tier. */
  readonly newPatience: () => Patience;
}

/** What is kept for when the database fails. */
export const longestStaleMs = 10 * 60_000;
/** Lives are up to a tenth shorter, so that what was made at one moment is not renewed at one. */
const jitter = 0.1;
// What V8 takes for them.
const [dependencyBytes, monthBytes, viewBytes] = [200, 32, 50];

export function createKept(maxBytes: number): Kept {
  const memory = createLru<Entry>(maxBytes, ({ body, dependencies, views }) => {
    const months = dependencies.reduce((sum, { months }) => sum + (months === "any" ? 0 : months.length), 0);
    // What a body is a part of stays in memory as a whole.
    return body.buffer.byteLength + dependencyBytes * dependencies.length + monthBytes * months +
      viewBytes * views.length;
  });
  return {
    get size() {
      return memory.size;
    },
    get evicted() {
      return memory.evicted;
    },
    get: memory.get,
    keep(key, entry) {
      const there = memory.get(key);
      if (!there || !isOlder(entry, there)) memory.set(key, entry);
    },
  };
}

export function createRenewal({ kept, shared, ...options }: RenewalOptions): Renewal {
  const { now, random, pause, newPatience } = options;
  const renewing = createFlights<Renewed>(now);
  const pending = new Set<Promise<void>>();

  const behind = (work: Promise<unknown>): void => {
    const done: Promise<void> = work.then(() => {}, () => {}).finally(() => pending.delete(done));
    pending.add(done);
  };
  async function store(key: string, entry: Entry, ttlMs: number, { token }: Turn): Promise<void> {
    // Whoever waits for the key finds the entry once it is free: it is written first.
    await shared?.write(key, entry, ttlMs).catch(() => {});
    await release(key, { token });
  }
  async function release(key: string, { token }: Turn): Promise<void> {
    if (token !== undefined) await shared?.release(key, token);
  }
  async function computeInTurn(key: string, compute: () => Promise<Computed>, turn: Turn): Promise<Renewed> {
    const startedAt = now();
    const computed = await compute().catch((error: unknown) => {
      behind(release(key, turn));
      throw error;
    });
    if ("pass" in computed) {
      behind(release(key, turn));
      return computed;
    }
    const { ttlMs, until = Infinity, since = startedAt, told, ...draft } = computed.keep;
    const share = 1 - jitter * random();
    const entry = {
      ...draft,
      computedAt: Math.min(since, startedAt),
      freshUntil: Math.min(startedAt + Math.round(ttlMs * share), until),
    };
    kept.keep(key, entry);
    behind(store(key, entry, Math.max(ttlMs, longestStaleMs) * share, turn));
    return { entry, body: told ?? entry.body, from: "database" };
  }
  const begin =
    (key: string, source: Source, compute: Compute, { patience, since = -Infinity }: Waiting) =>
    async (gone: AbortSignal): Promise<Renewed> => {
      const isGood = (entry: Entry) =>
        entry.computedAt >= since && freshnessOf(entry, source, now()) === "fresh";
      const turn = shared ? await takeTurn(key, { shared, isGood, pause, patience, gone, newPatience }) : {};
      if (!turn.entry) return await computeInTurn(key, () => compute(gone, patience), turn);
      kept.keep(key, turn.entry);
      return { entry: turn.entry, body: turn.entry.body, from: "shared" };
    };
  return {
    async renew(key, source, compute, waiting) {
      const { signal, since = -Infinity } = waiting;
      const name = `${source.name} ${key}`;
      const work = begin(key, source, compute, waiting);
      const renewed = await renewing(name, work, { signal, since });
      // What began since may still be made of what was computed before, for others who take that.
      const isOld = "entry" in renewed && renewed.entry.computedAt < since;
      return isOld ? await renewing(name, work, { signal, since: Infinity }) : renewed;
    },
    behind,
    async settle() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
