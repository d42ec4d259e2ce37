/** For tests: commands for an operator, as they stand in docs/DEPLOYMENT.md, run with Debian's programs. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { runCommand } from "../src/dev/command.ts";
import { exists } from "../src/dev/files.ts";
import { commandsOf } from "./document.ts";
import { root } from "./started.ts";

/** Where Debian's Postgres is, whose pg_dump fits no newer server. */
export const programs = "/usr/lib/postgresql/15/bin";

export const hasPrograms = await exists(join(programs, "pg_dump"));

/** To be added to a test's name. */
export const skipped = hasPrograms
  ? ""
  : " (Postgres 15 is not installed: apt-get install postgresql-15 brings it)";

/** @returns the blocks of commands that stand under the heading */
export async function commandsIn(heading: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(join(root, "docs/DEPLOYMENT.md"));
  return commandsOf(text).filter(({ section }) => section === heading).map(({ commands }) => commands);
}

/** Fails where one of the commands does. */
export async function runCommands(
  commands: string | undefined,
  { place, env }: { readonly place: string; readonly env: Readonly<Record<string, string>> },
): Promise<void> {
  assert.ok(commands);
  const path = `${programs}:${dirname(Deno.execPath())}:/usr/bin:/bin`;
  const { success, output } = await runCommand("sh", ["-ec", commands], {
    cwd: place,
    env: { ...env, PATH: path },
  });
  assert.ok(success, `${commands}\n${output}`);
}
