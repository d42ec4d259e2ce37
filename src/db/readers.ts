/** Where a web process reads: from one database, or from the best of several. */
import type { Log } from "../base/log.ts";
import { createPool, type Pool } from "./pool.ts";
import type { Cancellable } from "./queryable.ts";
import { createReader } from "./reader.ts";
import { createServers, type Server, type Standing } from "./servers.ts";
import { statement } from "./statements.ts";

/** A standby that repeats what the primary does. */
export interface Replica {
  readonly region: string;
  readonly url: string;
}

export interface ReadersOptions {
  readonly primaryUrl: string;
  readonly replicas: readonly Replica[];
  /** Where this process runs: its replicas are asked first. */
  readonly region: string;
  readonly maxLagMs: number;
  /** Of each server: most connections, and longest a statement may take. */
  readonly usual: Lane;
  /** The same for what reads the orders themselves. */
  readonly direct: Lane;
  readonly log: Log;
}

interface Lane {
  readonly size: number;
  readonly overflow?: number;
  readonly deadlineMs: number;
}

export interface Readers {
  readonly usual: Cancellable;
  readonly direct: Cancellable;
  /** For what is known of the database, without which nothing that is kept is told: that never waits for questions. */
  readonly state: Cancellable;
  /** Each by itself: the replicas, and the primary as the last. */
  readonly servers: readonly ReadServer[];
  close(): Promise<void>;
}

/** One of the servers that are read from. */
export interface ReadServer extends Server {
  readonly usual: Pool;
  readonly direct: Pool;
  readonly state: Pool;
}

/** Opens no connection before it is needed. */
export function openReaders(options: ReadersOptions): Readers {
  const { primaryUrl, replicas, region, maxLagMs, log } = options;
  const primary = openServer("primary", 2, primaryUrl, options);
  const servers = [
    ...replicas.map((replica, index) => {
      // Processes of one region share its replicas out among themselves.
      const distance = (replica.region === region ? 0 : 1) + Math.random();
      return openServer(`replica ${index + 1} (${replica.region})`, distance, replica.url, options);
    }),
    primary,
  ];
  const close = async () => {
    await Promise.all(
      servers.flatMap(({ usual, direct, state }) => [usual, direct, state].map((pool) => pool.close())),
    );
  };
  if (replicas.length === 0) return { ...primary, servers, close };

  const known = createServers({
    servers,
    heartbeatOf: async ({ state }) => {
      const [row] = await state.run<{ readonly heartbeat_at: Temporal.Instant | null }>(
        statement("servers/heartbeat"),
      );
      return row?.heartbeat_at ?? null;
    },
    maxLagMs,
    onChange: ({ name }, standing) => log[levels[standing]](messages[standing], { server: name }),
    now: () => Date.now(),
  });
  return {
    usual: createReader(known, ({ usual }) => usual),
    direct: createReader(known, ({ direct }) => direct),
    state: createReader(known, ({ state }) => state),
    servers,
    close,
  };
}

const statePoolSize = 2;

const levels = { ready: "info", behind: "warn", away: "warn" } as const satisfies Record<Standing, unknown>;
const messages = {
  ready: "database is read from again",
  behind: "database is too far behind to be read from",
  away: "database does not answer",
} as const;

function openServer(
  name: string,
  distance: number,
  url: string,
  { usual, direct }: Pick<ReadersOptions, "usual" | "direct">,
): ReadServer {
  const open = (lane: Lane, name: string) => createPool({ url, ...lane, name, isReadOnly: true });
  return {
    name,
    distance,
    usual: open(usual, "laneway web"),
    direct: open(direct, "laneway web direct"),
    state: open({ size: statePoolSize, deadlineMs: usual.deadlineMs }, "laneway web state"),
  };
}
