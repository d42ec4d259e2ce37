/**
 * `deno run -A bench/seed.ts [--large] [ORDERS...]`: how fast a made-up shop is made, and how much memory its process takes,
 * for 100 thousand and, with --large, a million orders. Each goes into a new database of a Postgres started for this alone, which writes
 * to disk as a real one does; each is made in a process of its own.
 */
import { say } from "../src/cli/say.ts";
import { type SeedResult, seedShop } from "../src/seeder/seed.ts";
import { withServer } from "./server.ts";
import { ownArgs, report, sized } from "./suite/asked.ts";

interface Measured extends Pick<SeedResult, "orders" | "lines" | "customers" | "products"> {
  readonly seconds: number;
  /** Most memory the process ever had, in MB. */
  readonly peak: number;
}

async function main(): Promise<void> {
  const [first, ...others] = ownArgs;
  if (first === "--one") return await seedOne(others);
  const usual = sized([100_000], { smoke: [200], large: [100_000, 1_000_000] });
  const sizes = ownArgs.length > 0 ? ownArgs.map(Number) : usual;
  await withServer(async (server) => {
    say("| orders | lines | customers | products | time | rows/s | peak memory |");
    say("|---|---|---|---|---|---|---|");
    for (const orders of sizes) {
      const measured = await measure(orders, await server.newDatabase(`orders_${orders}`));
      say(describe(measured));
      reportSeed(measured);
    }
  });
}

// A million orders in two minutes.
const leastOrdersPerSecond = 1_000_000 / 120;

function reportSeed({ orders, seconds, peak }: Measured): void {
  const group = `a shop of ${orders.toLocaleString("en")} orders`;
  const budget = { atLeast: leastOrdersPerSecond };
  report({ group, name: "orders made", unit: "/s", values: [orders / seconds], budget });
  report({ group, name: "peak memory", unit: "MB", values: [peak] });
}

async function seedOne([orders, url = ""]: readonly string[]): Promise<void> {
  const until = Temporal.Instant.from("2025-12-31T23:00:00Z");
  const begin = performance.now();
  const result = await seedShop({
    url,
    shop: { timeZone: "Europe/Berlin" },
    orders: Number(orders),
    seed: 1,
    until,
  });
  const seconds = (performance.now() - begin) / 1000;
  say(JSON.stringify({ ...result, seconds, peak: await peakMemory() }));
}

async function measure(orders: number, url: string): Promise<Measured> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename ?? "", "--one", String(orders), url],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function describe({ orders, lines, customers, products, seconds, peak }: Measured): string {
  const rows = orders + lines + customers + products;
  const counts = [orders, lines, customers, products].map((count) => count.toLocaleString("en"));
  const rate = (Math.round(rows / seconds / 100) * 100).toLocaleString("en");
  return `| ${[...counts, `${seconds.toFixed(1)} s`, rate, `${peak.toFixed(0)} MB`].join(" | ")} |`;
}

async function peakMemory(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1024;
}

await main();
