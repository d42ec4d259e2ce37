/** For commands that change who may do what: the database, migrated, and who runs the command. */
import { userInfo } from "node:os";
import { type Config, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { createPool, type Pool } from "../db/pool.ts";

export interface CommandContext {
  readonly config: Config;
  readonly pool: Pool;
  /** As the audit log names them. */
  readonly actor: string;
}

/** Runs `work` with a pool of its own, which is closed then. */
export async function onDatabase<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  await migrate({ url: config.databaseUrl });
  const pool = createPool({ url: config.databaseUrl, size: 2, deadlineMs: 10_000, name: "laneway command" });
  try {
    return await work({ config, pool, actor: commandActor() });
  } finally {
    await pool.close();
  }
}

/** @returns who runs this command, as the audit log names them */
export function commandActor(): string {
  return `command:${userInfo().username}`;
}
