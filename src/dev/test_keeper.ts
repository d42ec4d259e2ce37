/**
 * Ends a home's server for tests after all who use it have ended, and removes what they left there.
 * `test_server.ts` starts it and says why.
 */
import { setTimeout as delay } from "node:timers/promises";
import { forgetPostgres } from "./postgres.ts";
import { openKeeperLock, openUsersLock } from "./test_server.ts";

/** Between two test files of one run nobody uses the server for a moment. */
const LINGER_MS = 2_000;

const [home] = Deno.args;
if (home === undefined) throw new TypeError("Cannot keep a server: no home is given");

using users = await openUsersLock(home);
// Let go of before the other: whoever then gets that one, finds no keeper and starts the next.
using keeper = await openKeeperLock(home);
await keeper.lock(true);
do {
  await users.lock(true);
  await users.unlock();
  await delay(LINGER_MS);
} while (!await users.tryLock(true));
// Here alone nobody else is using the server for certain: whoever comes now waits for the lock.
await forgetPostgres(home);
