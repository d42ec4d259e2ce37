/** Every chart that other sites may show, at every width, in light and dark, with and without script. */
import assert from "node:assert/strict";
import { type EmbedChart, embedOperations } from "../src/dashboard/embed/charts.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { tokenSettings } from "./callers.ts";
import { hostileShop, worst } from "./hostile_shop.ts";
import { embedTokenOf } from "./partner.ts";
import { sampleShop } from "./sample_shop.ts";
import { assertAccessible, assertFits, assertStill, open } from "./visit.ts";

const charts = Object.keys(embedOperations) as EmbedChart[];
const origins = ["https://partner.example"];

Deno.test("each chart in a frame is whole, accessible and still", async (t) => {
  await using shop = await sampleShop({ tokens: tokenSettings });
  const { address } = shop.web;
  await using browser = await launchBrowser();
  const addressOf = async (chart: EmbedChart, variables?: Record<string, unknown>) =>
    `${address}/embed/${chart}?token=${await embedTokenOf(chart, origins, variables)}`;
  const all = await Promise.all(charts.map((chart) => addressOf(chart)));

  await t.step("every chart is whole without a script, at any width, in light and dark", async () => {
    for (const one of all) {
      for (const [width, colorScheme] of [[320, "light"], [1_600, "dark"]] as const) {
        const viewport = { width, height: 600 };
        await using visited = await open(browser, one, { viewport, colorScheme });
        const { page, status, problems } = visited;
        assert.equal(status, 200);
        await assertFits(page);
        await assertAccessible(page);
        await assertStill(page);
        assert.deepEqual(problems, []);
        await page.setViewportSize({ width: 700, height: 600 });
        await assertFits(page);
      }
      await using plain = await open(browser, one, { javaScriptEnabled: false });
      assert.ok(await plain.page.locator("main data, main tbody tr").count() > 0, one);
    }
  });

  await t.step("where nothing was sold, a sentence takes the chart's place", async () => {
    const nothing = {
      period: "CUSTOM",
      dateRange: { startDate: "2001-01-01T00:00:00Z", endDate: "2001-02-01T00:00:00Z" },
    };
    for (const chart of charts) {
      await using visited = await open(browser, await addressOf(chart, nothing));
      const { page, status } = visited;
      assert.equal(status, 200);
      await assertAccessible(page);
      if (chart !== "overview") assert.ok(await page.getByText("Nothing was sold").isVisible(), chart);
    }
  });

  await t.step("with a script, one button copies it", async () => {
    await using visited = await open(browser, `${address}/share?chart=segments`, {
      permissions: ["clipboard-read", "clipboard-write"],
      colorScheme: "dark",
    });
    const { page, problems } = visited;
    await assertAccessible(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await assertFits(page);
    await page.getByLabel("Sites that may show it").fill("https://partner.example");
    await page.getByRole("button", { name: "Make the link" }).click();
    const said = page.getByRole("status");
    // Before its script is there, the button does nothing.
    for (let tries = 0; tries < 200 && await said.innerText() === ""; tries++) {
      await page.getByRole("button", { name: "Copy" }).click();
      await page.waitForTimeout(25);
    }
    assert.equal(await said.innerText(), "Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await page.getByLabel("HTML to paste").inputValue());
    await assertAccessible(page);
    await assertFits(page);
    assert.deepEqual(problems, []);
  });
});

Deno.test("names that would do harm are only names in a frame too", async () => {
  await using shop = await hostileShop({ tokens: tokenSettings });
  await using browser = await launchBrowser();
  for (const chart of ["top-products", "categories", "segments"] as const) {
    const token = await embedTokenOf(chart, origins);
    for (const [width, colorScheme] of [[320, "light"], [800, "dark"]] as const) {
      const viewport = { width, height: 600 };
      await using visited = await open(browser, `${shop.web.address}/embed/${chart}?token=${token}`, {
        viewport,
        colorScheme,
      });
      const { page, problems, requested } = visited;
      await assertFits(page);
      assert.notEqual(await page.title(), "owned");
      assert.equal(await page.locator("img, iframe, [onload], [onerror], a").count(), 0);
      const names = await page.locator(".name").allTextContents();
      assert.ok(worst.some((name) => names.includes(name)), `${chart}: ${names[0]}`);
      assert.ok(requested.every((url) => url.startsWith(shop.web.address)), chart);
      assert.deepEqual(problems, []);
    }
  }
});
