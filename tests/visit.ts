/** For tests: a page of the dashboard open in a real browser. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
export const businessNow = Temporal.Instant.from("2017-12-30T23:59:59.999Z");

/** A page open in the browser, with what went wrong on it. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly status: number | undefined;
  readonly problems: readonly string[];
  readonly requested: readonly string[];
}

export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { readonly tolerate?: RegExp } = {},
): Promise<Visit> {
  const { tolerate = /^$/, ...contextOptions } = options;
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
    ...contextOptions,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  const requested: string[] = [];
  const note = (problem: string) => tolerate.test(problem) || problems.push(problem);
  page.on("pageerror", (error) => note(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
  await page.addInitScript(noteLayoutShifts);
  page.on("request", (request) => requested.push(request.url()));
  const status = (await page.goto(url))?.status();
  return { page, status, problems, requested, [Symbol.asyncDispose]: () => context.close() };
}

/** What on the page has moved by itself, and by how much, as browsers score it. */
interface Shifted {
  moved: { readonly value: number; readonly nodes: string }[];
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

function noteLayoutShifts(): void {
  const shifted = globalThis as unknown as Shifted;
  shifted.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as LayoutShift[]) {
      const nodes = sources.map(({ node }) => node instanceof Element ? node.outerHTML : node?.textContent);
      shifted.moved.push({ value, nodes: nodes.join(" and ").slice(0, 500) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** A twentieth of what browsers call good: on a busy machine a page arrives in pieces, and may settle by a hair. */
const mostShift = 0.005;

/** Fails where anything on the page has moved by itself since it was opened. */
export async function assertStill(page: Page): Promise<void> {
  const moved = await page.evaluate(() => (globalThis as unknown as Shifted).moved);
  const total = moved.reduce((sum, { value }) => sum + value, 0);
  assert.ok(total < mostShift, `${page.url()} moves: ${JSON.stringify(moved)}`);
}

/** What still fades in does not have its own colours yet. */
async function untilFadedIn(): Promise<void> {
  const passing = document.getAnimations().filter((animation) =>
    animation.effect?.getComputedTiming().iterations !== Infinity
  );
  await Promise.allSettled(passing.map((animation) => animation.finished));
}

export async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok((content ?? 0) <= (window ?? 0), `${page.url()} is ${content} wide in a window of ${window}`);
}

export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await page.evaluate(untilFadedIn);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const results = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  assert.deepEqual(violations, [], page.url());
}
