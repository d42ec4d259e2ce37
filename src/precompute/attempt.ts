/** Work that the data may make fail: what it did is undone, and the transaction goes on. */
import { codeOf, DeadlineError, messageOf, UnavailableError } from "../base/errors.ts";
import type { Transaction } from "../db/pool.ts";

export type Attempt = { readonly done: true } | { readonly done: false; readonly reason: string };

/** @returns how it went, where what failed is in the data; anything else is thrown */
export async function attempt(transaction: Transaction, work: () => Promise<void>): Promise<Attempt> {
  try {
    await transaction.attempt(work);
    return { done: true };
  } catch (error) {
    if (!isOfData(error)) throw error;
    return { done: false, reason: messageOf(error) };
  }
}

// What the rows themselves cause; anything else (a deadline, a lock, memory, the connection) is no reason to set them aside.
function isOfData(error: unknown): boolean {
  if (error instanceof UnavailableError || error instanceof DeadlineError) return false;
  return /^(22|23|P0)/.test(codeOf(error));
}
