/** The contract of every cache tier, whatever keeps it: this process's memory, Redis over TCP, or Redis over HTTP. */
import { UnavailableError } from "../base/errors.ts";

/** Which state of the database a value was made from. */
export interface Version {
  /** Generations compare only within one epoch. Without spaces. */
  readonly epoch: string;
  /** A whole number from 0 on. */
  readonly generation: number;
}

export interface Item {
  readonly key: string;
  readonly value: Uint8Array;
  readonly version: Version;
  /** How long it is kept at most, more than 0; a tier that is full forgets earlier. */
  readonly ttlMs: number;
}

/** Each method rejects with UnavailableError where the tier does not answer, and with RefusedError where it will not do it. */
export interface CacheStore {
  /** @returns the values in the order of their keys; undefined for what is not there or was not written by `setMany` */
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /**
   * Stores each item in place of what is there, unless that is of the same epoch and a higher generation.
   * @returns for each item whether it was stored
   */
  setMany(items: readonly Item[]): Promise<readonly boolean[]>;
  /**
   * Adds `by` to a count that begins at 0.
   * @param ttlMs from the first addition on; later ones leave it
   * @returns what the count came to
   */
  count(key: string, by: number, ttlMs: number): Promise<number>;
  /**
   * Adds to counts that stand side by side under one key, each under a number of its own.
   * @param add by number, how many more; below 0 takes some back
   * @param oldest what stands under lower numbers is forgotten
   * @param ttlMs of them all, from now on
   * @returns all that stand under the key, by number
   */
  tally(
    key: string,
    add: ReadonlyMap<number, number>,
    oldest: number,
    ttlMs: number,
  ): Promise<ReadonlyMap<number, number>>;
  /** @returns a token to release the lease with; undefined while another holds it */
  lease(key: string, ttlMs: number): Promise<string | undefined>;
  /** Ends a lease; that of another holder stays. */
  release(key: string, token: string): Promise<void>;
  close(): Promise<void>;
}

/** The tier answers, but not with what was asked: it is full, or loads its data. */
export class RefusedError extends UnavailableError {}
