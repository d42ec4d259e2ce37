/** Whether the databases allow as many connections as the processes together may open. */
import { messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { isPooled } from "../base/pooler.ts";
import { createPool, type Pool } from "./pool.ts";
import { statement } from "./statements.ts";

export interface RoomSettings {
  readonly databaseUrl: string;
  readonly replicas: readonly { readonly region: string; readonly url: string }[];
  readonly poolSize: number;
  readonly poolOverflow: number;
  readonly directPoolSize: number;
  readonly instances: number;
}

/** For what is known of the database, and for stopping statements. */
const besideReading = 5;
/** To the primary alone: for what the web process writes, stopping that, and orders that are ingested. */
const ofWriting = 5;
/** The precompute process's own, with the sessions of its jobs. */
const ofCron = 14;

/** @returns how many connections are opened to a server at most, and the sum that makes it */
export function connectionsTo(
  server: "primary" | "replica",
  { poolSize, poolOverflow, directPoolSize, instances }: Omit<RoomSettings, "databaseUrl" | "replicas">,
): { readonly most: number; readonly sum: string } {
  const beside = besideReading + (server === "primary" ? ofWriting : 0);
  const each = poolSize + poolOverflow + directPoolSize + beside;
  const cron = server === "primary" ? ofCron : 0;
  const parts =
    `${poolSize} POOL_SIZE + ${poolOverflow} POOL_OVERFLOW + ${directPoolSize} DIRECT_POOL_SIZE + ${beside}`;
  const most = instances * each + cron;
  return {
    most,
    sum: `${instances} INSTANCES x (${parts})${cron > 0 ? ` + ${cron} of cron` : ""} = ${most}`,
  };
}

/**
 * Warns of servers that allow fewer. Poolers share theirs out; of these it is told where a user has no deadline of its own, since
 * ours do not get through. A server that does not answer now is passed over.
 */
export async function warnOfRoom(settings: RoomSettings, log: Log): Promise<void> {
  const servers = [
    { kind: "primary", name: "primary", url: settings.databaseUrl },
    ...settings.replicas.map(({ region, url }, index) => (
      { kind: "replica", name: `replica ${index + 1} (${region})`, url } as const
    )),
  ] as const;
  for (const { kind, name, url } of servers) {
    const pool = createPool({ url, size: 1, deadlineMs: 2_000, name: "laneway web" });
    try {
      await (isPooled(url) ? checkDeadline(pool, name, log) : checkRoom(pool, kind, name, settings, log));
    } catch (error) {
      log.debug("room for connections is not known", { server: name, reason: messageOf(error) });
    } finally {
      await pool.close();
    }
  }
}

async function checkRoom(
  pool: Pool,
  kind: "primary" | "replica",
  server: string,
  settings: RoomSettings,
  log: Log,
): Promise<void> {
  const { most, sum } = connectionsTo(kind, settings);
  const [row] = await pool.run<{ readonly connections: number }>(statement("servers/room"));
  if (!row || most <= row.connections) return;
  log.warn("database allows fewer connections than may be opened", {
    server,
    sum: `${sum}, of ${row.connections}`,
    advice: "lower POOL_SIZE or POOL_OVERFLOW, raise max_connections, or put a transaction pooler in between",
  });
}

async function checkDeadline(pool: Pool, server: string, log: Log): Promise<void> {
  const [row] = await pool.run<{ readonly has_none: boolean }>(statement("servers/deadline"));
  if (!row?.has_none) return;
  log.warn("statements through the pooler have no deadline", {
    server,
    advice: "alter user ... set statement_timeout = '5s' (docs/DEPLOYMENT.md, Transaction poolers)",
  });
}
