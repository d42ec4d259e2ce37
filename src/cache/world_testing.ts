/** A small world for tests: a database with drains, replicas that lag, and processes with caches, on a clock of its own. */
import { setImmediate } from "node:timers";
import { UnavailableError } from "../base/errors.ts";
import { fingerprintOf } from "./envelope.ts";
import type { Note, Reading } from "./knowledge.ts";
import { createMemoryStore } from "./memory.ts";
import type { Compute } from "./renewal.ts";
import { createSource, type Source } from "./source.ts";
import type { CacheStore } from "./store.ts";
import { createTiers, type FindOptions, type Found, type Tiers } from "./tiers.ts";

export const months = ["2026-01-01", "2026-02-01"] as const;
export type Month = (typeof months)[number];

/** One state of the database. */
interface Snapshot {
  readonly epoch: string;
  readonly generation: number;
  readonly notes: ReadonlyMap<string, number>;
  /** How often each month was written to. */
  readonly writes: Readonly<Record<Month, number>>;
  /** The same, as of the last drain: what readers of the notes must have seen. */
  readonly drained: Readonly<Record<Month, number>>;
}

/** A server: the primary, or one that follows it. */
export interface Server {
  readonly name: string;
  state: Snapshot;
  answers: boolean;
}

/** What a cached value tells. */
export interface Told {
  readonly epoch: string;
  readonly writes: number;
}

export interface Process {
  readonly tiers: Tiers;
  /** What it read of a server, and when it asked, the latest last. */
  readings(server: Server): readonly { readonly readAt: number; readonly state: Snapshot }[];
  sourceOf(server: Server): Source;
  /** Asks for a month; the answer is computed from the state of the server when it is asked. */
  ask(server: Server, month: Month, key?: string, options?: FindOptions): Promise<Found>;
}

export interface World {
  readonly primary: Server;
  readonly shared: CacheStore;
  /** How often a server was asked for an answer. */
  computed: number;
  /** While it is set, answers wait for it once they have read. */
  gate: Promise<void> | undefined;
  now(): number;
  pass(ms: number): void;
  write(month: Month): void;
  drain(): void;
  replica(): Server;
  /** The primary is lost, and a server takes its place as it is. */
  failOver(to: Server): void;
  process(options?: { readonly shared?: CacheStore | undefined }): Process;
}

export const tag = "sales_trends";
const ttlMs = 60_000;
const fingerprint = fingerprintOf(["test"]);

export function told({ body }: Found): Told {
  return JSON.parse(new TextDecoder().decode(body));
}

/** Lets all that can go on go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function createWorld(): World {
  let now = 1_000_000;
  let epochs = 1;
  const nothing = { [months[0]]: 0, [months[1]]: 0 };
  const primary: Server = {
    name: "primary",
    answers: true,
    state: { epoch: "epoch-1", generation: 0, notes: new Map(), writes: nothing, drained: nothing },
  };
  const shared = createMemoryStore({ maxBytes: 10_000_000, now: () => now });
  let isNewLead = false;
  let replicas = 0;

  const world: World = {
    primary,
    shared,
    computed: 0,
    gate: undefined,
    now: () => now,
    pass: (ms) => void (now += ms),
    write(month) {
      const { state } = primary;
      primary.state = { ...state, writes: { ...state.writes, [month]: state.writes[month] + 1 } };
    },
    drain() {
      const { state } = primary;
      const epoch = isNewLead ? `epoch-${++epochs}` : state.epoch;
      isNewLead = false;
      const changed = months.filter((month) => state.writes[month] > state.drained[month]);
      const generation = changed.length > 0 ? state.generation + 1 : state.generation;
      const notes = new Map(state.notes);
      for (const month of changed) {
        notes.set(`${tag} ${month}`, generation).set(`${tag} infinity`, generation);
      }
      primary.state = { ...state, epoch, generation, notes, drained: state.writes };
    },
    replica: () => ({ name: `replica ${++replicas}`, answers: true, state: primary.state }),
    failOver(to) {
      primary.state = to.state;
      isNewLead = true;
    },
    process: (options = { shared }) => createProcess(world, options.shared),
  };
  return world;
}

function createProcess(world: World, shared: CacheStore | undefined): Process {
  const tiers = createTiers({
    maxBytes: 10_000_000,
    shared,
    fingerprint,
    now: world.now,
    random: () => 0,
    pause: turn,
  });
  const sources = new Map<Server, Source>();
  const readings: { server: Server; readAt: number; state: Snapshot }[] = [];
  const read = async (server: Server): Promise<Reading> => {
    if (!server.answers) throw new UnavailableError("Cannot connect");
    const [{ state }, readAt] = [server, world.now()];
    // Never in the middle of what a process does at once.
    await turn();
    readings.push({ server, readAt, state });
    const notes = Array.from(state.notes, ([place, generation]): Note => {
      const [tag = "", month = ""] = place.split(" ");
      return { tag, month, generation };
    });
    const { epoch, generation } = state;
    return { epoch, generation, notes, views: new Map(), behindMs: 0 };
  };
  const sourceOf = (server: Server): Source => {
    const source = sources.get(server) ??
      createSource({ name: server.name, read: () => read(server), now: world.now });
    sources.set(server, source);
    return source;
  };
  const compute = (server: Server, month: Month): Compute => async () => {
    world.computed++;
    if (!server.answers) throw new UnavailableError("Cannot connect");
    const { epoch, generation, writes } = server.state;
    await world.gate;
    const body = new TextEncoder().encode(JSON.stringify({ epoch, writes: writes[month] }));
    return {
      keep: { body, ttlMs, epoch, dependencies: [{ generation, tags: [tag], months: [month] }], views: [] },
    };
  };
  return {
    tiers,
    readings: (server) => readings.filter((reading) => reading.server === server),
    sourceOf,
    ask: (server, month, key = month, options = {}) =>
      tiers.find(key, sourceOf(server), compute(server, month), options),
  };
}
