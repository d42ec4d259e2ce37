/**
 * `deno run -A bench/weight.ts`: what a browser loads for the overview of Superstore, file by file, as it comes over the
 * wire with brotli. Measured by a real Chromium, charts drawn.
 */
import { testWeb } from "../tests/web.ts";
import { createClock } from "../src/base/clock.ts";
import { superstorePath } from "../src/cli/demo_data.ts";
import { say } from "../src/cli/say.ts";
import { createPool } from "../src/db/pool.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { report } from "./suite/asked.ts";

const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
const businessNow = Temporal.Instant.from("2017-12-30T23:59:59.999Z");

async function main(): Promise<void> {
  await using database = await testDatabase();
  await importOrders({ path: superstorePath(), url: database.url, shop });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 60_000, name: "bench" });
  await drainAll(pool, { ...shop, clock: createClock(businessNow) });
  await pool.close();
  await using web = await testWeb(database.url, { shop, businessNow });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${web.address}/?period=year`);
    await page.waitForSelector("canvas");
    const files = await page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((
        entry,
      ) => ({
        path: new URL(entry.name).pathname,
        sent: (entry as PerformanceResourceTiming).encodedBodySize,
        size: (entry as PerformanceResourceTiming).decodedBodySize,
      }))
    );
    say("| file | bytes | over the wire |");
    say("|---|---|---|");
    for (const { path, size, sent } of files) {
      say(`| ${path} | ${size.toLocaleString("en")} | ${sent.toLocaleString("en")} |`);
    }
    for (const { path, sent } of files) {
      report({ group: "over the wire", name: unhashed(path), unit: "bytes", values: [sent] });
    }
    const ofScript = files.filter(({ path }) => path.endsWith(".js")).reduce(
      (sum, { sent }) => sum + sent,
      0,
    );
    const budget = { atMost: 45_000 };
    report({ group: "over the wire, in all", name: "script", unit: "bytes", values: [ofScript], budget });
    const total = files.reduce((sum, { sent }) => sum + sent, 0);
    say(`| in all | | ${total.toLocaleString("en")} |`);
    report({ group: "over the wire, in all", name: "everything", unit: "bytes", values: [total] });
  } finally {
    await browser.close();
  }
}

/** The same file's name in every version of it. */
function unhashed(path: string): string {
  return path.replace(/-[A-Za-z0-9]{6,}(?=\.\w+$)/, "");
}

await main();
