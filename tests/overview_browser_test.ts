/** The overview in a real browser, over a real server and database. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { pagesConfig } from "../fresh.config.ts";
import { operation } from "../src/graphql/operations.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { buildIslands } from "../src/pages/build.ts";
import { colourOf, savedPicture } from "./pictures.ts";
import { assertAccessible, assertFits, assertStill, open } from "./visit.ts";
import { type SampleShop, sampleShop } from "./sample_shop.ts";
import type { TestWeb } from "./web.ts";

interface Overview {
  readonly salesOverview: {
    readonly totalRevenue: number;
    readonly totalOrders: number;
    readonly averageOrderValue: number;
    readonly customers: number;
    readonly totalProfit: number;
  };
  readonly revenue: readonly { readonly value: number }[];
  readonly orders: readonly { readonly value: number }[];
  readonly topProducts: readonly { readonly product: { readonly name: string } }[];
  readonly categoryBreakdown: readonly { readonly category: { readonly name: string } }[];
}

/** The numbers in a part of the page, as its HTML gives them to programs. */
function dataValues(page: Page, selector: string): Promise<number[]> {
  return page.locator(`${selector} data`).evaluateAll((elements) =>
    elements.map((element) => Number(element.getAttribute("value")))
  );
}

async function checkNumbers(
  page: Page,
  web: TestWeb,
  metric: "revenue" | "orders",
  variables: Record<string, unknown>,
): Promise<void> {
  const { data } = await web.ask<Overview>(operation("overview"), variables);
  const { totalRevenue, totalOrders, averageOrderValue, customers, totalProfit } = data.salesOverview;
  assert.deepEqual(
    await dataValues(page, ".figures"),
    [totalRevenue, totalOrders, averageOrderValue, customers, totalProfit],
  );
  assert.deepEqual(await dataValues(page, ".twin"), data[metric].map((point) => point.value));
  const names = (id: string) => page.locator(`.panel:has(#${id}) .name:not(.aside)`).allTextContents();
  assert.deepEqual(await names("products"), data.topProducts.map(({ product }) => product.name));
  const byName = (a: string, b: string) => a < b ? -1 : 1;
  assert.deepEqual(
    (await names("categories")).sort(byName),
    data.categoryBreakdown.map(({ category }) => category.name).sort(byName),
  );
}

async function boxOf(page: Page, selector: string): Promise<number[]> {
  const { x, y, width, height } = await page.locator(selector).boundingBox() ??
    assert.fail(`${selector} is not shown`);
  return [x, y, width, height];
}

Deno.test("the overview shows a shop's sales", async (t) => {
  await using shop: SampleShop = await sampleShop();
  const { web } = shop;
  await using browser = await launchBrowser();
  const visit = (path: string, options?: BrowserContextOptions) => open(browser, web.address + path, options);

  await t.step("without a script, its numbers are GraphQL's, and links and forms choose others", async () => {
    await using visited = await visit("/", { javaScriptEnabled: false });
    const { page, problems } = visited;
    const days = (startDate: string, endDate: string) => ({
      period: "CUSTOM",
      dateRange: { startDate: `${startDate}T00:00:00Z`, endDate: `${endDate}T00:00:00Z` },
    });
    await checkNumbers(page, web, "revenue", days("2017-12-01", "2017-12-31"));
    await page.getByRole("button", { name: "Period: Last 30 days" }).click();
    await page.getByRole("link", { name: "Year to date" }).click();
    await checkNumbers(page, web, "revenue", { period: "YEAR" });
    assert.equal(await page.locator(".figures data").first().textContent(), "$733,215.26");
    await page.getByRole("link", { name: "Orders", exact: true }).click();
    await checkNumbers(page, web, "orders", { period: "YEAR" });
    await page.getByRole("button", { name: "Compared with" }).click();
    await page.getByRole("link", { name: "Same time last year" }).click();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.locator("select[name=segment]").selectOption("Consumer");
    await page.getByRole("button", { name: "Apply" }).click();
    const filter = { segments: ["Consumer"] };
    await checkNumbers(page, web, "orders", { period: "YEAR", compareTo: "PREVIOUS_YEAR", filter });
    await page.getByRole("button", { name: "Period" }).click();
    await page.getByLabel("From").fill("2016-01-01");
    await page.getByLabel("To", { exact: true }).fill("2016-12-31");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    assert.deepEqual(
      [...new URL(page.url()).searchParams].map((pair) => pair.join("=")).sort(),
      [
        "compare=year",
        "from=2016-01-01",
        "metric=orders",
        "period=custom",
        "segment=Consumer",
        "to=2016-12-31",
      ],
    );
    await checkNumbers(page, web, "orders", {
      ...days("2016-01-01", "2017-01-01"),
      compareTo: "PREVIOUS_YEAR",
      filter,
    });
    assert.ok(await page.locator(".chart-line").isVisible());
    await page.getByRole("link", { name: "Remove the filter Segment Consumer" }).click();
    await page.goBack();
    assert.match(page.url(), /segment=Consumer/);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Products" }).click();
    assert.match(
      page.url(),
      /\/products\?period=custom&from=2016-01-01&to=2016-12-31&compare=year&segment=Consumer$/,
    );
    assert.deepEqual(problems, []);
  });

  await t.step("the theme is kept, without a script too", async () => {
    await using visited = await visit("/?period=year", { javaScriptEnabled: false, colorScheme: "light" });
    const { page } = visited;
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(new URL(page.url()).search, "?period=year");
    assert.notEqual(await ground(), light);
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("button", { name: "System" }).click();
    assert.equal(await ground(), light);
  });

  await t.step("the chart comes alive in the picture's place, and nothing moves", async () => {
    await using visited = await visit("/?period=year");
    const { page, problems, requested } = visited;
    await page.locator(".uplot canvas").waitFor();
    const [grid, chart] = [await boxOf(page, ".chart-grid"), await boxOf(page, ".u-over")];
    for (const [index, edge] of chart.entries()) {
      assert.ok(Math.abs(edge - (grid[index] ?? NaN)) < 1, `${chart} in the place of ${grid}`);
    }
    await assertStill(page);
    assert.deepEqual(requested.filter((url) => !url.startsWith(web.address)), []);
    assert.deepEqual(problems, []);
    await keepsBudgets(requested);
  });

  await t.step("the chart is read and narrowed with the pointer and with the keyboard", async () => {
    await using visited = await visit("/?period=year&compare=year");
    const { page, problems } = visited;
    await page.locator(".uplot canvas").waitFor();
    const chart = page.getByRole("application");
    const status = chart.getByRole("status");
    await chart.hover();
    assert.match(
      await page.locator(".readout").textContent() ?? "",
      /^(June|July) 2017 \$\S+(June|July) 2016 \$\d/,
    );
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
    assert.match(await page.locator(".readout").textContent() ?? "", /^January 2017 \$43,971.37/);

    await chart.focus();
    for (const key of ["Home", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"]) {
      await page.keyboard.press(key);
    }
    await page.waitForURL(/from=2017-02-01&to=2017-04-30/);
    await page.locator(".uplot canvas").waitFor();
    const [x = 0, y = 0, width = 0, height = 0] = await boxOf(page, ".u-over");
    await page.mouse.move(x + width * 0.02, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.2, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=2017-02-0[23]&to=2017-02-(18|19)/);
    assert.match(page.url(), /compare=year/);
    assert.deepEqual(problems, []);
  });

  await t.step("what is read in one chart is read in those beside it", async () => {
    await using visited = await visit("/?period=year&compare=year");
    const { page, problems } = visited;
    await page.locator(".uplot canvas").waitFor();
    const sparks = page.locator(".spark");
    const said = () => sparks.evaluateAll((all) => (all as HTMLElement[]).map(({ dataset }) => dataset.read));
    const boxes = () => page.locator(".figure").evaluateAll((all) => all.map((each) => each.clientHeight));
    const before = await boxes();
    const february = ["$20,301.13", "53", "$383.04", "53", "$1,613.87"].map((text) =>
      `${text} · February 2017`
    );
    const chart = page.getByRole("application");
    await chart.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await said(), february);
    assert.ok(await page.locator(".figure-change").first().isHidden());
    assert.deepEqual(await boxes(), before);
    await page.keyboard.press("Escape");
    assert.deepEqual(await said(), Array(5).fill(undefined));

    const [x = 0, y = 0, width = 0, height = 0] = await boxOf(page, ".figure:nth-child(2) .spark");
    await page.mouse.move(x + width / 11, y + height / 2);
    assert.deepEqual(await said(), february);
    assert.match(await page.locator(".readout").textContent() ?? "", /^February 2017 \$20,301.13/);
    await page.locator("h1").hover();
    await page.locator(".readout").waitFor({ state: "detached" });
    assert.deepEqual(await said(), Array(5).fill(undefined));
    await assertStill(page);
    assert.deepEqual(problems, []);
  });

  await t.step("charts are had as pictures, in light and dark", async () => {
    await using visited = await visit("/?period=year&segment=Consumer", { colorScheme: "light" });
    const { page, problems } = visited;
    await page.locator(".uplot canvas").waitFor();
    const grounds = new Set<number>();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const picture = await savedPicture(page, "Revenue by month");
      assert.equal(picture.fileName, "revenue-by-month-jan-1-dec-30-2017.png");
      assert.deepEqual([picture.width, picture.height], [2400, 1260]);
      assert.ok(picture.colours.has(await colourOf(page, ".chart-line", "stroke")), "the line is drawn");
      assert.ok(picture.axisPixels > 500, `${picture.axisPixels} pixels: the axis has its values`);
      grounds.add(picture.ground);
    }
    assert.equal(grounds.size, 2);
    const bars = await savedPicture(page, "Categories");
    assert.ok(bars.colours.has(await colourOf(page, ".share-bar", "fill")), "bars are drawn");
    assert.deepEqual(problems, []);
  });

  await t.step("each figure tells how fresh it is", async () => {
    await using visited = await visit("/");
    const { page } = visited;
    const mark = page.getByRole("button", { name: "How fresh: Revenue" });
    await mark.focus();
    assert.match(
      await page.getByRole("tooltip").first().textContent() ?? "",
      /^As of .*old when this page was made.*From (aggregates|the cache)/,
    );
    assert.ok(await page.getByRole("tooltip").first().isVisible());
    const pulse = page.waitForResponse(`${web.address}/pulse`);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    assert.equal((await pulse).status(), 200);
    await page.context().setOffline(true);
    await page.getByText("Offline").waitFor();
    await page.context().setOffline(false);
    await page.locator(".freshness").filter({ hasNotText: "Offline" }).waitFor();
  });

  await t.step("it fits every screen, and is accessible in light and dark", async () => {
    await using visited = await visit("/?segment=Consumer", { viewport: { width: 320, height: 700 } });
    const { page } = visited;
    await page.locator(".uplot canvas").waitFor();
    for (const width of [320, 390, 768, 1280, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForFunction(() => {
        const [canvas, plot] = [".u-over", ".chart-plot"].map((part) =>
          document.querySelector(part)?.clientWidth
        );
        return canvas === plot;
      });
      await assertFits(page);
    }
    await page.getByText("Show as a table").click();
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [390, 1280]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.getByRole("button", { name: "Period" }).click();
        await assertAccessible(page);
        await page.keyboard.press("Escape");
      }
    }
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator(".bar-menus").isVisible(), false);
    assert.ok(await page.locator(".chart-line").isVisible());
  });

  await t.step("tables and trends are had as CSV", async () => {
    const [trend, categories] = await Promise.all(["trend?metric=orders", "categories"].map(async (path) => {
      const response = await fetch(`${web.address}/csv/${path}${path.includes("?") ? "&" : "?"}period=year`);
      assert.match(response.headers.get("content-disposition") ?? "", /attachment; filename="\w+.csv"/);
      return (await response.text()).split("\r\n");
    }));
    assert.equal(trend?.length, 14);
    assert.match(trend?.[1] ?? "", /^January 2017,\d+,January 2016,\d+$/);
    assert.match(categories?.[0] ?? "", /Category,Revenue,Share,Change,Margin$/);
  });

  await t.step("an address that makes no sense is answered with a word and a way back", async () => {
    const cases = [
      ["/?period=decade", 400, "no period called “decade”"],
      ["/?metric=<script>alert(1)</script>", 400, "no metric called “<script>alert(1)</script>”"],
      ["/?rep=nobody", 400, "nobody"],
      ["/nothing-here", 404, "no such page"],
    ] as const;
    await using visited = await open(browser, web.address + "/", { tolerate: /status of 40/ });
    const { page, problems } = visited;
    for (const [path, status, text] of cases) {
      assert.equal((await page.goto(web.address + path))?.status(), status);
      await page.getByText(text).first().waitFor();
      await assertAccessible(page);
      await page.locator("a.button").click();
      assert.equal(page.url(), `${web.address}/`, path);
    }
    assert.deepEqual(problems, []);
  });
});

/** @param requested addresses that the overview, charts included, made the browser ask for */
async function keepsBudgets(requested: readonly string[]): Promise<void> {
  const { assets, boot } = await buildIslands(pagesConfig);
  const sizeOf = (path: string) => assets[path]?.compressed?.br ?? assets[path]?.bytes ?? NaN;
  const total = (paths: Iterable<string>) =>
    [...new Set(paths)].map(sizeOf).reduce((sum, size) => sum + size, 0);
  const asked = requested.map((url) => new URL(url).pathname);
  const scripts = asked.filter((path) => path.endsWith(".js"));
  const chart = scripts.filter((path) => path.includes("draw_trend") || sizeOf(path) > 15_000);
  const beforeCharts = total(scripts) - total(chart);
  const css = total(asked.filter((path) => path.endsWith(".css")));
  assert.ok(
    scripts.includes(boot.url) && chart.length > 0,
    "the island's and the chart's scripts were loaded",
  );
  assert.ok(beforeCharts > 0 && beforeCharts <= 14_000, `${beforeCharts} bytes of script before charts`);
  assert.ok(total(scripts) <= 45_000, `${total(scripts)} bytes of script`);
  assert.ok(css > 0 && css <= 12_000, `${css} bytes of css`);
}
