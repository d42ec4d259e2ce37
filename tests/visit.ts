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
  await page.addInitScript(countLayoutShift);
  page.on("request", (request) => requested.push(request.url()));
  const status = (await page.goto(url))?.status();
  return { page, status, problems, requested, [Symbol.asyncDispose]: () => context.close() };
}

/** How far the page's parts have moved by themselves, as browsers score it. */
export interface Shifted {
  layoutShift: number;
}

function countLayoutShift(): void {
  const shifted = globalThis as unknown as Shifted;
  shifted.layoutShift = 0;
  new PerformanceObserver((list) => {
    const shifts = list.getEntries() as unknown as readonly { readonly value: number }[];
    for (const { value } of shifts) shifted.layoutShift += value;
  }).observe({ type: "layout-shift", buffered: true });
}

export async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok((content ?? 0) <= (window ?? 0), `${page.url()} is ${content} wide in a window of ${window}`);
}

export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const results = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  assert.deepEqual(violations, [], page.url());
}
