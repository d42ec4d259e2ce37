/** A page on a slowed processor, and what its browser tells of how long things took. */
import type { Browser, Page } from "playwright-core";

export interface SlowedVisit extends AsyncDisposable {
  readonly page: Page;
  /** @returns milliseconds from the slowest key, click or tap until what it did is shown; 16 for less */
  longestOf(act: () => Promise<void>): Promise<number>;
  /** Scrolls a long list to its end, page of rows by page of rows. */
  scrollList(): Promise<{ readonly rows: number; readonly longestTask: number }>;
}

/** Kept in the page. */
interface Noted {
  interactions: number[];
  tasks: number[];
}

interface EventTiming extends PerformanceEntry {
  readonly interactionId: number;
}

/** @param slowdown how many times slower than this machine's the processor is */
export async function openSlowed(browser: Browser, url: string, slowdown: number): Promise<SlowedVisit> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  await page.addInitScript(noteTimings);
  const protocol = await context.newCDPSession(page);
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(url, { waitUntil: "networkidle" });
  const settle = () => page.evaluate(twoFrames);
  await settle();
  return {
    page,
    async longestOf(act) {
      await page.evaluate(() => (globalThis as unknown as Noted).interactions = []);
      await act();
      await settle();
      return await page.evaluate(() => Math.max(16, ...(globalThis as unknown as Noted).interactions));
    },
    async scrollList() {
      await page.evaluate(() => (globalThis as unknown as Noted).tasks = []);
      await page.evaluate(scrollToEnd);
      await settle();
      return await page.evaluate(() => ({
        rows: Number(document.querySelector(".list tbody tr:last-child")?.getAttribute("aria-rowindex")) - 1,
        longestTask: Math.max(0, ...(globalThis as unknown as Noted).tasks),
      }));
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function noteTimings(): void {
  const noted = globalThis as unknown as Noted;
  [noted.interactions, noted.tasks] = [[], []];
  new PerformanceObserver((list) => {
    for (const { duration, interactionId } of list.getEntries() as EventTiming[]) {
      if (interactionId > 0) noted.interactions.push(duration);
    }
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  new PerformanceObserver((list) => noted.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
}

/** The browser tells of an interaction after the frame that shows it; a task more gives it the time to. */
async function twoFrames(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
}

async function scrollToEnd(): Promise<void> {
  const list = document.querySelector(".scroller.long");
  if (!list) throw new Error("Cannot scroll: the page has no list");
  // A screen a frame, as a fast finger does; at the end of the rows at hand it waits for more.
  for (let idle = 0; idle < 100;) {
    const before = list.scrollTop;
    list.scrollTop += list.clientHeight;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    idle = list.scrollTop === before ? idle + 1 : 0;
  }
}
