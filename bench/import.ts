/**
 * `deno run -A bench/import.ts [--large] [ROWS...]`: how fast an import is, and how much memory its process takes, for files of
 * 10 thousand, 100 thousand and, with --large, a million rows. Each goes into a new database of a Postgres started for this alone,
 * which writes to disk as a real one does; each import runs in a process of its own.
 */
import { join } from "node:path";
import { say } from "../src/cli/say.ts";
import { importOrders, type ImportResult } from "../src/importer/import.ts";
import { withServer } from "./server.ts";
import { ownArgs, report, sized } from "./suite/asked.ts";
import { inScratch } from "./suite/interrupt.ts";

const PRODUCTS = 2_000;
const shop = { timeZone: "Europe/Berlin", currency: "EUR" };

interface Measured extends ImportResult {
  /** Most memory the process ever had, in MB. */
  readonly peak: number;
}

async function main(): Promise<void> {
  const [first, ...others] = ownArgs;
  if (first === "--one") {
    const [path = "", url = ""] = others;
    const result = await importOrders({ path, url, shop });
    say(JSON.stringify({ ...result, peak: await peakMemory() }));
    return;
  }
  const usual = sized([10_000, 100_000], { smoke: [100], large: [10_000, 100_000, 1_000_000] });
  const sizes = ownArgs.length > 0 ? ownArgs.map(Number) : usual;
  say("| rows | file | first import | rows/s | peak memory | again | rows/s |");
  say("|---|---|---|---|---|---|---|");
  await inScratch((directory) =>
    withServer(async (server) => {
      for (const rows of sizes) {
        const path = join(directory, `${rows}.csv`);
        await writeFile(path, rows);
        const url = await server.newDatabase(`rows_${rows}`);
        const once = await measure(path, url);
        sayImports(rows, await Deno.stat(path), once, await measure(path, url));
        await Deno.remove(path);
      }
    })
  );
}

function sayImports(rows: number, { size }: Deno.FileInfo, once: Measured, again: Measured): void {
  const peak = Math.max(once.peak, again.peak);
  const cells = [
    rows.toLocaleString("en"),
    `${(size / 1e6).toFixed(1)} MB`,
    ...[`${once.seconds.toFixed(1)} s`, rate(once)],
    `${peak.toFixed(0)} MB`,
    ...[`${again.seconds.toFixed(1)} s`, rate(again)],
  ];
  say(`| ${cells.join(" | ")} |`);
  const group = `a file of ${rows.toLocaleString("en")} rows`;
  report({ group, name: "first import", unit: "/s", values: [once.lines / once.seconds] });
  report({ group, name: "again", unit: "/s", values: [again.lines / again.seconds] });
  report({ group, name: "peak memory", unit: "MB", values: [peak] });
}

function rate({ lines, seconds }: Measured): string {
  return (Math.round(lines / seconds / 100) * 100).toLocaleString("en");
}

async function measure(path: string, url: string): Promise<Measured> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, "--one", path, url],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot measure the import of ${path}: it failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function peakMemory(): Promise<number> {
  if (Deno.build.os !== "linux") return Deno.memoryUsage().rss / 1e6;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(await Deno.readTextFile("/proc/self/status")) ?? [];
  return Number(kilobytes) / 1e3;
}

/** Three years of orders of one to four lines, everything filled in; a product and a customer have one name each. */
async function writeFile(path: string, rows: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let text =
    "order_id,order_date,status,customer_id,customer_name,customer_email,customer_segment,product_id," +
    "product_name,category,quantity,unit_price,unit_cost,sales_rep_id,sales_rep_name,region,commission_rate\n";
  const start = Date.UTC(2021, 0, 1);
  const step = 3 * 365 * 86_400_000 / rows;
  const customers = Math.ceil(rows / 20);
  let random = 1;
  const pick = (count: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return (random >>> 8) % count;
  };
  for (let row = 0, order = 0; row < rows; order++) {
    const customer = pick(customers);
    const rep = customer % 20;
    const date = new Date(start + row * step).toISOString();
    const status = pick(30) === 0 ? "cancelled" : "completed";
    for (let lines = 1 + pick(4); lines > 0 && row < rows; lines--, row++) {
      const product = pick(PRODUCTS);
      const price = 5 + product % 300;
      text += `A-${order},${date},${status},C-${customer},Customer ${customer},c${customer}@example.org,` +
        `${customer % 3 === 0 ? "Corporate" : "Consumer"},P-${product},Product ${product},` +
        `Department ${product % 5} > Shelf ${product % 40},${1 + pick(5)},${price}.95,${
          (price * 0.6).toFixed(2)
        },` +
        `R-${rep},Rep ${rep},Region ${rep % 4},2.5\n`;
    }
    if (text.length < 1 << 20 && row < rows) continue;
    for (let bytes = encoder.encode(text), at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
    text = "";
  }
}

await main();
