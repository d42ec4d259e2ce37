/**
 * `deno run -A bench/seed.ts [ORDERS...]`: how fast a made-up shop is made, and how much memory its process takes, for
 * 100 thousand and a million orders. Each goes into a new database of a Postgres started for this alone, which writes
 * to disk as a real one does; each is made in a process of its own.
 */
import postgres from "postgres";
import { say } from "../src/cli/say.ts";
import { migrate } from "../src/db/migrate.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { type SeedResult, seedShop } from "../src/seeder/seed.ts";

interface Measured extends Pick<SeedResult, "orders" | "lines" | "customers" | "products"> {
  readonly seconds: number;
  /** Most memory the process ever had, in MB. */
  readonly peak: number;
}

async function main(): Promise<void> {
  const [first, ...others] = Deno.args;
  if (first === "--one") return await seedOne(others);
  const sizes = Deno.args.length > 0 ? Deno.args.map(Number) : [100_000, 1_000_000];
  const home = await Deno.makeTempDir({ prefix: "laneway-bench-" });
  try {
    const server = await startPostgres({ home });
    say("| orders | lines | customers | products | time | rows/s | peak memory |");
    say("|---|---|---|---|---|---|---|");
    for (const orders of sizes) {
      const url = await newDatabase(server.url, server.databaseUrl(`orders_${orders}`));
      say(describe(await measure(orders, url)));
    }
  } finally {
    await wipePostgres(home);
    await Deno.remove(home, { recursive: true });
  }
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

async function newDatabase(server: string, url: string): Promise<string> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  await sql`create database ${sql(new URL(url).pathname.slice(1))}`;
  await sql.end();
  await migrate({ url });
  return url;
}

async function peakMemory(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1024;
}

await main();
