/**
 * Finds a cluster's processes by the cluster name that Postgres puts into its processes' titles. A pid alone proves
 * nothing: after a crash or a reboot the one in postmaster.pid may be some other program's.
 */
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

/**
 * @returns the pids of the postmaster and its children; on Windows, which shows no titles, undefined
 */
export async function processesOf(cluster: string): Promise<readonly number[] | undefined> {
  if (Deno.build.os === "windows") return undefined;
  const titles = Deno.build.os === "linux" ? await titlesFromProc() : await titlesFromPs();
  return titles.filter(({ title }) =>
    title.startsWith(`postgres: ${cluster}: `) ||
    title.includes("/postgres -D ") && title.includes(`cluster_name=${cluster}`)
  ).map(({ pid }) => pid);
}

/**
 * Ends what is left of a cluster, and returns when it has ended. Backends outlive a killed postmaster until their
 * statement is done, and as long as one lives, the cluster cannot start.
 */
export async function endProcessesOf(cluster: string): Promise<void> {
  // Postgres gives its shared memory back on the first, never on the second.
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    for (const pid of await processesOf(cluster) ?? []) send(signal, pid);
    if (await haveEnded(cluster, 5_000)) return;
  }
  const pids = await processesOf(cluster) ?? [];
  throw new UnavailableError(`Cannot end Postgres: processes ${pids.join(", ")} are still there`);
}

function send(signal: Deno.Signal, pid: number): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function haveEnded(cluster: string, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if ((await processesOf(cluster) ?? []).length === 0) return true;
    if (performance.now() > deadline) return false;
    await delay(20);
  }
}

interface Titled {
  readonly pid: number;
  readonly title: string;
}

async function titlesFromProc(): Promise<readonly Titled[]> {
  const found: Titled[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // A process that ends between the two reads is none of ours any more.
    const title = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    found.push({ pid: Number(name), title: title.replaceAll("\0", " ") });
  }
  return found;
}

async function titlesFromPs(): Promise<readonly Titled[]> {
  const { output } = await runCommand("ps", ["-axww", "-o", "pid=", "-o", "args="]);
  return output.split("\n").map((line) => {
    const [, pid, title] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return { pid: Number(pid), title: title ?? "" };
  });
}
