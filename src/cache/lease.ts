/** Leases that are waited for. */
import type { CacheStore } from "./store.ts";

/**
 * @param wait waits for the lease, but not for ever; throws where it gives up
 * @returns as `lease` of the store does. One that comes when nobody waits for it any longer is given back: it would keep all others
 * waiting until it ends by itself.
 */
export async function leaseInTime(
  store: Pick<CacheStore, "lease" | "release">,
  key: string,
  ttlMs: number,
  wait: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<string | undefined> {
  let isLate = false;
  try {
    return await wait(async () => {
      const token = await store.lease(key, ttlMs);
      if (isLate && token !== undefined) store.release(key, token).catch(() => {});
      return token;
    });
  } catch (error) {
    isLate = true;
    throw error;
  }
}
