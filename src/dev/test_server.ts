import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testDatabaseUrl } from "../config.ts";
import { startPostgres } from "./postgres.ts";

const HOME = fileURLToPath(new URL("../../.laneway/test-postgres", import.meta.url));
const KEEPER = fileURLToPath(new URL("./test_keeper.ts", import.meta.url));

/** Held shared by all who use the home's server until they end, however they end. */
export function openUsersLock(home: string): Promise<Deno.FsFile> {
  return Deno.open(join(home, "users.lock"), { create: true, write: true });
}

/** Held by the one keeper of the home's server. */
export function openKeeperLock(home: string): Promise<Deno.FsFile> {
  return Deno.open(join(home, "keeper.lock"), { create: true, write: true });
}

/**
 * Finds the server for tests: the one that TEST_DATABASE_URL names, or one of our own, which all test files and
 * processes share. It stops by itself after the last of them has ended. They cannot see to that themselves, because
 * they may be killed; so a keeper, a process of its own, waits for the lock that they share.
 * @returns a superuser's connection string
 */
export async function testServer(home: string = HOME): Promise<string> {
  const given = testDatabaseUrl();
  if (given) return given;
  await Deno.mkdir(home, { recursive: true });
  // Never closed by us: it ends with this process, or with this test file.
  const users = await openUsersLock(home);
  await users.lock(false);
  if (!await isKept(home)) startKeeper(home);
  const { url } = await startPostgres({ home, durable: false });
  return url;
}

async function isKept(home: string): Promise<boolean> {
  using keeper = await openKeeperLock(home);
  return !await keeper.tryLock(false);
}

function startKeeper(home: string): void {
  const keeper = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--quiet", KEEPER, home],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  keeper.unref();
}
