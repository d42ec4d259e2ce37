/** Signing in, in a real browser, with script and without. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { pagesConfig } from "../fresh.config.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { buildIslands } from "../src/pages/build.ts";
import { addTestUser, passwordOfAll } from "./callers.ts";
import { openSmallShop } from "./small_shop.ts";
import { assertAccessible, assertFits, open } from "./visit.ts";
import { testWeb } from "./web.ts";

async function send(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

Deno.test("a visitor signs in and out, with script and without, and a viewer sees no margins", async () => {
  await buildIslands(pagesConfig);
  await using database = await testDatabase();
  await using asked = await openSmallShop(database.url);
  const shop = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;
  const businessNow = Temporal.Instant.from("2024-03-31T21:59:59.999Z");
  const [analyst, viewer] = [
    await addTestUser(asked.pool, "analyst"),
    await addTestUser(asked.pool, "viewer"),
  ];
  await using web = await testWeb(database.url, { auth: "required", shop, businessNow });
  await using browser = await launchBrowser();
  const options = { tolerate: /status of 401/ };

  for (const javaScriptEnabled of [true, false]) {
    await using visit = await open(browser, `${web.address}/?period=year`, { ...options, javaScriptEnabled });
    const { page, problems } = visit;
    assert.equal(await page.title(), "Sign in · Laneway");
    assert.equal(await page.getByRole("link", { name: "GraphQL schema" }).count(), 0);
    await send(page, analyst, "a wrong password");
    assert.match(await page.getByRole("alert").innerText(), /do not belong together/);
    assert.equal(await page.getByLabel("E-mail").inputValue(), analyst);
    if (javaScriptEnabled) await assertAccessible(page);
    await send(page, analyst, passwordOfAll);
    assert.equal(page.url(), `${web.address}/?period=year`);
    assert.match(await page.innerText("body"), /profit[^]*margin/i);
    if (javaScriptEnabled) {
      await assertAccessible(page);
      assert.equal(await page.evaluate(() => document.cookie), "");
    }
    await page.getByRole("button", { name: "Account" }).click();
    if (javaScriptEnabled) await assertAccessible(page);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    assert.equal(await page.title(), "Sign in · Laneway");
    await send(page, viewer, passwordOfAll);
    assert.equal(await page.title(), "Overview · Laneway");
    assert.doesNotMatch(await page.innerText("body"), /profit|margin/i);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.goto(web.address);
    assert.equal(await page.title(), "Sign in · Laneway");
    assert.deepEqual(problems, []);
  }
  await using narrow = await open(browser, `${web.address}/sign-in`, {
    viewport: { width: 320, height: 640 },
  });
  await assertFits(narrow.page);
  await assertAccessible(narrow.page);
});
