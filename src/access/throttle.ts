/** How often something may be tried: counted where all processes count, and here while that is away. */
import { createHash } from "node:crypto";
import { UnavailableError } from "../base/errors.ts";
import { createMemoryStore } from "../cache/memory.ts";
import type { CacheStore } from "../cache/store.ts";

export interface Throttle {
  /** Counts one more. @returns whether that is still within the limit */
  try(what: string): Promise<boolean>;
  /** Takes one back, which turned out well. */
  forgive(what: string): Promise<void>;
}

export interface ThrottleOptions {
  readonly name: string;
  readonly store: CacheStore;
  readonly most: number;
  /** From the first try on. */
  readonly perMs: number;
}

const ownBytes = 2_000_000;

export function createThrottle({ name, store, most, perMs }: ThrottleOptions): Throttle {
  const own = createMemoryStore({ maxBytes: ownBytes });
  const count = async (what: string, by: number): Promise<number> => {
    // Whom it is about is nobody's to read in a shared cache.
    const key = `throttle:${name}:${createHash("sha256").update(what).digest("base64url").slice(0, 22)}`;
    const here = await own.count(key, by, perMs);
    try {
      return Math.max(here, await store.count(key, by, perMs));
    } catch (error) {
      if (error instanceof UnavailableError) return here;
      throw error;
    }
  };
  return {
    try: async (what) => await count(what, 1) <= most,
    forgive: async (what) => void await count(what, -1),
  };
}
