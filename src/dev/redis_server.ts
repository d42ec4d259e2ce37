/** A Redis of one test alone: Debian's, on a port of this machine, with nothing on disk. */
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../base/errors.ts";
import { firstFree } from "./ports.ts";

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Takes connections and commands from now on, and answers none. */
  hang(): void;
  /** Answers again, what was asked meanwhile too. */
  resume(): void;
  /** Ends it; what it held is lost. */
  stop(): Promise<void>;
  /** Starts it again on the same port, once it has been stopped. */
  start(): Promise<void>;
}

const patienceMs = 10_000;

/**
 * @param settings as on Redis's command line, such as `["--maxmemory", "4mb"]`
 * @throws UnavailableError where redis-server is not installed
 */
export async function startRedisServer(settings: readonly string[] = []): Promise<RedisServer> {
  let port = somePort();
  let process = await launch(port, settings);
  while (!process) {
    port = somePort();
    process = await launch(port, settings);
  }
  let running: Deno.ChildProcess | undefined = process;
  const stop = async () => {
    const ending = running;
    running = undefined;
    ending?.kill("SIGKILL");
    await ending?.status;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      if (!running) throw new TypeError("Redis must be started first");
      return running.pid;
    },
    hang: () => running?.kill("SIGSTOP"),
    resume: () => running?.kill("SIGCONT"),
    stop,
    async start() {
      running = await launch(port, settings);
      if (!running) throw new UnavailableError(`Cannot start redis-server again: port ${port} is taken`);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Tests run side by side: each looks from a port of its own on. */
function somePort(): number {
  return firstFree(20_000 + Math.floor(Math.random() * 10_000));
}

/** @returns undefined where another took the port meanwhile */
async function launch(port: number, settings: readonly string[]): Promise<Deno.ChildProcess | undefined> {
  const process = spawn([
    ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    ...settings,
  ]);
  let hasEnded = false;
  process.status.then(() => hasEnded = true);
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline;) {
    if (hasEnded) return undefined;
    if (await answers(port, process.pid)) return process;
    await delay(5);
  }
  process.kill("SIGKILL");
  await process.status;
  throw new UnavailableError(`Cannot start redis-server on port ${port}: it does not answer`);
}

function spawn(args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command("redis-server", {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
      // A terminal's Ctrl-C is for those who work with it.
      detached: true,
    })
      .spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UnavailableError(
      "Cannot test with Redis: redis-server is not installed; apt-get install redis-server brings it",
      { cause: error },
    );
  }
}

/** @param pid another program may answer on the port */
async function answers(port: number, pid: number): Promise<boolean> {
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode("INFO server\r\n"));
    const reply = new Uint8Array(8_192);
    const length = await connection.read(reply) ?? 0;
    return new TextDecoder().decode(reply.subarray(0, length)).includes(`process_id:${pid}\r`);
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused || error instanceof Deno.errors.ConnectionReset) {
      return false;
    }
    throw error;
  }
}
