/** Who writes aggregates takes turns, and gives way where it is not its turn. */
const lockNotAvailable = "55P03";

/** @returns whether the error says that someone else holds a lock that was not waited for, or not for longer */
export function isLockTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === lockNotAvailable;
}
