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
import { residentMemory, startProcesses } from "./processes.ts";
import { followChanges } from "./live/follow.ts";
import { withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";

const history = { orders: 10_000, daySize: 100, fullDays: 30 };
const [orders, most] = sized([8, 1_000], { smoke: [1, 20], large: [20, 1_000] });

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
      const memory: number[] = [];
      for (const pages of [1, most]) {
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
        const held = await residentMemory(processes.pid);
        memory.push(held);
        say(row([String(pages), `${held.toFixed(0)} MB`, ...shown]));
        const group = "from commit until it is told";
        report({ group, name: `to ${pages} pages`, unit: "ms", values: ms });
        report({ group: "memory of the process", name: `${pages} pages`, unit: "MB", values: [held] });
      }
      const [one = NaN, all = NaN] = memory;
      report({
        group: "memory of open pages",
        name: `${most} pages`,
        unit: "MB",
        values: [Math.max(0, all - one)],
        budget: { atMost: 100 },
      });
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

await main();
