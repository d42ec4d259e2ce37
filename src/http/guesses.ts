/**
 * What strangers bring to say who they are, and what turned out to be none, by address: whoever brings many such things is turned
 * away before more of them are looked at, since a signature or a session takes longer to check than to make up.
 */
import { UnauthenticatedError } from "../base/errors.ts";
import { createLru } from "../cache/lru.ts";
import { secondWith, SlidingCount } from "./sliding_count.ts";

/** Rejects as `check` does; or, without calling it, where too much of the same address was wrong or is being checked. */
export type Guess = <T>(check: () => Promise<T>) => Promise<T>;

export interface Guesses {
  /**
   * @param network whose guess it is
   * @param limit how many may turn out wrong in a minute, here
   * @param refuse makes the error for one who is not looked at, who may come back in so many milliseconds
   */
  of(network: string, limit: number, refuse: (waitMs: number) => Error): Guess;
}

interface Tried {
  readonly wrong: SlidingCount;
  /** Being checked: all of them may turn out wrong. */
  open: number;
}

const mostBytes = 4_000_000;
const bytesOfTried = 1_000;

/** @param now milliseconds of the wall clock */
export function createGuesses(now: () => number): Guesses {
  const byNetwork = createLru<Tried>(mostBytes, () => bytesOfTried);
  const find = (network: string): Tried => {
    const found = byNetwork.get(network);
    if (found) return found;
    const made = { wrong: new SlidingCount(), open: 0 };
    byNetwork.set(network, made);
    return made;
  };
  const secondNow = () => Math.floor(now() / 1000);
  return {
    of: (network, limit, refuse) => async (check) => {
      const tried = find(network);
      if (tried.wrong.upTo(secondNow()) + tried.open >= limit) {
        const free = secondWith(limit - 1 - tried.open, [tried.wrong]) ?? -Infinity;
        throw refuse(Math.max(0, free * 1000 - now()));
      }
      tried.open++;
      try {
        return await check();
      } catch (error) {
        if (error instanceof UnauthenticatedError) tried.wrong.add(secondNow(), 1);
        throw error;
      } finally {
        tried.open--;
      }
    },
  };
}
