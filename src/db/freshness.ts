/** How far each server's aggregates are behind the orders: asked for once a second at most, however many want to know. */
import type { Family, Sample } from "../base/meter.ts";
import { onceASecond } from "../base/once_a_second.ts";
import { within } from "../base/within.ts";
import type { Queryable } from "./queryable.ts";
import { statement } from "./statements.ts";

/** building: the aggregates were never complete, or are built anew; answers are read from the orders. */
export type FreshnessState = "fresh" | "stale" | "building" | "away";

export interface ServerFreshness {
  readonly server: string;
  readonly state: FreshnessState;
  /** Undefined where the server does not answer. */
  readonly ages: Ages | undefined;
}

/** In seconds. */
export interface Ages {
  /** Since the precompute process last wrote that it lives; null where it never did. */
  readonly heartbeat: number | null;
  /** How old the oldest change can be that the aggregates lack; null while they are not built. */
  readonly behind: number | null;
  /** How far the heartbeat is behind the newest that any server knows. */
  readonly lag: number;
  /** Rows of changes that wait, 100,000 at most. */
  readonly waiting: number;
  /** Of them those whose rebuild failed. */
  readonly setAside: number;
}

export interface WatchedServer {
  readonly name: string;
  readonly state: Queryable;
}

export type ReadFreshness = () => Promise<readonly ServerFreshness[]>;

interface Row {
  readonly heartbeat_at: Temporal.Instant | null;
  readonly heartbeat_age: number | null;
  readonly behind: number | null;
  readonly waiting: number;
  readonly set_aside: number;
}

const patienceMs = 1_000;

export interface FreshnessOptions {
  /** Seconds that the heartbeat may be old, and the aggregates behind. */
  readonly maxBehind: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

/** @returns a function that never rejects: a server that does not answer within a second is away */
export function createFreshness(servers: readonly WatchedServer[], options: FreshnessOptions): ReadFreshness {
  return onceASecond(() => readAll(servers, options.maxBehind), options.now);
}

async function readAll(
  servers: readonly WatchedServer[],
  maxBehind: number,
): Promise<readonly ServerFreshness[]> {
  const rows = await Promise.all(servers.map(async ({ name: server, state }) => {
    const reading = state.run<Row>(statement("servers/freshness")).then(([row]) => row);
    const row = await within(patienceMs, reading, () => new Error("late")).catch(() => undefined);
    return { server, row };
  }));
  const heartbeats = rows.map(({ row }) => row?.heartbeat_at?.epochMilliseconds ?? -Infinity);
  const newest = Math.max(...heartbeats);
  return rows.map(({ server, row }, index): ServerFreshness => {
    if (!row) return { server, state: "away", ages: undefined };
    const { heartbeat_age: heartbeat, behind, waiting, set_aside: setAside } = row;
    const own = heartbeats[index] ?? -Infinity;
    const lag = newest === own ? 0 : (newest - own) / 1000;
    const ages = { heartbeat, behind, lag, waiting, setAside };
    return { server, state: stateOf(ages, maxBehind), ages };
  });
}

function stateOf({ heartbeat, behind }: Ages, maxBehind: number): FreshnessState {
  if (heartbeat === null || heartbeat > maxBehind) return "stale";
  if (behind === null) return "building";
  return behind > maxBehind ? "stale" : "fresh";
}

export function freshnessFamilies(read: ReadFreshness): readonly Family[] {
  const gauge = (name: string, help: string, value: (found: ServerFreshness) => number | null): Family => ({
    name: `laneway_${name}`,
    help,
    kind: "gauge",
    read: async () =>
      (await read()).flatMap((found): Sample[] => {
        const number = value(found);
        return number === null || !Number.isFinite(number)
          ? []
          : [{ labels: { server: found.server }, value: number }];
      }),
  });
  return [
    gauge("server_up", "1 where a database answers", ({ ages }) => ages ? 1 : 0),
    gauge(
      "heartbeat_age_seconds",
      "Since the precompute process last wrote that it lives, as this database knows it",
      ({ ages }) => ages?.heartbeat ?? null,
    ),
    gauge(
      "backlog_age_seconds",
      "How old the oldest change can be that the aggregates lack",
      ({ ages }) => ages?.behind ?? null,
    ),
    gauge(
      "backlog_rows",
      "Rows of changes that wait for a drain, 100,000 at most",
      ({ ages }) => ages?.waiting ?? null,
    ),
    gauge("set_aside_rows", "Rows of changes whose rebuild failed", ({ ages }) => ages?.setAside ?? null),
    gauge(
      "replica_lag_seconds",
      "How far a database is behind the newest heartbeat that any of them knows",
      ({ ages }) => ages?.lag ?? null,
    ),
  ];
}
