/** Lines for whoever started a command, on standard output; logs and progress go to standard error. */

const encoder = new TextEncoder();

export function say(line: string): void {
  Deno.stdout.writeSync(encoder.encode(`${line}\n`));
}

/** How far a command is, which is no part of what it says: on standard error. */
export function tell(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`${line}\n`));
}
