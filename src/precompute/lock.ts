/** Who writes aggregates takes turns, and gives way where it is not its turn. */
import { codeOf } from "../base/errors.ts";

const lockNotAvailable = "55P03";
const serializationFailure = "40001";

/** @returns whether the error says that someone else holds a lock that was not waited for, or not for longer */
export function isLockTaken(error: unknown): boolean {
  return codeOf(error) === lockNotAvailable;
}

/** @returns whether the error says that someone else changed a row after this transaction's snapshot was taken */
export function isChangedMeanwhile(error: unknown): boolean {
  return codeOf(error) === serializationFailure;
}
