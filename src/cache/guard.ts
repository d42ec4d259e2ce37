/** What stands before a tier of another machine: a deadline on every call, and no calls while it does not answer. */
import { messageOf, UnavailableError } from "../base/errors.ts";
import { within } from "../base/within.ts";
import { leaseInTime } from "./lease.ts";
import { type CacheStore, RefusedError } from "./store.ts";

export interface GuardOptions {
  /** Longest a call may take. */
  readonly deadlineMs: number;
  /** Told when the tier is given up, with the reason, and when it answers again. */
  readonly onChange: (state: "lost" | "back", reason: string) => void;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

/** One call alone may be unlucky. */
const failuresToOpen = 3;
const restMs = 250;
/** Leases that could not be released; those beyond end by themselves. */
const mostUnreleased = 1_000;

/** @returns the same tier, whose calls reject with UnavailableError past the deadline, and at once while it is given up */
export function guard(store: CacheStore, options: GuardOptions): CacheStore {
  const { deadlineMs, onChange, now = () => performance.now() } = options;
  let failures = 0;
  let countedAt = -Infinity;
  let nextProbe = 0;
  let probing: Promise<void> | undefined;
  // By key. Others would wait for them, though nobody computes anything any more.
  const unreleased = new Map<string, string>();

  async function call<T>(work: () => Promise<T>, isRead = false): Promise<T> {
    const begunAt = now();
    try {
      const result = await within(deadlineMs, work(), late);
      succeed();
      return result;
    } catch (error) {
      // A tier that is full is still read; one that may not be read is of no use.
      if (isRead || !(error instanceof RefusedError)) fail(error, begunAt);
      throw error;
    }
  }
  const late = () => new UnavailableError(`Cannot ask the shared cache: no answer in ${deadlineMs} ms`);
  const succeed = () => {
    if (failures >= failuresToOpen) onChange("back", "it answers");
    failures = 0;
    for (const [key, token] of unreleased) {
      unreleased.delete(key);
      store.release(key, token).catch(() => {});
    }
  };
  const release = async (key: string, token: string): Promise<void> => {
    try {
      await guarded(() => store.release(key, token));
    } catch (error) {
      if (unreleased.size < mostUnreleased) unreleased.set(key, token);
      throw error;
    }
  };
  const fail = (error: unknown, begunAt: number) => {
    nextProbe = now() + restMs;
    // Those under way when the last one was counted fail for the same reason, such as this process's own business.
    if (begunAt < countedAt) return;
    countedAt = now();
    if (++failures === failuresToOpen) onChange("lost", messageOf(error));
  };
  const guarded = <T>(work: () => Promise<T>, isRead = false): Promise<T> => {
    if (failures < failuresToOpen) return call(work, isRead);
    // Nobody waits to find out whether it is back.
    if (now() >= nextProbe) {
      probing ??= call(() => store.getMany(["probe"]), true).then(() => {}, () => {}).finally(() =>
        probing = undefined
      );
    }
    return Promise.reject(new UnavailableError("Cannot ask the shared cache: it did not answer lately"));
  };
  return {
    getMany: (keys) => guarded(() => store.getMany(keys), true),
    setMany: (items) => guarded(() => store.setMany(items)),
    count: (key, by, ttlMs) => guarded(() => store.count(key, by, ttlMs)),
    tally: (key, add, oldest, ttlMs) => guarded(() => store.tally(key, add, oldest, ttlMs)),
    lease: (key, ttlMs) => leaseInTime(store, key, ttlMs, guarded),
    release,
    async close() {
      await probing;
      await store.close();
    },
  };
}
