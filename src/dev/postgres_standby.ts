/** A standby of a server of ours: its cluster is a copy of the primary's, taken while that goes on. */
import { join } from "node:path";
import postgres from "postgres";
import { UnavailableError } from "../base/errors.ts";
import { runCommand } from "./command.ts";
import { type Cluster, writePassword } from "./postgres_cluster.ts";
import { give } from "./postgres_place.ts";

/** What belongs to the primary's process, and what the standby fetches for itself. */
const notCopied = ["postmaster.pid", "postmaster.opts", "pg_wal/*", "pg_replslot/*"];

/**
 * Fills the cluster of a standby, which streams from the primary from its first start on.
 * @param primaryUrl the superuser's connection string to the primary, on this machine
 * @throws UnavailableError with what tar says
 */
export async function copyPrimary(cluster: Cluster, primaryUrl: string): Promise<void> {
  // The copy is of a moment when the primary was told; one session has to tell it both.
  const sql = postgres(primaryUrl, { max: 1, onnotice: () => {} });
  const slot = cluster.name.replaceAll("-", "_");
  try {
    // What is written from here on is kept until the standby has it.
    await sql`select pg_create_physical_replication_slot(${slot}, true)`;
    await sql`select pg_backup_start('standby', fast => true)`;
    const [place] = await sql<{ data: string }[]>`select current_setting('data_directory') as data`;
    await copy(place?.data ?? "", cluster);
    const [stopped] = await sql<
      { labelfile: string }[]
    >`select labelfile from pg_backup_stop(wait_for_archive => false)`;
    const { username, password, hostname, port } = new URL(primaryUrl);
    const source = `host=${hostname} port=${port} user=${username} password=${password}`;
    const files = {
      "backup_label": stopped?.labelfile ?? "",
      "standby.signal": "",
      "postgresql.auto.conf": `primary_conninfo = '${source}'\nprimary_slot_name = '${slot}'\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      const file = join(cluster.data, name);
      await Deno.writeTextFile(file, text, { mode: 0o600 });
      await give(file, cluster.account);
    }
    await writePassword(cluster, password);
  } finally {
    await sql.end();
  }
}

async function copy(from: string, cluster: Cluster): Promise<void> {
  await Deno.mkdir(cluster.data, { recursive: true, mode: 0o700 });
  await give(cluster.data, cluster.account);
  const archive = `${cluster.data}.tar`;
  const excluded = notCopied.flatMap((name) => ["--exclude", `./${name}`]);
  for (
    const args of [
      ["--create", "--file", archive, ...excluded, "--directory", from, "."],
      ["--extract", "--file", archive, "--directory", cluster.data],
    ]
  ) {
    const { success, output } = await runCommand("tar", args, {});
    // Files that change or go while they are read are set right by what the primary wrote of that meanwhile.
    if (!success && output.includes("Exiting with failure status")) {
      throw new UnavailableError(`Cannot copy ${from}: ${output}`);
    }
  }
  await Deno.remove(archive);
}
