/** Visitors whose circumstances are not the best: a slow network, no mouse, two tabs and a session that ends in one of them. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { pagesConfig } from "../fresh.config.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { buildIslands } from "../src/pages/build.ts";
import { addTestUser, passwordOfAll } from "./callers.ts";
import { sampleShop } from "./sample_shop.ts";
import { openSmallShop } from "./small_shop.ts";
import { assertStill, open } from "./visit.ts";
import { testWeb } from "./web.ts";

/** Bytes a second, and milliseconds until the first of them. */
const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

async function slowDown(context: BrowserContext, page: Page): Promise<void> {
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", slow);
}

Deno.test("over 400 kbit a second pages are read before their scripts have come, and nothing moves then", async (t) => {
  await using shop = await sampleShop();
  await using browser = await launchBrowser();
  for (
    const path of ["/?period=year", "/products?period=year", "/customers?period=year", "/profit?period=year"]
  ) {
    await t.step(path, async () => {
      await using visited = await open(browser, "about:blank");
      const { page, problems } = visited;
      await slowDown(page.context(), page);
      const held = Promise.withResolvers<void>();
      await page.route("**/_fresh/*.js", async (route) => {
        await held.promise;
        await route.continue();
      });
      await page.goto(shop.web.address + path, { waitUntil: "commit" });
      const first = page.locator(".figure-value, .list-name").first();
      await first.waitFor();
      const before = await first.innerText();
      await page.getByRole("button", { name: "Period" }).click();
      await page.getByRole("link", { name: "Today", exact: true }).waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".chart-plot.live").count(), 0);
      held.resolve();
      await page.waitForLoadState("networkidle");
      if (await page.locator(".chart-plot").count() > 0) await page.locator(".chart-plot.live").waitFor();
      assert.equal(await first.innerText(), before);
      await assertStill(page);
      assert.deepEqual(problems, []);
    });
  }
});

Deno.test("without a mouse, one chooses days, filters and pages", async () => {
  await using shop = await sampleShop();
  await using browser = await launchBrowser();
  await using visited = await open(browser, `${shop.web.address}/?period=year`);
  const { page, problems } = visited;
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
  const tabTo = async (text: string) => {
    for (let tries = 0; tries < 40; tries++) {
      await press("Tab");
      if ((await focused()).includes(text)) return;
    }
    assert.fail(`Tab never comes to ${text}`);
  };
  await press("Tab");
  assert.equal(await focused(), "Skip to the figures");
  await press("Enter");
  assert.match(page.url(), /#figures$/);

  await page.goto(`${shop.web.address}/?period=year`);
  await tabTo("Period: ");
  await press("Enter");
  await tabTo("All time");
  // Month, day and year are fields of their own, with the calendar behind them.
  await press("Tab", ..."03012016", "Tab", "Tab", ..."03312016", "Enter");
  await page.waitForURL(/period=custom&from=2016-03-01&to=2016-03-31/);
  await tabTo("Filter");
  await press("Enter", "Tab", "Tab", "Tab", "c", "Tab", "Tab", "Enter");
  await page.waitForURL(/segment=Consumer/);
  await tabTo("Segment");
  await press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("segment"));
  await tabTo("Customers");
  await press("Enter");
  await page.waitForURL(/\/customers\?period=custom&from=2016-03-01/);
  await page.goBack();
  await page.goBack();
  await page.waitForURL(/segment=Consumer/);
  assert.deepEqual(problems, []);
});

Deno.test("a session that ends in one tab ends in the other, which leads back to where it was", async () => {
  await buildIslands(pagesConfig);
  await using database = await testDatabase();
  await using shop = await openSmallShop(database.url);
  const email = await addTestUser(shop.pool, "analyst");
  const settings = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;
  const businessNow = Temporal.Instant.from("2024-03-31T21:59:59.999Z");
  await using web = await testWeb(database.url, { auth: "required", shop: settings, businessNow });
  await using browser = await launchBrowser();
  await using visited = await open(browser, `${web.address}/?period=year`, { tolerate: /status of 401/ });
  const { page: one, problems } = visited;
  const signIn = async (page: Page) => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(passwordOfAll);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
  };
  await signIn(one);
  const other = await one.context().newPage();
  await other.goto(`${web.address}/profit?period=year&by=rep`);
  await other.getByRole("heading", { name: "Profitability" }).waitFor();

  await one.getByRole("button", { name: "Account" }).click();
  await one.getByRole("button", { name: "Sign out", exact: true }).click();
  // It hears of it by itself, though nobody does anything there.
  await other.getByText("Your session has ended.").waitFor();
  await signIn(other);
  assert.equal(other.url(), `${web.address}/profit?period=year&by=rep`);
  await one.goto(`${web.address}/reps`);
  await one.getByRole("heading", { name: "Sales reps" }).first().waitFor();
  assert.deepEqual(problems, []);
});
