/** All pages but the overview in a real browser, over a real server and database. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../src/dev/browser.ts";
import { operation } from "../src/graphql/operations.ts";
import { checkProducts } from "./products_pages.ts";
import { colourOf, savedPicture } from "./pictures.ts";
import { sampleShop } from "./sample_shop.ts";
import { assertAccessible, assertFits, assertStill, open } from "./visit.ts";

interface Profit {
  readonly profitabilityMetrics: Readonly<
    Record<"revenue" | "cost" | "profit" | "commission" | "contribution", number>
  >;
  readonly marginAnalysis: readonly { readonly label: string; readonly profit: number }[];
}

interface Reps {
  readonly salesRepPerformance: readonly {
    readonly salesRep: { readonly name: string } | null;
    readonly orders: number;
  }[];
}

interface Customers {
  readonly customerRetention: Readonly<Record<"customers" | "newCustomers" | "returningCustomers", number>>;
  readonly cohortRetention: { readonly cohorts: readonly { readonly size: number }[] };
  readonly lifetimeDistribution: { readonly buckets: readonly { readonly customers: number }[] };
}

function figures(page: Page): Promise<number[]> {
  return page.locator(".figures data").evaluateAll((elements) =>
    elements.map((element) => Number(element.getAttribute("value")))
  );
}

/** Light and dark, on a phone and on a desk; from the narrowest to the widest screen; and nothing has moved by itself. */
async function checkLooks(page: Page): Promise<void> {
  await assertStill(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await assertAccessible(page);
  }
  for (const width of [320, 390, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    await assertFits(page);
  }
  await page.setViewportSize({ width: 390, height: 900 });
  await assertAccessible(page);
}

Deno.test("products, customers, profitability and sales reps have pages of their own", async (t) => {
  await using shop = await sampleShop();
  const { web } = shop;
  await using browser = await launchBrowser();
  const visit = (path: string, options?: BrowserContextOptions) => open(browser, web.address + path, options);
  const year = { period: "YEAR" };

  await checkProducts(t, { web, browser });

  await t.step("customers", async () => {
    await using visited = await visit("/customers?period=year");
    const { page, problems } = visited;
    const { data } = await web.ask<Customers>(operation("customers"), year);
    const { customers, newCustomers, returningCustomers } = data.customerRetention;
    assert.deepEqual((await figures(page)).slice(0, 3), [customers, newCustomers, returningCustomers]);
    assert.equal(
      await page.locator("[aria-label=Cohorts] tbody tr").count(),
      data.cohortRetention.cohorts.length,
    );
    const bars = await page.locator(".histogram rect title").allTextContents();
    const { buckets } = data.lifetimeDistribution;
    assert.deepEqual(
      bars.map((bar) => Number(/: (\d+)/.exec(bar)?.[1])),
      buckets.map((bucket) => bucket.customers),
    );
    await checkLooks(page);
    const cells = page.locator("[aria-label='Recency and frequency'] td[data-said]");
    await cells.first().focus();
    const said = page.locator(".panel:has(#rfm) [role=status]");
    const read: (string | null)[] = [];
    for (const key of ["ArrowDown", "ArrowRight", "End", "ArrowUp", "ArrowUp"]) {
      await page.keyboard.press(key);
      read.push((await said.textContent() ?? "").split(":")[0] ?? "");
    }
    assert.deepEqual(read, [
      "Recency 4, frequency 1",
      "Recency 4, frequency 2",
      "Recency 4, frequency 5",
      "Recency 5, frequency 5",
      "Recency 5, frequency 5",
    ]);
    const picture = await savedPicture(page, "Recency and frequency");
    assert.equal(picture.fileName, "recency-and-frequency.png");
    for (const level of [1, 3, 6]) {
      const shade = await colourOf(page, `.heat.square .heat-${level}`, "background-color");
      assert.ok(picture.colours.has(shade), `cells of level ${level} are drawn`);
    }
    assert.deepEqual(problems, []);
  });

  await t.step("the list of customers, and one of them", async () => {
    await using visited = await visit("/customers?period=year&segment=Consumer");
    const { page, problems } = visited;
    await page.getByRole("link", { name: "All customers" }).first().click();
    await page.getByRole("searchbox").fill("mc");
    await page.waitForFunction(() => {
      const names = [...document.querySelectorAll(".list-name")].map((name) => name.textContent ?? "");
      return names.length > 0 && names.every((name) => /\bmc/i.test(name));
    });
    await checkLooks(page);
    const first = page.locator(".list-name").first();
    const name = await first.textContent();
    await first.click();
    await page.getByRole("heading", { name: name ?? "" }).waitFor();
    await page.getByText("Fifths among all who ever ordered").waitFor();
    await checkLooks(page);
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    assert.match(page.url(), /\/\?period=year&segment=Consumer$/);
    assert.deepEqual(problems, []);
  });

  await t.step("profitability, without a script and with one", async () => {
    {
      await using visited = await visit("/profit?period=year", { javaScriptEnabled: false });
      const { page } = visited;
      const { data } = await web.ask<Profit>(operation("profit"), { ...year, groupBy: "PRODUCT", limit: 50 });
      const { revenue, cost, profit, commission, contribution } = data.profitabilityMetrics;
      assert.deepEqual(await figures(page), [revenue, cost, profit, commission, contribution]);
      await page.getByRole("navigation", { name: "Margins by" }).getByRole("link", { name: "Product" })
        .click();
      const names = () => page.locator(".panel:has(#margins) .name").allTextContents();
      assert.deepEqual(await names(), data.marginAnalysis.map(({ label }) => label));
      for (const sorted of ["descending", "ascending"]) {
        await page.getByRole("columnheader", { name: "Profit", exact: true }).getByRole("link").click();
        assert.equal(await page.locator("[aria-sort]").getAttribute("aria-sort"), sorted);
      }
      assert.deepEqual(await names(), data.marginAnalysis.map(({ label }) => label).toReversed());
    }
    await using visited = await visit("/profit?period=year&by=region");
    await visited.page.locator(".uplot canvas").waitFor();
    await checkLooks(visited.page);
    const bridge = await savedPicture(visited.page, "From revenue to contribution");
    assert.ok(bridge.colours.has(await colourOf(visited.page, ".bridge-total .bridge-bar", "fill")));
    assert.deepEqual(visited.problems, []);
  });

  await t.step("sales reps", async () => {
    await using visited = await visit("/reps?period=year&sort=orders");
    const { page, problems } = visited;
    const { data } = await web.ask<Reps>(operation("reps"), year);
    const expected = data.salesRepPerformance.toSorted((a, b) => b.orders - a.orders);
    assert.deepEqual(
      await page.locator(".panel:has(#reps) .name:not(.aside)").allTextContents(),
      expected.map(({ salesRep }) => salesRep?.name ?? "Without sales rep"),
    );
    await checkLooks(page);
    assert.deepEqual(problems, []);
  });

  await t.step("where nothing was sold, every page says so and leads on", async () => {
    await using visited = await visit("/?period=custom&from=2018-03-01&to=2018-03-31");
    const { page, problems } = visited;
    for (const name of ["Overview", "Customers", "Profitability", "Sales reps"]) {
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
      await page.getByText("No sales in this period.").waitFor();
      await assertAccessible(page);
    }
    await page.getByRole("link", { name: "Show the month up to it" }).click();
    assert.match(page.url(), /\/reps\?period=custom&from=2017-12-01&to=2017-12-30$/);
    await page.getByText("Reps who sold").waitFor();
    assert.deepEqual(problems, []);
  });

  await t.step("every table is had as CSV", async () => {
    const tables = [
      ["customers-trend", /^\uFEFFWhen,Customers/],
      ["customers-mix", /^\uFEFFCustomers,Customers,Of all\r\nNew,\d/],
      ["minutes", /^\uFEFFWhen,Orders\r\n([^\r]*,\d+\r\n){60}$/],
      ["customer-segments", /^\uFEFFSegment,Customers/],
      ["cohorts", /^\uFEFFFirst order,Customers,Month 0,Month 1/],
      ["rfm", /^\uFEFFRecency,1 Rarest/],
      ["lifetime", /^\uFEFFGroup,/],
      ["lifetime-spread", /^\uFEFFBrought so far,Customers,Of all,/],
      ["customers", /^\uFEFFCustomer,E-mail/],
      ["margins", /^\uFEFFCategory,Revenue/],
      ["bridge", /^\uFEFFStep,Amount\r\nRevenue,\d/],
      ["profit-trend", /^\uFEFFWhen,Profit/],
      ["reps", /^\uFEFFSales rep,/],
      ["regions", /^\uFEFFRegion,/],
      ["products", /^\uFEFFProduct,,Rank/],
      ["top-products", /^\uFEFFProduct,,Units/],
      ["segments", /^\uFEFFSegment,Orders/],
    ] as const;
    for (const [name, beginning] of tables) {
      const response = await fetch(`${web.address}/csv/${name}?period=year`);
      const bytes = await response.bytes();
      assert.match(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), beginning, name);
    }
    for (const [path, status] of [["nothing", 404], ["reps?period=decade", 400]] as const) {
      const response = await fetch(`${web.address}/csv/${path}`);
      await response.body?.cancel();
      assert.equal(response.status, status);
    }
  });
});
