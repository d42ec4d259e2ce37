/** For tests: what a reader starts and leaves running. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { root } from "./started.ts";

/** @returns whether the precompute process has drained once */
export async function isBuilt(url: string, cron: Staying): Promise<boolean> {
  cron.check();
  const sql = postgres(url, { max: 1 });
  try {
    return (await sql`select from precompute_state where as_of is not null`).length > 0;
  } finally {
    await sql.end();
  }
}

/** @returns whether the web process takes questions */
export async function isReady(address: string, web: Staying): Promise<boolean> {
  web.check();
  const response = await fetch(`${address}/health/ready`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

interface Staying extends AsyncDisposable {
  /** @throws where it has ended by itself */
  check(): void;
}

/** Runs them below the project, and ends what stays with the scope that holds it. */
export function stay(commands: string, env: Record<string, string>): Staying {
  const process = new Deno.Command("sh", {
    args: ["-ec", commands],
    cwd: root,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let ended: Deno.CommandStatus | undefined;
  const status = process.status.then((status) => ended = status);
  return {
    check: () => assert.equal(ended, undefined, `${commands} has ended`),
    async [Symbol.asyncDispose]() {
      if (!ended) process.kill("SIGTERM");
      await status;
    },
  };
}
