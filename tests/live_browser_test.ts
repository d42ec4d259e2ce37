/** Pages that are kept open: their figures follow the shop, in a real browser over a real server and database. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import postgres from "postgres";
import { pagesConfig } from "../fresh.config.ts";
import { createClock } from "../src/base/clock.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { buildIslands } from "../src/pages/build.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { addTestUser, passwordOfAll } from "./callers.ts";
import { openSmallShop } from "./small_shop.ts";
import { assertStill, open } from "./visit.ts";
import { testWeb } from "./web.ts";

const revenue = (page: Page) => page.locator(".figures data").first();

async function untilRevenue(page: Page, amount: number): Promise<void> {
  await page.waitForFunction(
    (amount) => Number(document.querySelector<HTMLDataElement>(".figures data")?.value) === amount,
    amount,
  );
}

/** As the browser would: pages cannot be hidden otherwise without a screen. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);
}

Deno.test("an open page follows the shop", async (t) => {
  await buildIslands(pagesConfig);
  await using database = await testDatabase();
  await using shop = await openSmallShop(database.url);
  const calendar = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;
  const businessNow = Temporal.Instant.from("2024-03-31T21:59:59.999Z");
  const drain = () => drainAll(shop.pool, { ...calendar, clock: createClock(businessNow) });
  await drain();
  const email = await addTestUser(shop.pool, "viewer");
  await using web = await testWeb(database.url, { auth: "required", shop: calendar, businessNow });
  await using browser = await launchBrowser();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await using _ended = { [Symbol.asyncDispose]: () => sql.end() };
  const sell = async (amount: number, segment: string | null = null) => {
    await sql`insert into orders (order_date, status, total_amount, customer_segment)
      values ('2024-03-30T12:00Z', 'completed', ${amount}, ${segment})`;
    await drain();
  };
  await using visited = await open(browser, `${web.address}/?period=year`, { tolerate: /ERR_|status of/ });
  const { page, problems } = visited;
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(passwordOfAll);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".uplot canvas").waitFor();
  let shown = Number(await revenue(page).getAttribute("value"));

  await t.step(
    "what is sold is on the page and in its chart soon, and nothing moves or loses the focus",
    async () => {
      await page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
      const mark = page.getByRole("button", { name: "How fresh: Revenue" });
      await mark.focus();
      await sell(7);
      await untilRevenue(page, shown += 7);
      assert.ok(await mark.evaluate((element) => element === document.activeElement));
      const chart = page.getByRole("application");
      await chart.focus();
      await page.keyboard.press("End");
      const inTable = await page.locator(".twin tbody tr").nth(2).locator("data").textContent();
      assert.match(await chart.getByRole("status").textContent() ?? "", new RegExp(`March.*: ${inTable}$`));
      assert.equal(await page.evaluate(() => "isTheSamePage" in globalThis), true);
      await assertStill(page);
    },
  );

  await t.step(
    "what would move what is in sight waits until nobody looks, and the mark says so",
    async () => {
      const rows = page.locator(".panel:has(#segments) tbody tr");
      const count = await rows.count();
      await rows.first().scrollIntoViewIfNeeded();
      await sell(17, "Newcomers");
      await page.getByRole("link", { name: /Refresh$/ }).waitFor();
      await untilRevenue(page, shown += 17);
      assert.equal(await rows.count(), count);
      await setHidden(page, true);
      assert.equal(await rows.count(), count + 1);
      await setHidden(page, false);
      await page.locator(".freshness:not(:has(a))").waitFor();
      await assertStill(page);
    },
  );

  await t.step("a page that nobody sees asks nothing, and catches up when it is seen", async () => {
    await setHidden(page, true);
    const asked: string[] = [];
    const note = (request: { url(): string }) => void asked.push(request.url());
    page.on("request", note);
    await using other = await beside(page.context(), `${web.address}/?period=year`);
    await sell(11);
    await untilRevenue(other.page, shown + 11);
    assert.deepEqual(asked, []);
    page.off("request", note);
    await setHidden(page, false);
    await untilRevenue(page, shown += 11);
  });

  await t.step("where events are kept from it, a page asks once a minute", async () => {
    await using other = await beside(page.context(), "about:blank");
    await other.page.route("**/live*", (route) => route.abort());
    await other.page.goto(`${web.address}/?period=year`);
    await untilRevenue(other.page, shown);
    await sell(13);
    await untilRevenue(page, shown += 13);
    assert.equal(Number(await revenue(other.page).getAttribute("value")), shown - 13);
    await other.page.evaluate(() => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 61_000;
    });
    await untilRevenue(other.page, shown);
  });

  await t.step("a session that has ended leads to the sign-in page, which says so, and back", async () => {
    await using other = await beside(page.context(), web.address);
    await other.page.getByRole("button", { name: "Account" }).click();
    await other.page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL(/\/sign-in/);
    assert.match(await page.getByRole("alert").innerText(), /session has ended/);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(passwordOfAll);
    await page.getByRole("button", { name: "Sign in" }).click();
    assert.equal(page.url(), `${web.address}/?period=year`);
  });
  assert.deepEqual(problems, []);
});

/** Another tab of the same visitor. */
async function beside(
  context: BrowserContext,
  url: string,
): Promise<AsyncDisposable & { readonly page: Page }> {
  const page = await context.newPage();
  await page.goto(url);
  return { page, [Symbol.asyncDispose]: () => page.close() };
}
