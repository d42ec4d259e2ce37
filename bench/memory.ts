/**
 * `deno run -A bench/memory.ts`: what a web process holds in memory, started, after its first page, and under a fixed load: the
 * overview of a year, so many requests in flight. Linux alone.
 */
import { makeHistory } from "./growth/history.ts";
import { residentMemory, startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import type { Measurement } from "./suite/figure.ts";
import { cleanly } from "./suite/interrupt.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const [inFlight, requestsARound, rounds] = sized([8, 300, 4], { smoke: [8, 16, 1], large: [8, 600, 4] });
const group = "the web process holds";
const budget = { atMost: 200 };

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("memory");
    await makeHistory(url, history);
    const { address, pid, stop } = await startProcesses(url);
    await cleanly(async () => {
      const held = async (name: string): Promise<Measurement> => ({
        group,
        name,
        unit: "MB",
        values: [await residentMemory(pid)],
      });
      const page = `${address}/?period=year`;
      const figures = [await held("started")];
      await open(page);
      figures.push(await held("after the first page"));
      const values: number[] = [];
      for (let round = 0; round < rounds; round++) {
        await openMany(page);
        values.push(await residentMemory(pid));
      }
      const name = `after each ${requestsARound} pages, ${inFlight} at once`;
      figures.push({ group, name, unit: "MB", values, budget });
      figures.push({ group, name: "at most, at any moment", unit: "MB", values: [await mostEver(pid)] });
      sayFigures(group, figures);
    }, stop);
  });
}

async function open(page: string): Promise<void> {
  const response = await fetch(page);
  await response.body?.pipeTo(new WritableStream());
  if (!response.ok) throw new Error(`Cannot measure: ${page} answers ${response.status}`);
}

async function openMany(page: string): Promise<void> {
  let left = requestsARound;
  const reader = async () => {
    while (left-- > 0) await open(page);
  };
  await Promise.all(Array.from({ length: inFlight }, reader));
}

async function mostEver(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1e3;
}

await main();
