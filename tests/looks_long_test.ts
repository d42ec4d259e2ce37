/** Every page at many widths, in light and dark, by eye as far as a program has one: tests/screenshots/ keeps what it saw. */
import type { BrowserContextOptions, Page } from "playwright-core";
import assert from "node:assert/strict";
import { type EmbedChart, embedOperations } from "../src/dashboard/embed/charts.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { tokenSettings } from "./callers.ts";
import { assertLegible, assertSignsFirst, keepScreenshot } from "./looks.ts";
import { embedTokenOf } from "./partner.ts";
import { sampleShop } from "./sample_shop.ts";
import { assertAccessible, assertFits, assertStill, open } from "./visit.ts";

const widths = [320, 390, 600, 768, 1024, 1280, 1920, 2560];
const kept = [390, 1280];
const tolerate = /status of 40/;

const pages: Readonly<Record<string, string>> = {
  overview: "/?period=year&compare=year",
  "overview-today": "/?period=today",
  "overview-filtered": "/?period=12m&segment=Consumer&region=West&metric=orders",
  "overview-quiet": "/?period=custom&from=2018-03-01&to=2018-03-31",
  products: "/products?period=year",
  "products-none": "/products?period=year&q=zzz",
  customers: "/customers?period=year",
  "customers-list": "/customers/list?period=year",
  profit: "/profit?period=year",
  "profit-products": "/profit?period=all&by=product",
  reps: "/reps?period=year",
  share: "/share?chart=trend",
  "sign-in": "/sign-in",
  "sign-in-ended": "/sign-in?ended",
  refused: "/?period=decade",
  missing: "/nothing-here",
};

Deno.test("every page is whole at every width, in light and dark", async (t) => {
  await using shop = await sampleShop({ tokens: tokenSettings });
  await using browser = await launchBrowser();
  const visit = (path: string, options?: BrowserContextOptions) =>
    open(browser, shop.web.address + path, { tolerate, ...options });

  const look = async (name: string, page: Page, colorScheme: string, sizes = widths) => {
    for (const width of sizes) {
      await page.setViewportSize({ width, height: 900 });
      await assertFits(page);
      await assertLegible(page);
      if (kept.includes(width)) await keepScreenshot(page, `${name}-${width}-${colorScheme}`);
    }
    await assertAccessible(page);
  };

  for (const [name, path] of Object.entries(pages)) {
    await t.step(name, async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        await using visited = await visit(path, { colorScheme });
        await visited.page.waitForLoadState("networkidle");
        await assertStill(visited.page);
        await look(name, visited.page, colorScheme);
        assert.deepEqual(visited.problems, []);
      }
    });
  }

  for (
    const [name, path] of [["product", "/products?period=year"], ["customer", "/customers/list"]] as const
  ) {
    await t.step(name, async () => {
      await using visited = await visit(path);
      await visited.page.locator(".list-name").first().click();
      await visited.page.locator(".figures").waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await visited.page.emulateMedia({ colorScheme });
        await look(name, visited.page, colorScheme);
      }
      assert.deepEqual(visited.problems, []);
    });
  }

  await t.step("charts on other sites", async () => {
    for (const chart of Object.keys(embedOperations) as EmbedChart[]) {
      const token = await embedTokenOf(chart, ["https://partner.example"]);
      await using visited = await visit(`/embed/${chart}?token=${token}`);
      await assertStill(visited.page);
      for (const colorScheme of ["light", "dark"] as const) {
        await visited.page.emulateMedia({ colorScheme });
        await look(`embed-${chart}`, visited.page, colorScheme, [320, 390, 768]);
      }
      assert.deepEqual(visited.problems, []);
    }
  });

  await t.step("in a text that runs from right to left", async () => {
    for (const name of ["overview", "products", "product", "customers", "profit"] as const) {
      await using visited = await visit(pages[name] ?? "/products?period=year");
      const { page } = visited;
      if (name === "product") {
        await page.locator(".list-name").first().click();
        await page.waitForURL(/products\/./);
      }
      const charts = name === "overview" || name === "product";
      await page.waitForLoadState("networkidle");
      if (charts) await page.locator(".uplot canvas").waitFor();
      await page.evaluate(() => document.documentElement.dir = "rtl");
      for (const width of kept) {
        await page.setViewportSize({ width, height: 900 });
        await assertFits(page);
        await assertLegible(page);
        await assertSignsFirst(page);
        if (charts) await assertTimeRunsRight(page);
        await keepScreenshot(page, `${name}-${width}-from-right`);
      }
      assert.deepEqual(visited.problems, []);
    }
  });

  await t.step("menus, open, on a phone and on a desk", async () => {
    for (const width of kept) {
      await using visited = await visit("/?period=year", { viewport: { width, height: 900 } });
      const { page } = visited;
      for (const menu of ["Period", "Compared with", "Filter", "Appearance"]) {
        await page.getByRole("button", { name: menu }).click();
        const box = await page.locator(":popover-open").boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 900, menu);
        await keepScreenshot(page, `menu-${menu.toLowerCase().replace(" ", "-")}-${width}`);
        await page.keyboard.press("Escape");
      }
    }
  });

  await t.step("on paper, every page has its figures, and nothing to click", async () => {
    for (const path of ["/", "/products", "/customers", "/profit", "/reps"]) {
      await using visited = await visit(`${path}?period=year`, { colorScheme: "dark" });
      const { page } = visited;
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.setViewportSize({ width: 794, height: 1123 });
      assert.equal(await page.locator(".bar-menus, .csv, .png, .pages").filter({ visible: true }).count(), 0);
      await assertFits(page);
      await assertLegible(page);
      await keepScreenshot(page, `print${path.replace("/", "-")}`);
    }
  });
});

/** Fails where the first bucket of a small line, read at its left end, is not the first of the chart below it. */
async function assertTimeRunsRight(page: Page): Promise<void> {
  const spark = page.locator(".spark").first();
  await spark.hover({ position: { x: 1, y: 8 } });
  assert.match(await spark.getAttribute("data-read") ?? "", /January 2017$/);
  const [mark, line] = await Promise.all(
    [".spark-mark", ".spark-line"].map((path) => spark.locator(path).boundingBox()),
  );
  assert.ok(mark && line && mark.x < line.x + line.width / 2, "the mark stands where the mouse points at");
}
