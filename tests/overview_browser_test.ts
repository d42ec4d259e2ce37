/** The overview page in a real browser, over a real server and database. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { pagesConfig } from "../fresh.config.ts";
import { createClock } from "../src/base/clock.ts";
import { superstorePath } from "../src/cli/demo_data.ts";
import { operation } from "../src/graphql/operations.ts";
import { createPool } from "../src/db/pool.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { buildIslands } from "../src/pages/build.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { assertAccessible, assertFits, businessNow, open, type Shifted, shop } from "./visit.ts";
import { type TestWeb, testWeb } from "./web.ts";

interface Sales {
  readonly totalRevenue: number;
  readonly totalOrders: number;
  readonly averageOrderValue: number;
  readonly totalProfit: number;
}

interface Overview {
  readonly salesOverview: Sales;
  readonly salesTrends: readonly { readonly value: number }[];
  readonly topProducts: readonly {
    readonly product: { readonly name: string };
    readonly revenue: number;
    readonly profit: number;
  }[];
  readonly categoryBreakdown: readonly {
    readonly category: { readonly name: string };
    readonly revenue: number;
  }[];
}

/** The numbers in a part of the page, as its HTML gives them to programs. */
function dataValues(page: Page, selector: string): Promise<number[]> {
  return page.locator(`${selector} data`).evaluateAll((elements) =>
    elements.map((element) => Number(element.getAttribute("value")))
  );
}

async function checkNumbers(page: Page, web: TestWeb, variables: Record<string, unknown>): Promise<void> {
  const { data } = await web.ask<Overview>(operation("overview"), variables);
  const sales = data.salesOverview;
  assert.deepEqual(await dataValues(page, ".figures"), [
    sales.totalRevenue,
    sales.totalOrders,
    sales.averageOrderValue,
    sales.totalProfit,
  ]);
  assert.deepEqual(await dataValues(page, ".trend"), data.salesTrends.map((point) => point.value));
  assert.equal(data.topProducts.length, 10);
  assert.deepEqual(
    await dataValues(page, ".products"),
    data.topProducts.flatMap(({ revenue, profit }) => [revenue, profit]),
  );
  assert.deepEqual(
    await page.locator(".products .name:first-child").allTextContents(),
    data.topProducts.map(({ product }) => product.name),
  );
  const byName = (a: string, b: string) => a < b ? -1 : 1;
  assert.deepEqual(
    (await page.locator(".categories .name").allTextContents()).sort(byName),
    data.categoryBreakdown.map(({ category }) => category.name).sort(byName),
  );
}

async function boxOf(page: Page, selector: string): Promise<number[]> {
  const { x, y, width, height } = await page.locator(selector).boundingBox() ??
    assert.fail(`${selector} is not shown`);
  return [x, y, width, height];
}

Deno.test("the overview shows a shop's sales", async (t) => {
  await using database = await testDatabase();
  const { url } = database;
  await importOrders({ path: superstorePath(), url, shop });
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });
  await drainAll(pool, { ...shop, clock: createClock(businessNow) });
  await pool.close();
  await using web = await testWeb(url, { shop, businessNow });
  await using browser = await launchBrowser();
  const visit = (path: string, options?: BrowserContextOptions) => open(browser, web.address + path, options);

  await t.step("without a script, its numbers are GraphQL's", async () => {
    await using visited = await visit("/", { javaScriptEnabled: false });
    const { page, problems } = visited;
    await checkNumbers(page, web, { period: "MONTH", metric: "REVENUE" });
    await page.getByRole("link", { name: "Year", exact: true }).click();
    await checkNumbers(page, web, { period: "YEAR", metric: "REVENUE" });
    assert.equal(await page.locator(".figures data").first().textContent(), "$733,215.26");
    await page.getByRole("link", { name: "Orders", exact: true }).click();
    await checkNumbers(page, web, { period: "YEAR", metric: "ORDERS" });
    await page.getByText("Custom", { exact: true }).click();
    await page.getByLabel("From").fill("2016-01-01");
    await page.getByLabel("To", { exact: true }).fill("2016-12-31");
    await page.getByRole("button", { name: "Show" }).click();
    assert.equal(new URL(page.url()).search, "?period=custom&metric=orders&from=2016-01-01&to=2016-12-31");
    const dateRange = { startDate: "2016-01-01T00:00:00Z", endDate: "2017-01-01T00:00:00Z" };
    await checkNumbers(page, web, { period: "CUSTOM", dateRange, metric: "ORDERS" });
    await page.getByText("Show as a table").click();
    assert.ok(await page.locator(".chart-line").isVisible());
    assert.deepEqual(problems, []);
  });

  await t.step("the picker's links keep the metric, and mark where one is", async () => {
    await using visited = await visit("/?metric=aov");
    const { page } = visited;
    for (const name of ["Today", "Week", "Month", "Quarter", "Year", "All time"]) {
      await page.getByRole("link", { name, exact: true }).click();
      const current = page.locator(".picker [aria-current], .tabs [aria-current]");
      assert.deepEqual(await current.allTextContents(), [name, "Average order"]);
    }
    assert.equal(await page.locator(".figures data").first().getAttribute("value"), "2297200.86");
    await page.goBack();
    assert.equal(new URL(page.url()).search, "?period=year&metric=aov");
  });

  await t.step("the chart comes alive in the picture's place, and nothing moves", async () => {
    await using visited = await visit("/?period=year");
    const { page, problems, requested } = visited;
    await page.locator(".uplot canvas").waitFor();
    const [grid, chart] = [await boxOf(page, ".chart-grid"), await boxOf(page, ".u-over")];
    for (const [index, edge] of chart.entries()) {
      assert.ok(Math.abs(edge - (grid[index] ?? NaN)) < 1, `${chart} in the place of ${grid}`);
    }
    assert.equal(await page.evaluate(() => (globalThis as unknown as Shifted).layoutShift), 0);
    assert.deepEqual(requested.filter((url) => !url.startsWith(web.address)), []);
    assert.deepEqual(problems, []);
  });

  await t.step("the chart is read with the pointer and with the keyboard", async () => {
    await using visited = await visit("/?period=year");
    const { page, problems } = visited;
    await page.locator(".uplot canvas").waitFor();
    const chart = page.getByRole("application");
    const status = chart.getByRole("status");
    await chart.hover();
    assert.match(await page.locator(".readout").textContent() ?? "", /^(June|July) 2017 \$\d/);
    await page.locator("h1").hover();
    await page.locator(".readout").waitFor({ state: "detached" });

    await chart.focus();
    const read: (string | null)[] = [];
    for (const key of ["ArrowRight", "ArrowRight", "End", "ArrowLeft", "Home", "Escape"]) {
      await page.keyboard.press(key);
      read.push(await status.textContent());
    }
    assert.deepEqual(read, [
      "January 2017: $43,971.37",
      "February 2017: $20,301.13",
      "December 2017 (incomplete): $83,829.32",
      "November 2017: $118,447.83",
      "January 2017: $43,971.37",
      "",
    ]);

    const { left } = await chart.evaluate((element) => element.getBoundingClientRect());
    const drag = { pointerType: "touch", clientX: left + 1, bubbles: true };
    await page.locator(".u-over").dispatchEvent("pointermove", drag);
    assert.equal(await page.locator(".readout").textContent(), "January 2017 $43,971.37");
    assert.deepEqual(problems, []);
  });

  await t.step("the chart follows the window's width", async () => {
    await using visited = await visit("/?period=year");
    const { page } = visited;
    await page.locator(".uplot canvas").waitFor();
    await page.setViewportSize({ width: 500, height: 800 });
    await page.waitForFunction(() => {
      const [canvas, plot] = [".u-over", ".chart-plot"].map((part) =>
        document.querySelector(part)?.clientWidth
      );
      return canvas === plot;
    });
    await assertFits(page);
  });

  await t.step("it fits every screen", async () => {
    for (const width of [320, 390, 768, 1280, 2560]) {
      await using visited = await visit("/?period=year", { viewport: { width, height: 800 } });
      await visited.page.locator(".uplot canvas").waitFor();
      await assertFits(visited.page);
    }
  });

  await t.step("it is accessible in light and dark, on a phone and on a desk", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [390, 1280]) {
        await using visited = await visit("/", { colorScheme, viewport: { width, height: 900 } });
        await visited.page.locator(".uplot canvas").waitFor();
        await visited.page.getByText("Custom", { exact: true }).click();
        await visited.page.getByText("Show as a table").click();
        await assertAccessible(visited.page);
      }
    }
  });

  await t.step("it keeps its budgets", async () => {
    await using visited = await visit("/");
    await visited.page.locator(".uplot canvas").waitFor();
    const { assets, boot, islands } = await buildIslands(pagesConfig);
    const sizeOf = (path: string) => assets[path]?.compressed?.br ?? assets[path]?.bytes ?? NaN;
    const total = (paths: Iterable<string>) =>
      [...new Set(paths)].map(sizeOf).reduce((sum, size) => sum + size, 0);
    const asked = visited.requested.map((url) => new URL(url).pathname);
    const scripts = total(asked.filter((path) => path.endsWith(".js")));
    const beforeCharts = total(
      [boot, ...Object.values(islands)].flatMap(({ url, imports }) => [url, ...imports]),
    );
    const css = total(asked.filter((path) => path.endsWith(".css")));
    assert.ok(beforeCharts > 0 && beforeCharts <= 14_000, `${beforeCharts} bytes of script before charts`);
    assert.ok(scripts > beforeCharts && scripts <= 45_000, `${scripts} bytes of script`);
    assert.ok(css > 0 && css <= 12_000, `${css} bytes of css`);
  });

  await t.step("an address that makes no sense is answered with a word and a way back", async () => {
    const cases = [
      ["/?period=decade", 400, "no period called “decade”"],
      ["/?period=custom&from=2017-12-31&to=2017-01-01", 400, "before it starts"],
      ["/?metric=<script>alert(1)</script>", 400, "no metric called “<script>alert(1)</script>”"],
      ["/nothing-here", 404, "no such page"],
    ] as const;
    for (const [path, status, text] of cases) {
      await using visited = await open(browser, web.address + path, { tolerate: /status of 40/ });
      const { page, problems } = visited;
      assert.equal(visited.status, status);
      await page.getByText(text).waitFor();
      await assertAccessible(page);
      assert.deepEqual(problems, []);
      await page.locator("a.button").click();
      assert.equal(page.url(), `${web.address}/`);
    }
  });
});
