/** The contract in this process's memory. */
import { createLru } from "./lru.ts";
import type { CacheStore, Item, Version } from "./store.ts";

interface Kept {
  readonly kept: Uint8Array | number | string | ReadonlyMap<number, number>;
  readonly version: Version | undefined;
  /** In milliseconds of `now`. */
  readonly expiresAt: number;
}

export interface MemoryOptions {
  readonly maxBytes: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

export function createMemoryStore({ maxBytes, now = () => performance.now() }: MemoryOptions): CacheStore {
  const lru = createLru<Kept>(maxBytes, ({ kept }) => sizeOf(kept));
  const read = (key: string): Kept | undefined => {
    const found = lru.get(key);
    if (found && found.expiresAt <= now()) {
      lru.delete(key);
      return undefined;
    }
    return found;
  };
  const setOne = ({ key, value, version, ttlMs }: Item): boolean => {
    const there = read(key)?.version;
    if (there && there.epoch === version.epoch && there.generation > version.generation) return false;
    // A copy, because whoever gave it may go on writing into it.
    lru.set(key, { kept: value.slice(), version, expiresAt: now() + ttlMs });
    return true;
  };
  return {
    getMany: (keys) =>
      Promise.resolve(keys.map((key) => {
        const kept = read(key)?.kept;
        return kept instanceof Uint8Array ? kept : undefined;
      })),
    setMany: (items) => Promise.resolve(items.map(setOne)),
    count(key, by, ttlMs) {
      const found = read(key);
      const before = typeof found?.kept === "number" ? found : undefined;
      const sum = Number(before?.kept ?? 0) + by;
      lru.set(key, { kept: sum, version: undefined, expiresAt: before?.expiresAt ?? now() + ttlMs });
      return Promise.resolve(sum);
    },
    tally(key, add, oldest, ttlMs) {
      const before = read(key)?.kept;
      const counts = new Map(before instanceof Map ? before : []);
      for (const [number, by] of add) counts.set(number, (counts.get(number) ?? 0) + by);
      for (const number of counts.keys()) if (number < oldest) counts.delete(number);
      lru.set(key, { kept: counts, version: undefined, expiresAt: now() + ttlMs });
      return Promise.resolve(counts);
    },
    lease(key, ttlMs) {
      if (read(key)) return Promise.resolve(undefined);
      const token = crypto.randomUUID();
      lru.set(key, { kept: token, version: undefined, expiresAt: now() + ttlMs });
      return Promise.resolve(token);
    },
    release(key, token) {
      if (read(key)?.kept === token) lru.delete(key);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

const bytesOfCount = 40;

function sizeOf(kept: Kept["kept"]): number {
  if (kept instanceof Uint8Array) return kept.byteLength;
  return kept instanceof Map ? kept.size * bytesOfCount : 0;
}
