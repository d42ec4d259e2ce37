/** Other servers, each as its makers would run it: installed where its lock file lies, and ended with the bench. */
import { fileURLToPath } from "node:url";
import { messageOf, UsageError } from "../../src/base/errors.ts";
import { tell } from "../../src/cli/say.ts";
import { freePort } from "../suite/ports.ts";

export interface Peer {
  /** Of its GraphQL. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const root = new URL("../../", import.meta.url);
const peers = new URL("bench/peers/", root);

/** A server of a folder of `bench/peers/` that has a lock file of npm's, over this database. @param more arguments of its own */
export async function startNodePeer(
  name: string,
  database: string,
  ...more: readonly string[]
): Promise<Peer> {
  const folder = new URL(`${name}/`, peers);
  await install(name, folder);
  return await start("node", ["server.mjs"], { cwd: folder, from: [database, ...more] });
}

/** graphql-yoga over our resolvers. @param environment of a web process over the same database */
export async function startYoga(environment: Readonly<Record<string, string>>): Promise<Peer> {
  const args = ["run", "-A", "--quiet", "--config", "deno.json", "yoga.ts"];
  return await start(Deno.execPath(), args, { cwd: peers, environment });
}

/** @param from a file of bytes, or for `sql` a database */
export async function startFloor(kind: "bare" | "hono" | "sql", from: string): Promise<Peer> {
  return await start(Deno.execPath(), ["run", "-A", "--quiet", "bench/floor/server.ts", kind], {
    cwd: root,
    from: [from],
  });
}

async function install(name: string, folder: URL): Promise<void> {
  const changed = async (path: string) => (await Deno.stat(new URL(path, folder))).mtime?.getTime() ?? 0;
  const installed = await changed("node_modules/.package-lock.json").catch(() => 0);
  if (installed >= await changed("package-lock.json")) return;
  tell(`Installing ${name}`);
  const { success, stderr } = await new Deno.Command("npm", { args: ["ci"], cwd: folder }).output().catch(
    (cause) => {
      throw new UsageError(`Cannot install ${name}: ${messageOf(cause)}; install Node and npm`, { cause });
    },
  );
  if (!success) throw new UsageError(`Cannot install ${name}: ${new TextDecoder().decode(stderr)}`);
}

interface Start {
  readonly cwd: URL;
  /** Given after the port. */
  readonly from?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

async function start(program: string, args: readonly string[], options: Start): Promise<Peer> {
  const { cwd, from = [], environment = {} } = options;
  const port = freePort();
  const process = new Deno.Command(program, {
    args: [...args, String(port), ...from],
    cwd: fileURLToPath(cwd),
    env: environment,
    // It ends when this pipe closes, however we end.
    stdin: "piped",
    stdout: "null",
    // What wrk breaks off at the end is an error to them.
    stderr: "null",
  }).spawn();
  const url = `http://127.0.0.1:${port}/graphql`;
  const stop = async () => {
    await process.stdin.close().catch(() => {});
    await process.status;
  };
  try {
    await untilListens(port, process.status);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: process.pid, stop };
}

async function untilListens(port: number, ended: Promise<Deno.CommandStatus>): Promise<void> {
  let hasEnded = false;
  ended.then(() => hasEnded = true);
  const late = AbortSignal.timeout(60_000);
  while (!late.aborted && !hasEnded) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => undefined);
    if (connection) return connection.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Cannot measure: nothing listens on port ${port}`);
}
