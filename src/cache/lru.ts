/** A map bounded by what its values take: the one used longest ago makes room. */

export interface Lru<V> {
  /** What all values take together, in bytes. */
  readonly size: number;
  /** Marks the value as used. */
  get(key: string): V | undefined;
  /** A value that could never fit is not kept, and neither is what it would have replaced. */
  set(key: string, value: V): void;
  delete(key: string): void;
  keys(): Iterable<string>;
}

// What V8 takes for an entry of the map, the objects it holds and their headers; measured at 10,000 entries.
const overhead = 300;

/** @param sizeOf bytes of a value, which must not change while it is kept */
export function createLru<V>(maxBytes: number, sizeOf: (value: V) => number): Lru<V> {
  // A Map gives its keys in the order they were set, so the first one was used longest ago.
  const values = new Map<string, V>();
  let size = 0;
  const cost = (key: string, value: V) => key.length + sizeOf(value) + overhead;
  const remove = (key: string) => {
    const value = values.get(key);
    if (value === undefined) return;
    values.delete(key);
    size -= cost(key, value);
  };
  return {
    get size() {
      return size;
    },
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      remove(key);
      const needed = cost(key, value);
      if (needed > maxBytes) return;
      for (const oldest of values.keys()) {
        if (size + needed <= maxBytes) break;
        remove(oldest);
      }
      values.set(key, value);
      size += needed;
    },
    delete: remove,
    keys: () => values.keys(),
  };
}
