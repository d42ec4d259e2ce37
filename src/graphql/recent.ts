/** Keeps what was used last, up to a size in all. */

export interface Recent<V> {
  /** @returns what is kept under the key, which counts as used now */
  get(key: string): V | undefined;
  /** Keeps a value, whatever was not used for longest making room; a value larger than the whole is not kept. */
  set(key: string, value: V, size: number): void;
}

/** @param capacity the most that the sizes of what is kept add up to */
export function createRecent<V>(capacity: number): Recent<V> {
  // A Map remembers the order of insertion: the first key is the one that was not used for longest.
  const kept = new Map<string, { readonly value: V; readonly size: number }>();
  let total = 0;

  const remove = (key: string): void => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };

  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      remove(key);
      if (size > capacity) return;
      kept.set(key, { value, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (total <= capacity) return;
        remove(oldest);
      }
    },
  };
}
