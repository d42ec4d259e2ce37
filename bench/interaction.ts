/**
 * `deno run -A bench/interaction.ts`: how soon a page shows what one did to it, and whether it scrolls and reads smoothly, in
 * Chromium on a processor slowed four times: over a shop of 10,000 products, and a chart of 10,000 points.
 */
import type { Browser } from "playwright-core";
import { launchBrowser } from "../src/dev/browser.ts";
import { makeHistory } from "./growth/history.ts";
import { actions } from "./interaction/actions.ts";
import { openSlowed } from "./interaction/page.ts";
import { framesOfPoints } from "./interaction/points.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import type { Measurement } from "./suite/figure.ts";

const history = { orders: sized(100_000, { smoke: 5_000 }), daySize: 100, fullDays: 30 };
const rounds = sized(2, { smoke: 1, large: 5 });
const points = 10_000;
const slowdowns = [1, 4];

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("interaction");
    await makeHistory(url, history);
    const processes = await startProcesses(url);
    const browser = await launchBrowser();
    try {
      await interactions(browser, processes.address);
      await scrolling(browser, processes.address);
      await reading(browser);
    } finally {
      await browser.close();
      await processes.stop();
    }
  });
}

/** From a key or click to the frame that shows what it did; browsers tell it in steps of 8 ms, and from 16 ms on. */
async function interactions(browser: Browser, address: string): Promise<void> {
  const measured: Measurement[] = [];
  for (const { path, name, prepare, act } of actions) {
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await using visit = await openSlowed(browser, address + path, 4);
      await prepare?.(visit.page);
      values.push(await visit.longestOf(() => act(visit.page)));
    }
    measured.push({
      group: "shown, at a quarter of the speed",
      name,
      unit: "ms",
      values,
      budget: { atMost: 100 },
    });
  }
  sayFigures("until it is shown, at a quarter of the speed", measured);
}

async function scrolling(browser: Browser, address: string): Promise<void> {
  const measured: Measurement[] = [];
  for (const slowdown of slowdowns) {
    await using visit = await openSlowed(browser, `${address}/products?period=12m`, slowdown);
    const { rows, longestTask } = await visit.scrollList();
    const name = `${rows.toLocaleString("en")} products, ${speedOf(slowdown)}`;
    measured.push({ group: "the longest task of scrolling", name, unit: "ms", values: [longestTask] });
  }
  sayFigures("the longest task while scrolling to the end (0: none of 50 ms)", measured);
}

async function reading(browser: Browser): Promise<void> {
  const measured: Measurement[] = [];
  for (const slowdown of slowdowns) {
    for (const [what, values] of Object.entries(await framesOfPoints(browser, points, slowdown))) {
      measured.push({ group: "work a frame", name: `${what}, ${speedOf(slowdown)}`, unit: "ms", values });
    }
  }
  sayFigures(`work a frame on a chart of ${points.toLocaleString("en")} points`, measured);
}

function speedOf(slowdown: number): string {
  return slowdown === 1 ? "at full speed" : "at a quarter of the speed";
}

await main();
