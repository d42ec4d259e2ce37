/** nginx in front of processes on this machine, with `deploy/nginx.conf` as it is. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pause } from "../base/stop.ts";
import { UnavailableError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

export interface Nginx extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when it has ended, with its exit status. */
  readonly ended: Promise<Deno.CommandStatus>;
  /** Answers what it has in hand, and ends. */
  stop(): Promise<void>;
}

export interface NginxOptions {
  /** An existing directory for its files, which other users can reach: as root, nginx works as nobody. */
  readonly home: string;
  readonly port: number;
  /** The processes behind it, as `host:port`. */
  readonly servers: readonly string[];
  /** Told each line that it logs of a request. */
  readonly onRequest?: (line: string) => void;
}

const source = fileURLToPath(new URL("../../deploy/nginx.conf", import.meta.url));
const patienceMs = 10_000;

export async function hasNginx(): Promise<boolean> {
  return (await runCommand("nginx", ["-v"])).success;
}

/** @throws UnavailableError where nginx is not installed, or does not start */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const { home, port, servers, onRequest = () => {} } = options;
  const upstream = servers.map((server) => `server ${server} max_fails=1 fail_timeout=1s;\n`);
  await Deno.copyFile(source, join(home, "nginx.conf"));
  await Deno.writeTextFile(join(home, "upstream.conf"), upstream.join(""));
  await Deno.writeTextFile(
    join(home, "listen.conf"),
    `listen 127.0.0.1:${port};\nset $visitors_scheme $scheme;\n`,
  );
  const process = spawn(home);
  const read = readLines(process.stdout, onRequest);
  let hasEnded = false;
  const ended = process.status.then(async (status) => {
    hasEnded = true;
    await read;
    return status;
  });
  const stop = async () => {
    // It answers what it has in hand, and closes what waits.
    if (!hasEnded) process.kill("SIGQUIT");
    await ended;
  };
  const never = new AbortController().signal;
  for (const deadline = performance.now() + patienceMs; !await listens(port); await pause(10, never)) {
    if (!hasEnded && performance.now() < deadline) continue;
    await stop();
    throw new UnavailableError(`Cannot start nginx on port ${port}: see what it says above`);
  }
  return { pid: process.pid, ended, stop, [Symbol.asyncDispose]: stop };
}

function spawn(home: string): Deno.ChildProcess {
  try {
    return new Deno.Command("nginx", {
      args: ["-p", home, "-c", join(home, "nginx.conf"), "-e", "stderr", "-g", "daemon off;"],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
      // A terminal's Ctrl-C is for the processes behind it, which answer what they have in hand.
      detached: true,
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UnavailableError(
      "Cannot start nginx: it is not installed; apt-get install nginx-light brings it",
      { cause: error },
    );
  }
}

async function readLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>, told: (line: string) => void) {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(told);
  }
}

async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}
