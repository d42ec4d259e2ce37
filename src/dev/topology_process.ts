/** One of the topology's processes of ours, which can be stopped, killed and started again. */
import { UnavailableError } from "../base/errors.ts";
import { pause } from "../base/stop.ts";
import { type ProcessName, startFlags } from "../cli/permissions.ts";
import { readConfig } from "../config.ts";
import { type Child, startChild } from "./child.ts";

type Environment = Readonly<Record<string, string>>;

export interface TopologyProcess {
  /** Such as `web-1`. */
  readonly name: string;
  /** Of a web process, such as `http://127.0.0.1:8101`. */
  readonly address: string;
  readonly pid: number;
  /** Resolves when the process that runs now has ended, with its exit status. */
  readonly ended: Promise<Deno.CommandStatus>;
  /**
   * Starts it, and waits until a web process is ready.
   * @param change what is other than it was, from now on
   */
  start(change?: Change): Promise<void>;
  /** Asks it to finish, and waits until it has. */
  stop(): Promise<void>;
  /** Leaves it no last word. */
  kill(): Promise<void>;
}

export interface Change {
  /** Another version's. */
  readonly directory?: string;
  readonly environment?: Environment;
}

export interface TopologyProcessOptions {
  readonly name: string;
  readonly kind: ProcessName;
  readonly directory: string;
  /** All but HOST and PORT. */
  readonly environment: Environment;
  readonly port: number;
}

const host = "127.0.0.1";
const scripts = { web: "src/serve.ts", cron: "src/cron.ts" } as const;
const patienceMs = 60_000;

/** It runs once it was started. */
export function topologyProcess(options: TopologyProcessOptions): TopologyProcess {
  const { name, kind, port } = options;
  const address = `http://${host}:${port}`;
  let { directory, environment } = options;
  let child: Child | undefined;
  const running = (): Child => {
    if (!child) throw new TypeError(`${name} must be started first`);
    return child;
  };
  return {
    name,
    address,
    get pid() {
      return running().pid;
    },
    get ended() {
      return running().ended;
    },
    async start(change = {}) {
      directory = change.directory ?? directory;
      environment = { ...environment, ...change.environment };
      const own = { ...environment, HOST: host, PORT: String(port) };
      child = startChild({
        command: [...startFlags(kind, readConfig(own)), scripts[kind]],
        environment: own,
        directory,
      });
      if (kind === "web") await untilReady(name, address, child);
    },
    stop: () => running().stop(),
    async kill() {
      Deno.kill(running().pid, "SIGKILL");
      await running().ended;
    },
  };
}

async function untilReady(name: string, address: string, child: Child): Promise<void> {
  let hasEnded = false;
  child.ended.then(() => hasEnded = true);
  const never = new AbortController().signal;
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline && !hasEnded;) {
    const ready = await fetch(`${address}/health/ready`).catch(() => undefined);
    await ready?.body?.cancel();
    if (ready?.ok) return;
    await pause(10, never);
  }
  throw new UnavailableError(
    `Cannot start ${name}: ${hasEnded ? "it ended" : "it is not ready"}; see its log`,
  );
}
