/**
 * `deno run -A bench/live.ts`: what a thousand open pages take of a web process's memory, and how long after its commit an order
 * is told to all of them. Memory is told on Linux alone.
 */
import { setTimeout as delay } from "node:timers/promises";
import { say } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, percentile, row } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { now } from "./growth/shape.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";

const history = { orders: 10_000, daySize: 100, fullDays: 30 };
const orders = 20;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("live");
    await makeHistory(url, history);
    const processes = await startProcesses(url);
    const session = openSession({ url, name: "bench" });
    const connections: Deno.Conn[] = [];
    const phases = new Random(2, "phases");
    try {
      const market = await readMarket(session);
      const write = orderWriter(session, market, new Random(1, "live"), {
        writing: "one statement",
        before: now,
      });
      const heard = new EventTarget();
      say(head(["open pages", "memory of the process", "an order is told after, p50", "p99", "most"]));
      for (const pages of [1, 1_000]) {
        while (connections.length < pages) {
          connections.push(
            await followChanges(processes.address, () => heard.dispatchEvent(new Event("change"))),
          );
        }
        const ms: number[] = [];
        for (let order = 0; order < orders; order++) {
          // Told in step with the clocks of processes, one order after the other would always wait as long.
          await delay(1_000 * phases.unit());
          await write();
          ms.push(...await delays(heard, pages));
        }
        const shown = [0.5, 0.99, 1].map((share) => duration(percentile(ms, share)));
        say(row([String(pages), `${(await memoryOf(processes.pid)).toFixed(0)} MB`, ...shown]));
      }
    } finally {
      for (const connection of connections) connection.close();
      await Promise.all([session.close(), processes.stop()]);
    }
  });
}

/** @returns milliseconds until each page has heard of the change that was just committed */
function delays(heard: EventTarget, pages: number): Promise<readonly number[]> {
  const [committedAt, ms] = [performance.now(), [] as number[]];
  return new Promise((resolve) => {
    const note = () => {
      if (ms.push(performance.now() - committedAt) < pages) return;
      heard.removeEventListener("change", note);
      resolve(ms);
    };
    heard.addEventListener("change", note);
  });
}

/** Over a connection of its own, as each browser has one. Resolves with the first event. */
async function followChanges(address: string, onChange: () => void): Promise<Deno.Conn> {
  const { hostname, port } = new URL(address);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(`GET /live HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`));
  const { promise, resolve } = Promise.withResolvers<void>();
  const listen = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of connection.readable) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("data: ")) resolve();
      if (text.includes('"changed":["')) onChange();
    }
  };
  // It ends with the connection.
  listen().catch(() => {});
  await promise;
  return connection;
}

/** @returns what a process holds in memory, in megabytes */
async function memoryOf(pid: number): Promise<number> {
  if (Deno.build.os !== "linux") return NaN;
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1e3;
}

await main();
