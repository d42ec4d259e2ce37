/** A pgbouncer of one test alone: Debian's, which lends connections for one transaction at a time. */
import { join } from "node:path";
import { UnavailableError } from "../base/errors.ts";
import { pause } from "../base/stop.ts";
import { runCommand } from "./command.ts";
import { firstFree, isFree } from "./ports.ts";

export interface Pgbouncer extends AsyncDisposable {
  /** @returns a connection string that leads through it, of a user whose password it knows */
  through(url: string): string;
}

export interface PgbouncerOptions {
  /** An existing directory that other users can read. */
  readonly home: string;
  /** A connection string of each user who may come. */
  readonly users: readonly string[];
  /** Connections that it opens for each user. */
  readonly size: number;
}

const patienceMs = 10_000;

export async function hasPgbouncer(): Promise<boolean> {
  return (await runCommand("pgbouncer", ["--version"])).success;
}

/** @throws UnavailableError where it does not start */
export async function startPgbouncer({ home, users, size }: PgbouncerOptions): Promise<Pgbouncer> {
  const port = firstFree(20_000 + Math.floor(Math.random() * 10_000));
  const targets = users.map((url) => new URL(url));
  const { hostname, port: serverPort } = targets[0] ?? new URL("postgres://");
  const file = join(home, "pgbouncer.ini");
  await Deno.writeTextFile(
    join(home, "users.txt"),
    targets.map(({ username, password }) => `"${username}" "${password}"\n`).join(""),
  );
  await Deno.writeTextFile(
    file,
    settings({ home, port, size, server: `host=${hostname} port=${serverPort}` }),
  );
  const process = new Deno.Command("pgbouncer", {
    // It refuses to be root.
    args: [...(Deno.uid() === 0 ? ["--user", "nobody"] : []), "--quiet", file],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const stop = async () => {
    process.kill("SIGKILL");
    await process.status;
  };
  const never = new AbortController().signal;
  for (const deadline = performance.now() + patienceMs; isFree(port); await pause(10, never)) {
    if (performance.now() < deadline) continue;
    await stop();
    throw new UnavailableError(`Cannot start pgbouncer on port ${port}: see what it says above`);
  }
  return {
    through(url) {
      const own = new URL(url);
      own.port = String(port);
      own.searchParams.set("pooler", "transaction");
      return own.href;
    },
    [Symbol.asyncDispose]: stop,
  };
}

function settings(
  { home, port, size, server }: {
    readonly home: string;
    readonly port: number;
    readonly size: number;
    readonly server: string;
  },
): string {
  return `[databases]
* = ${server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(home, "users.txt")}
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = 500
`;
}
