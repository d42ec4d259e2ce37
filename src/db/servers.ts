/**
 * The servers that one can read from: which of them answer, and how far each is behind the newest. They are asked when
 * somebody wants to know, once a second at most.
 */
import { within } from "../base/within.ts";

export interface Server {
  readonly name: string;
  /** Where it stands in the order of choice: less is nearer. */
  readonly distance: number;
}

/** Whether a server is read from, or why it is not. */
export type Standing = "ready" | "behind" | "away";

export interface Servers<S extends Server> {
  /**
   * @returns the ready ones, the nearest first; then what is behind, the newest first; then what is away. A promise only
   * where nobody has asked for a while
   */
  inOrder(): readonly S[] | Promise<readonly S[]>;
  /** Notes that a server did not answer: until it does again, it is away. */
  missed(server: S): void;
}

export interface ServersOptions<S extends Server> {
  readonly servers: readonly S[];
  /**
   * @returns the moment that the precompute process last wrote down, as this server knows it; null where it never did
   * @throws whatever says that it does not answer
   */
  readonly heartbeatOf: (server: S) => Promise<Temporal.Instant | null>;
  /** How far a server may be behind the newest heartbeat of any. */
  readonly maxLagMs: number;
  /** Told whenever a server's standing changes; all are taken for ready at first. */
  readonly onChange: (server: S, standing: Standing) => void;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
}

interface Known {
  standing: Standing;
  lagMs: number;
}

const renewMs = 1_000;
/** From there on, whoever asks waits for an answer. */
const usableMs = 5_000;
const patienceMs = 1_000;

export function createServers<S extends Server>(options: ServersOptions<S>): Servers<S> {
  const { servers, heartbeatOf, maxLagMs, onChange, now } = options;
  const known = new Map(servers.map((server): [S, Known] => [server, { standing: "ready", lagMs: 0 }]));
  let order = inOrder(known);
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;

  function note(server: S, standing: Standing, lagMs: number): void {
    const before = known.get(server)?.standing;
    known.set(server, { standing, lagMs });
    if (before !== standing) onChange(server, standing);
  }
  async function askAll(): Promise<void> {
    const startedAt = now();
    const heartbeats = await Promise.all(servers.map(async (server) => {
      try {
        return { server, at: await within(patienceMs, heartbeatOf(server), () => new Error("late")) };
      } catch {
        return { server, at: undefined };
      }
    }));
    // Compared with each other, not with a clock: where nobody drains, none is behind.
    const newest = Math.max(...heartbeats.map(({ at }) => at?.epochMilliseconds ?? -Infinity));
    for (const { server, at } of heartbeats) {
      const lagMs = at ? newest - at.epochMilliseconds : newest === -Infinity ? 0 : Infinity;
      note(server, at === undefined ? "away" : lagMs > maxLagMs ? "behind" : "ready", lagMs);
    }
    order = inOrder(known);
    askedAt = startedAt;
  }
  return {
    inOrder() {
      const age = now() - askedAt;
      if (age >= renewMs) asking ??= askAll().finally(() => asking = undefined);
      return age < usableMs || !asking ? order : asking.then(() => order);
    },
    missed(server) {
      note(server, "away", Infinity);
      order = inOrder(known);
    },
  };
}

const standings: readonly Standing[] = ["ready", "behind", "away"];

function inOrder<S extends Server>(known: ReadonlyMap<S, Known>): readonly S[] {
  const place = ({ standing }: Known) => standings.indexOf(standing);
  return [...known].toSorted(([one, a], [other, b]) =>
    place(a) - place(b) || (a.standing === "behind" ? a.lagMs - b.lagMs : one.distance - other.distance)
  ).map(([server]) => server);
}
