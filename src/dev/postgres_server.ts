import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { UnavailableError } from "../base/errors.ts";
import { readIfThere, removeIfThere } from "./files.ts";
import { type Cluster, HOST, runProgram, urlsOf } from "./postgres_cluster.ts";
import { endProcessesOf, processesOf } from "./postgres_processes.ts";

/** Values by name, as `-c` takes them. */
export type Settings = Readonly<Record<string, string | number>>;

/** For a laptop of two cores; Postgres's own defaults are for a far smaller machine. */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: "",
  max_connections: 100,
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  random_page_cost: 1.1,
  timezone: "UTC",
  log_timezone: "UTC",
} as const;

/** Faster, and a crash of the machine ruins the data; what is in memory should be little. */
const PERISHABLE_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_wal_size: "512MB",
} as const;

/**
 * Waits for a server that is still starting.
 * @returns the port where the cluster's server listens; undefined when none runs
 * @throws UnavailableError when one runs but does not answer within a minute
 */
export async function runningPort(cluster: Cluster): Promise<number | undefined> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const lock = await readLockFile(cluster);
    if (!lock) return undefined;
    const pids = await processesOf(cluster.name);
    if (pids && !pids.includes(lock.pid)) return undefined;
    if (await answers((await urlsOf(cluster, lock.port))("postgres"))) return lock.port;
    // Where processes cannot be told apart, Postgres itself has to judge its lock file.
    if (!pids) return undefined;
    if (performance.now() > deadline) {
      throw new UnavailableError(
        `Cannot start Postgres: its process ${lock.pid} runs but does not answer. ${await logTail(cluster)}`,
      );
    }
    await delay(50);
  }
}

/** Ends and forgets what a killed server has left. @returns whether there was anything */
export async function clearRemains(cluster: Cluster): Promise<boolean> {
  await endProcessesOf(cluster.name);
  if (!await readLockFile(cluster)) return false;
  // Postgres refuses to start while any process, of whatever program, has the pid that stands in it.
  if (Deno.build.os !== "windows") await removeIfThere(lockFileOf(cluster));
  return true;
}

/**
 * Starts the cluster's server, where none runs. It gets a session of its own, so that a terminal's Ctrl-C leaves it
 * to those who work with it.
 * @param programs the directory of Postgres's programs
 * @returns the port where it listens: that of its last run, where it is still free
 * @throws UnavailableError with the end of the server's log
 */
export async function launch(
  cluster: Cluster,
  programs: string,
  { durable, settings: given }: { readonly durable: boolean; readonly settings: Settings },
): Promise<number> {
  const settings = {
    ...SETTINGS,
    ...(durable ? {} : PERISHABLE_SETTINGS),
    ...given,
    cluster_name: cluster.name,
  };
  for (let attempt = 1;; attempt++) {
    const port = freePort(await lastPort(cluster));
    const options = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
    await removeIfThere(cluster.log);
    const { success, output } = await runProgram(cluster, join(programs, "pg_ctl"), [
      ...["start", "--wait", "--timeout", "120", "--silent"],
      ...["--pgdata", cluster.data, "--log", cluster.log, "--options", options.join(" ")],
    ]);
    if (success) return port;
    // A pg_ctl that outlived its killed starter may have come first, or recovery takes longer than pg_ctl waits.
    const other = await runningPort(cluster);
    if (other) return other;
    const tail = await logTail(cluster);
    // Another program may have taken the port since it was found free.
    if (attempt === 3 || !tail.includes("could not bind")) {
      throw new UnavailableError(`Cannot start Postgres in ${cluster.data}: ${output}\n${tail}`);
    }
  }
}

/** Stops the cluster's server, if it runs: clients are cut off, what is committed is kept. */
export async function shutDown(cluster: Cluster, programs: string): Promise<void> {
  const lock = await readLockFile(cluster);
  const pids = await processesOf(cluster.name);
  if (lock && (!pids || pids.includes(lock.pid))) {
    await runProgram(cluster, join(programs, "pg_ctl"), [
      ...["stop", "--wait", "--timeout", "10", "--silent"],
      ...["--mode", "fast", "--pgdata", cluster.data],
    ]);
  }
  await endProcessesOf(cluster.name);
}

async function readLockFile(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await readIfThere(lockFileOf(cluster)))?.split("\n");
  return lines && { pid: Number(lines[0]), port: Number(lines[3]) };
}

function lockFileOf(cluster: Cluster): string {
  return join(cluster.data, "postmaster.pid");
}

async function lastPort(cluster: Cluster): Promise<number> {
  const options = await readIfThere(join(cluster.data, "postmaster.opts"));
  return Number(/"port=(\d+)"/.exec(options ?? "")?.[1] ?? 0);
}

function freePort(wished: number): number {
  try {
    using listener = Deno.listen({ hostname: HOST, port: wished });
    return listener.addr.port;
  } catch (error) {
    if (wished !== 0 && error instanceof Deno.errors.AddrInUse) return freePort(0);
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    // A server that is full has answered, too.
    return error instanceof postgres.PostgresError && error.code === "53300";
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function logTail(cluster: Cluster): Promise<string> {
  const log = await readIfThere(cluster.log);
  if (!log) return `Its log ${cluster.log} is empty.`;
  return `The end of ${cluster.log}:\n${log.trimEnd().split("\n").slice(-10).join("\n")}`;
}
