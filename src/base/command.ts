/** How commands end: with help, or with a message instead of a stack where the mistake is the caller's. */
import { codeOf, KnownError, messageOf, UsageError } from "./errors.ts";

/** Writes help to standard output and ends the process well. */
export function printHelp(help: string): never {
  Deno.stdout.writeSync(new TextEncoder().encode(help));
  Deno.exit(0);
}

/**
 * Runs `work`; what it throws ends the process with status 1 and, where a person can mend it, a message alone.
 * @param settle what has to be done before
 */
export async function orExit<T>(
  work: () => T | Promise<T>,
  settle: () => Promise<void> = async () => {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await settle();
    Deno.stderr.writeSync(
      new TextEncoder().encode(`${describe(error)}\n`),
    );
    Deno.exit(1);
  }
}

/** @returns a message that says what to do, or the whole error where only its authors can mend it */
export function describe(error: unknown): string {
  if (isTheirs(error)) return messageOf(error);
  const advice = adviceFor(error);
  return advice === undefined ? Deno.inspect(error) : `${messageOf(error)}: ${advice}`;
}

// parseArgs of node:util marks what was wrong with the arguments by such a code.
function isTheirs(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof KnownError) return true;
  const code = codeOf(error);
  return code.startsWith("ERR_PARSE_ARGS") || code === "ECONNREFUSED";
}

function adviceFor(error: unknown): string | undefined {
  if (error instanceof Deno.errors.AddrInUse) return "choose another port, or stop what listens there";
  if (error instanceof Deno.errors.AddrNotAvailable) return "choose an address of this machine";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "give this user the right to it, or choose another place";
  }
  return undefined;
}
