/** Laneway's processes as they are run, over a history of the bench's own. */
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { memoryFlag } from "../src/cli/permissions.ts";
import { type Child, startChild } from "../src/dev/child.ts";
import { freePort } from "./suite/ports.ts";
import { now, timeZone } from "./growth/shape.ts";

const root = new URL("../", import.meta.url);

export interface Processes {
  /** Such as `http://127.0.0.1:18500`. */
  readonly address: string;
  /** Of the web process. */
  readonly pid: number;
  /** What every process over this database is started with. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the precompute process and a web process over a database with a history, and waits until both answer. */
export async function startProcesses(
  url: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Processes> {
  const port = freePort();
  const environment = {
    DATABASE_URL: url,
    PORT: String(port),
    HOST: "127.0.0.1",
    AUTH: "open",
    // Counted like everywhere, but never over.
    RATE_LIMIT: "1000000000",
    COST_LIMIT: "1000000000",
    LOG_LEVEL: "error",
    SHOP_TIME_ZONE: timeZone,
    LANEWAY_NOW: now.toString(),
    ...settings,
  };
  const cronPath = fileURLToPath(new URL("src/cron.ts", root));
  const cron = startChild({
    command: ["-A", "--quiet", memoryFlag, "--unstable-cron", cronPath],
    environment,
  });
  const web = startWeb(environment);
  const address = `http://127.0.0.1:${port}`;
  const stop = async () => void await Promise.all([cron.stop(), web.stop()]);
  try {
    await untilFirstBuilt(address);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, pid: web.pid, environment, stop };
}

/** Starts one more web process; does not wait until it answers. @param environment with a PORT of its own */
export function startWeb(environment: Readonly<Record<string, string>>): Child {
  return startChild({
    command: ["-A", "--quiet", memoryFlag, fileURLToPath(new URL("src/serve.ts", root))],
    environment,
  });
}

/** Resolves once a web process answers, and from aggregates. */
export async function untilFirstBuilt(address: string): Promise<void> {
  const late = AbortSignal.timeout(120_000);
  while (!late.aborted) {
    const ready = await fetch(`${address}/health/ready`).then((response) => response.json()).catch(
      () => ({}),
    );
    if (typeof ready.aggregatesAsOf === "string") return;
    await delay(200);
  }
  throw new Error("Cannot measure: the aggregates were not built in two minutes");
}

/** @returns what a process holds in memory, in megabytes; known on Linux alone */
export async function residentMemory(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1e3;
}
