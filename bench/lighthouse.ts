/**
 * `deno run -A bench/lighthouse.ts [ADDRESS...]`: Lighthouse's mobile preset, three times a page (five with --large), in our Chromium: of the overview of
 * Superstore, or of the addresses given. Needs Node 20 or later with npm, and installs Lighthouse for it the first time.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sampleShop } from "../tests/sample_shop.ts";
import { orExit } from "../src/base/command.ts";
import { UsageError } from "../src/base/errors.ts";
import { say } from "../src/cli/say.ts";
import { installChromium } from "../src/dev/chromium.ts";
import { runCommand } from "../src/dev/command.ts";
import { exists } from "../src/dev/files.ts";
import { ownArgs, sayFigures, sized } from "./suite/asked.ts";
import type { Measurement } from "./suite/figure.ts";

const version = "12.8.2";
const rounds = sized(3, { smoke: 1, large: 5 });
const home = fileURLToPath(new URL("../.laneway/", import.meta.url));
const categories = ["performance", "accessibility", "best-practices"] as const;
const metrics = {
  "first-contentful-paint": "first paint",
  "largest-contentful-paint": "largest paint",
  "total-blocking-time": "blocked",
} as const;

/** What of a Lighthouse report is read. */
interface Report {
  readonly categories: Readonly<Record<(typeof categories)[number], Category>>;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly numericValue?: number }>
  >;
}

interface Category {
  /** From 0 to 1. */
  readonly score: number;
  readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
}

async function main(addresses: readonly string[]): Promise<void> {
  const lighthouse = await install();
  if (addresses.length > 0) return await measure(lighthouse, addresses);
  await using shop = await sampleShop();
  await measure(lighthouse, [`${shop.web.address}/`]);
}

/** @returns the program, put into a directory that git ignores unless it is there */
async function install(): Promise<string> {
  const directory = join(home, `lighthouse-${version}`);
  if (!await exists(directory)) {
    const draft = `${directory}.new`;
    await Deno.mkdir(draft, { recursive: true });
    const { success, output } = await runCommand(
      "npm",
      ["install", "--prefix", draft, "--no-audit", "--no-fund", `lighthouse@${version}`],
    );
    if (!success) throw new UsageError(`Cannot install Lighthouse: ${output}`);
    await Deno.rename(draft, directory);
  }
  return join(directory, "node_modules", "lighthouse", "cli", "index.js");
}

async function measure(lighthouse: string, addresses: readonly string[]): Promise<void> {
  const missed: string[] = [];
  const measured: Measurement[] = [];
  for (const address of addresses) {
    const reports: Report[] = [];
    while (reports.length < rounds) reports.push(await reportOf(lighthouse, address));
    const { pathname } = new URL(address);
    const group = `Lighthouse on ${pathname}`;
    for (const name of categories) {
      const values = reports.map((report) => Math.round(report.categories[name].score * 100));
      measured.push({ group, name: `${pathname}: ${name}`, unit: "%", values, budget: { atLeast: 100 } });
    }
    for (const [id, name] of Object.entries(metrics)) {
      const values = reports.map((report) => report.audits[id]?.numericValue ?? NaN);
      measured.push({ group, name: `${pathname}: ${name}`, unit: "ms", values });
    }
    missed.push(...reports.flatMap(shortfalls).map((what) => `${pathname}: ${what}`));
  }
  sayFigures("Lighthouse", measured);
  for (const what of new Set(missed)) say(what);
}

async function reportOf(lighthouse: string, address: string): Promise<Report> {
  const { executable, environment } = await installChromium(home);
  const report = await Deno.makeTempFile();
  try {
    const { success, output } = await runCommand("node", [
      lighthouse,
      address,
      "--quiet",
      "--output=json",
      `--output-path=${report}`,
      `--only-categories=${categories.join(",")}`,
      "--chrome-flags=--headless --no-sandbox",
    ], { env: { ...environment, LANG: "en_US.UTF-8", CHROME_PATH: executable } });
    if (!success) throw new UsageError(`Cannot run Lighthouse: ${output}`);
    return JSON.parse(await Deno.readTextFile(report));
  } finally {
    await Deno.remove(report);
  }
}

/** @returns what keeps a page from a hundred in accessibility and best practices, which no chance decides */
function shortfalls({ categories, audits }: Report): readonly string[] {
  return [categories.accessibility, categories["best-practices"]].flatMap(({ auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) =>
      `${id}: ${audits[id]?.title}`
    )
  );
}

await orExit(() => main(ownArgs));
