/** For browser tests: what the list of products and a product's own page must do. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { operation } from "../src/graphql/operations.ts";
import { assertAccessible, assertFits, assertStill, open } from "./visit.ts";
import type { TestWeb } from "./web.ts";

interface Products {
  readonly products: {
    readonly nodes: readonly { readonly product: { readonly name: string } }[];
    readonly totalCount: number;
  };
}

export async function checkProducts(
  t: Deno.TestContext,
  { web, browser }: { readonly web: TestWeb; readonly browser: Browser },
): Promise<void> {
  const { data: { products } } = await web.ask<Products>(operation("products"), {
    period: "YEAR",
    sortBy: "PROFIT",
    first: 1000,
  });
  assert.ok(products.totalCount > 1000);
  const names = products.nodes.map(({ product }) => product.name);

  await t.step("without a script, page by page, sorted and searched", async () => {
    await using visited = await open(browser, `${web.address}/products?period=year`, {
      javaScriptEnabled: false,
    });
    const { page, problems } = visited;
    await page.getByRole("link", { name: "Profit" }).last().click();
    assert.equal(await page.locator("[aria-sort]").textContent(), "Profit");
    assert.deepEqual(await page.locator(".list-name").allTextContents(), names.slice(0, 100));
    await page.getByRole("link", { name: "Next page" }).click();
    assert.deepEqual(await page.locator(".list-name").allTextContents(), names.slice(100, 200));
    await page.getByRole("searchbox").fill("chair hon");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=chair/);
    const found = await page.locator(".list-name").allTextContents();
    assert.ok(found.length > 0 && found.every((name) => /chair/i.test(name) && /hon/i.test(name)));
    assert.match(page.url(), /\?period=year&sort=profit&q=chair\+hon$/);
    assert.deepEqual(problems, []);
  });

  await t.step("with one, it grows while one scrolls, and keeps few rows", async () => {
    await using visited = await open(browser, `${web.address}/products?period=year&sort=profit`);
    const { page, problems } = visited;
    const list = page.locator(".scroller.long");
    const rows = page.locator(".list tbody tr:not(.gap)");
    await page.waitForFunction(() => document.querySelectorAll(".list tbody tr:not(.gap)").length < 60);
    const counted = () => page.locator(".search [role=status]").textContent();
    while (!(await counted())?.startsWith(`${products.totalCount} of`)) {
      const before = await counted();
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await page.waitForFunction(
        (before) => document.querySelector(".search [role=status]")?.textContent !== before,
        before,
      );
    }
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.locator(`.list tr[aria-rowindex="${products.totalCount + 1}"]`).waitFor();
    assert.ok(await rows.count() < 60, "only rows in sight are in the page");

    await page.getByRole("searchbox").fill("zzz");
    const none = await page.getByText("No product has such a name.").boundingBox();
    assert.ok(none && none.y < 900, "what it says stands in sight, not below the room that other rows took");
    await page.getByRole("searchbox").fill("copier");
    await page.waitForFunction(() => /copier/i.test(document.querySelector(".list-name")?.textContent ?? ""));
    assert.match(page.url(), /q=copier$/);
    await assertStill(page);
    await assertAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await assertAccessible(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await assertFits(page);
    await page.context().setOffline(true);
    await page.getByRole("searchbox").fill("chair");
    await page.getByText("More could not be loaded.").waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForFunction(() => /chair/i.test(document.querySelector(".list-name")?.textContent ?? ""));
    assert.deepEqual(problems.filter((problem) => !problem.includes("ERR_INTERNET_DISCONNECTED")), []);
  });

  await t.step("a list that is empty at first grows as others do, and is had whole as CSV", async () => {
    await using visited = await open(browser, `${web.address}/products?q=zzz`);
    await visited.page.getByText("No product has such a name.").waitFor();
    await visited.page.getByRole("searchbox").fill("");
    await visited.page.waitForFunction(() => {
      const shown = document.querySelectorAll(".list tbody tr:not(.gap)").length;
      return shown > 0 && shown < 60;
    });
    const csv = await (await fetch(`${web.address}/csv/products`)).text();
    assert.equal(csv.split("\r\n").length, products.totalCount + 2);
  });

  await t.step("a product's page has its figures, its place and its trend", async () => {
    await using visited = await open(browser, `${web.address}/products?period=year`, {
      viewport: { width: 390, height: 844 },
      tolerate: /status of 400/,
    });
    const { page, problems } = visited;
    const name = await page.locator(".list-name").first().textContent();
    await page.locator(".list-name").first().click();
    await page.getByRole("heading", { name: name ?? "" }).waitFor();
    await page.locator(".uplot canvas").waitFor();
    assert.match(
      await page.locator(".figures").textContent() ?? "",
      /#11? of [\d,]+ by revenue|1 of [\d,]+ by revenue/,
    );
    await page.getByRole("application").focus();
    for (const key of ["Home", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    assert.deepEqual(
      await page.locator(".spark").evaluateAll((all) =>
        (all as HTMLElement[]).map(({ dataset }) => dataset.read)
      ),
      ["$13,999.96", "4", "1", "$6,719.98"].map((text) => `${text} · March 2017`),
      "what is read in the trend is read in the lines of its figures",
    );
    await page.keyboard.press("Escape");
    await assertStill(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page);
    }
    await page.setViewportSize({ width: 320, height: 700 });
    await assertFits(page);
    await page.getByRole("link", { name: "Units", exact: true }).click();
    await page.getByRole("link", { name: "All products" }).click();
    assert.match(page.url(), /\/products\?period=year$/);
    await page.goto(`${web.address}/products/nothing`);
    await page.getByText("This cannot be shown").waitFor();
    assert.deepEqual(problems, []);
  });
}
