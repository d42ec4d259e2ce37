import { createHash } from "node:crypto";
import { join } from "node:path";
import { UsageError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

const ACCOUNT_NAME = "laneway-pg";
const OUTSIDE = `/var/lib/${ACCOUNT_NAME}`;

/** The user that Postgres runs as, where it is not ours. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where one home's Postgres keeps its programs and data, and who runs it. */
export interface Place {
  readonly directory: string;
  /** Undefined: whoever we are. */
  readonly account: Account | undefined;
}

/** @returns the place of a home that Postgres can reach */
export function insideOf(home: string): string {
  return join(home, "postgres");
}

/** @returns every place that a home may have */
export function placesOf(home: string): readonly string[] {
  return Deno.uid() === 0 ? [insideOf(home), outsideOf(home)] : [insideOf(home)];
}

function outsideOf(home: string): string {
  return join(OUTSIDE, createHash("sha256").update(home).digest("hex").slice(0, 16));
}

/**
 * Finds or makes the place of a home. Postgres refuses to run as root, so root gives it a user of its own; where
 * that user cannot go (below /root, in a private temporary directory), the place is outside the home.
 * @param home its real path
 * @throws UsageError when we are root and cannot make that user
 */
export async function findPlace(home: string): Promise<Place> {
  const inside = insideOf(home);
  if (Deno.uid() !== 0) {
    await Deno.mkdir(inside, { recursive: true, mode: 0o700 });
    return { directory: inside, account: undefined };
  }
  const account = await findAccount() ?? await makeAccount();
  await makeDirectory(inside, account);
  if (await canReach(account, inside)) return { directory: inside, account };
  await makeDirectory(OUTSIDE, account);
  await makeDirectory(outsideOf(home), account);
  return { directory: outsideOf(home), account };
}

/** Makes what we made the account's; without an account it stays ours. */
export async function give(path: string, account: Account | undefined): Promise<void> {
  if (account) await Deno.chown(path, account.uid, account.gid);
}

async function makeDirectory(path: string, account: Account): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  await give(path, account);
}

async function findAccount(): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => runCommand("id", [flag, ACCOUNT_NAME])));
  if (!uid?.success || !gid?.success) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function makeAccount(): Promise<Account> {
  const useraddOptions = ["--system", "--no-create-home", "--home-dir", "/nonexistent", ACCOUNT_NAME];
  const commands: readonly [string, readonly string[]][] = [
    ["useradd", useraddOptions],
    // After a plain `su`, the search path lacks the system's own commands.
    ["/usr/sbin/useradd", useraddOptions],
    // Busybox
    ["adduser", ["-S", "-D", "-H", ACCOUNT_NAME]],
  ];
  const failures: string[] = [];
  for (const [command, options] of commands) {
    const { success, output } = await runCommand(command, options);
    if (!success) failures.push(output);
    // Also after a failure: another process may have made it first.
    const account = await findAccount();
    if (account) return account;
  }
  throw new UsageError(
    `Cannot start Postgres: it refuses to run as root, and no user ${ACCOUNT_NAME} could be made for it. ` +
      `Make that user, run as another one, or set DATABASE_URL to use a server of your own.\n` +
      failures.join("\n"),
  );
}

async function canReach(account: Account, directory: string): Promise<boolean> {
  // Asked of the kernel as that user, because access lists and mounts decide too, not only the mode bits.
  const { success } = await runCommand("test", ["-w", directory], { cwd: "/", ...account });
  return success;
}
