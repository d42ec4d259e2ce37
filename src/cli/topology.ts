/** `deno task topology`: all that compose.yaml has, on this machine, without containers. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { addUser } from "../access/users.ts";
import { orExit, printHelp } from "../base/command.ts";
import { pause, stopSignal, whenAborted } from "../base/stop.ts";
import { readConfig } from "../config.ts";
import { createPool } from "../db/pool.ts";
import { firstFree } from "../dev/ports.ts";
import { postmasterOf, startTopology, type Topology } from "../dev/topology.ts";
import type { TopologyProcess } from "../dev/topology_process.ts";
import { liveOrders } from "../seeder/live.ts";
import { fillDatabase } from "./demo_data.ts";
import { whole } from "./demo_options.ts";
import { say, tell } from "./say.ts";

const help =
  `All of Laneway on this machine, as compose.yaml has it, without containers: a Postgres primary and its
streaming standby, Redis, three web processes, the precompute process, and nginx with deploy/nginx.conf.

Usage: deno task topology [options]

  --orders N  how many orders the made-up shop has (default 20000)
  --live N    keep adding N orders a second
  --port N    where nginx listens (default 8080, or the next free one)
  --help      show this

It needs nginx and Redis: apt-get install nginx-light redis-server. Everything listens on 127.0.0.1 only. It prints where each
part is, so that you can stop, pause or kill it and see what happens; a process of Laneway that ends is started again, as
compose.yaml would. Ctrl-C ends all, and removes its data.
`;

interface Options {
  readonly orders: number;
  readonly live: number;
  readonly port: number | undefined;
}

function parseOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      orders: { type: "string" },
      live: { type: "string" },
      port: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return undefined;
  return {
    orders: whole("--orders", values.orders ?? "20000", 1, 20_000_000),
    live: values.live === undefined ? 0 : whole("--live", values.live, 1, 1000),
    port: values.port === undefined ? undefined : whole("--port", values.port, 1, 65_535),
  };
}

const email = "admin@shop.example";

async function run({ orders, live, port = firstFree(8080) }: Options, stopped: AbortSignal): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "laneway-topology-" });
  const password = randomBytes(12).toString("base64url");
  try {
    await Deno.chmod(home, 0o755);
    await using topology = await startTopology({
      home,
      port,
      onStep: (what) => tell(`${what} …`),
      fill: async (url) => {
        const { shop } = readConfig({ DATABASE_URL: url });
        await fillDatabase({ url, shop, data: { kind: "synthetic", orders }, signal: stopped });
        const pool = createPool({ url, size: 1, deadlineMs: 10_000, name: "laneway topology" });
        await addUser(pool, "command:topology", { email, role: "admin", password });
        await pool.close();
      },
    });
    say(await announcement(topology, password));
    const lives = live === 0
      ? Promise.resolve()
      : liveOrders({ url: topology.urls.primary, perSecond: live, signal: stopped });
    const kept = [...topology.web, topology.cron].map((process) => keepUp(process, stopped));
    await whenAborted(stopped);
    say("\nStopping …");
    await Promise.all([...kept, lives]);
  } catch (error) {
    // What is cut short by Ctrl-C has not failed.
    if (!stopped.aborted) throw error;
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Starts a process again whenever it ends, until we are to end. */
async function keepUp(process: TopologyProcess, stopped: AbortSignal): Promise<void> {
  for (;;) {
    const status = await Promise.race([process.ended, whenAborted(stopped)]);
    if (status === undefined || stopped.aborted) return;
    tell(`${process.name} ended (${status.signal ?? status.code}); starting it again`);
    // A terminal's Ctrl-C may have reached it before us.
    await pause(1_000, stopped);
    if (stopped.aborted) return;
    await process.start();
    tell(`${process.name} is ${process.pid} now`);
  }
}

async function announcement(topology: Topology, password: string): Promise<string> {
  const { address, nginxPid, web, cron, primary, standby, urls, redis } = topology;
  const [primaryPid, standbyPid] = await Promise.all([primary, standby].map(postmasterOf));
  const line = (name: string, what: string, pid?: number) =>
    `  ${name.padEnd(10)}${what}${pid === undefined ? "" : `  (process ${pid})`}`;
  return [
    "",
    line("nginx", `${address}/`, nginxPid),
    ...web.map((process) => line(process.name, `${process.address}/`, process.pid)),
    line("cron", "keeps the aggregates", cron.pid),
    line("primary", urls.primary.replace(/.*@/, ""), primaryPid),
    line("standby", urls.standby.replace(/.*@/, ""), standbyPid),
    line("redis", redis.url, redis.pid),
    "",
    `  Sign in as ${email} with ${password}`,
    `  DATABASE_URL=${urls.primary}`,
    "  Ctrl-C stops it all.",
  ].join("\n");
}

if (import.meta.main) {
  const options = await orExit(parseOptions);
  if (!options) printHelp(help);
  await orExit(() => run(options, stopSignal({ withParent: false })));
  Deno.exit(0);
}
