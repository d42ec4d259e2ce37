import { createHash, randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { UnavailableError } from "../base/errors.ts";
import { type CommandResult, runCommand } from "./command.ts";
import { exists, removeIfThere } from "./files.ts";
import { makeMemoryFolder, removeMemoryFolders } from "./memory_folder.ts";
import { type Account, give, type Place } from "./postgres_place.ts";

/** Where servers listen: nothing but this machine reaches them. */
export const HOST = "127.0.0.1";
const USER = "postgres";

/** One Postgres data directory, with what belongs to it. */
export interface Cluster {
  /** Stands in the titles of its processes, which are found by it. */
  readonly name: string;
  readonly directory: string;
  readonly data: string;
  readonly log: string;
  readonly account: Account | undefined;
}

/** @returns the cluster of a place, made or not */
export function clusterAt({ directory: parent, account }: Place): Cluster {
  const directory = join(parent, "cluster");
  const name = `laneway-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}`;
  return { name, directory, data: join(directory, "data"), log: join(directory, "server.log"), account };
}

/** @returns what gives the superuser's connection string to a database, which may not exist */
export async function urlsOf(cluster: Cluster, port: number): Promise<(database: string) => string> {
  const password = await Deno.readTextFile(passwordFileIn(cluster.directory));
  return (database) => `postgres://${USER}:${password}@${HOST}:${port}/${database}`;
}

/**
 * Makes a cluster. It is a draft until it is whole, and only then gets its name, so that one whose making was cut
 * short does not count.
 * @param fill makes what is in it
 */
export async function makeCluster(cluster: Cluster, fill: (draft: Cluster) => Promise<void>): Promise<void> {
  const draft = await Deno.makeTempDir({ dir: dirname(cluster.directory), prefix: draftPrefix(cluster) });
  await give(draft, cluster.account);
  await fill({ ...cluster, directory: draft, data: join(draft, "data") });
  await Deno.rename(draft, cluster.directory);
}

/** @returns whether a cluster was made and has not lost its data, such as what was kept in memory */
export function isWhole({ data }: Cluster): Promise<boolean> {
  return exists(join(data, "PG_VERSION"));
}

/** Removes a cluster whose server does not run, wherever its data are. */
export async function removeCluster({ name, directory }: Cluster): Promise<void> {
  await removeMemoryFolders(name);
  await removeIfThere(directory);
}

/**
 * Fills a cluster with no data yet. What need not last is kept in memory, where there is room.
 * @param programs the directory of Postgres's programs
 * @throws UnavailableError with what initdb says
 */
export async function initialise(
  cluster: Cluster,
  programs: string,
  { durable }: { readonly durable: boolean },
): Promise<void> {
  const passwordFile = await writePassword(cluster, randomBytes(18).toString("base64url"));
  if (!durable) await keepInMemory(cluster);
  const major = await majorOf(cluster, programs);
  const { success, output } = await runProgram(cluster, join(programs, "initdb"), [
    ...["--pgdata", cluster.data],
    ...["--username", USER, "--pwfile", passwordFile, "--auth", "scram-sha-256"],
    ...["--encoding", "UTF8", ...localeOf(major)],
    ...(durable ? [] : perishable(major)),
  ]);
  if (!success) {
    throw new UnavailableError(`Cannot make a Postgres cluster in ${cluster.directory}: ${output}`);
  }
}

async function keepInMemory({ name, data, account }: Cluster): Promise<void> {
  const folder = await makeMemoryFolder(name);
  if (folder === undefined) return;
  await give(folder, account);
  await Deno.symlink(folder, data);
}

async function majorOf(cluster: Cluster, programs: string): Promise<number> {
  const { output } = await runProgram(cluster, join(programs, "initdb"), ["--version"]);
  return Number(/(\d+)/.exec(output)?.[1]);
}

// Text sorts by its code points, whatever the machine.
function localeOf(major: number): readonly string[] {
  return major >= 17
    ? ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    : ["--locale", "C.UTF-8"];
}

// Tests connect thousands of times: passwords that nobody guesses need not be slow to check.
function perishable(major: number): readonly string[] {
  return ["--no-sync", ...(major >= 16 ? ["--set", "scram_iterations=1"] : [])];
}

/** Removes what making a cluster has left when it was cut short. */
export async function removeDrafts(cluster: Cluster): Promise<void> {
  const parent = dirname(cluster.directory);
  for await (const { name } of Deno.readDir(parent)) {
    // This fails while an initdb that outlived its starter still writes; the next start tries again. Such an initdb is
    // also why each draft has a name of its own: when it fails, it removes its directory.
    if (name.startsWith(draftPrefix(cluster))) {
      await Deno.remove(join(parent, name), { recursive: true }).catch(() => {});
    }
  }
}

function draftPrefix(cluster: Cluster): string {
  return `${basename(cluster.directory)}.new-`;
}

/** @returns the file that it stands in */
export async function writePassword({ directory, account }: Cluster, password: string): Promise<string> {
  const file = passwordFileIn(directory);
  await Deno.writeTextFile(file, password, { mode: 0o600 });
  await give(file, account);
  return file;
}

function passwordFileIn(directory: string): string {
  return join(directory, "password");
}

/** Runs one of Postgres's programs as the cluster's account. */
export function runProgram(
  cluster: Cluster,
  program: string,
  args: readonly string[],
): Promise<CommandResult> {
  // The account may not be allowed where we are.
  const cwd = dirname(cluster.directory);
  return runCommand(program, args, { cwd, env: { LC_ALL: "C" }, ...cluster.account });
}
