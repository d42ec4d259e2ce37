/** What a browser lets run on our pages, in a shop whose every name would do harm where it could. */
import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import type { Browser, Page, Request } from "playwright-core";
import { launchBrowser } from "../src/dev/browser.ts";
import { cut, hostileShop, names, worst } from "./hostile_shop.ts";
import { assertFits } from "./visit.ts";
import type { TestWeb } from "./web.ts";

interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** What the page's policy refused, and whatever else went wrong. */
  readonly problems: string[];
  /** What was asked of other sites, and not refused. */
  readonly elsewhere: string[];
}

async function watched(browser: Browser, { address }: TestWeb): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const note = (request: Request) => {
    const isRefused = request.failure()?.errorText === "csp";
    if (!isRefused && !request.url().startsWith(`${address}/`)) elsewhere.push(request.url());
  };
  context.on("requestfinished", note);
  context.on("requestfailed", note);
  return { page, problems, elsewhere, [Symbol.asyncDispose]: () => context.close() };
}

/** As a browser reads it in HTML. */
function shown(name: string): string {
  return name.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}

interface Named {
  readonly products: { readonly nodes: readonly { readonly product: { readonly name: string } }[] };
  readonly customers: {
    readonly nodes: readonly { readonly customer: { readonly name: string; readonly email: string } }[];
  };
}

const idOf = async (web: TestWeb, kind: "products" | "customers", one: string): Promise<string> => {
  const answered = await web.ask<Record<string, { nodes: Record<string, { id: string }>[] }>>(
    `{ ${kind}(${kind === "products" ? "period: YEAR, " : ""}first: 1) { nodes { ${one} { id } } } }`,
  );
  return answered.data[kind]?.nodes[0]?.[one]?.id ?? "";
};

Deno.test("names that would do harm, and scripts that do not belong to a page, do nothing", async (t) => {
  await using shop = await hostileShop();
  const { web } = shop;
  await using browser = await launchBrowser();
  const paths = [
    "/?period=year",
    "/products?period=year",
    `/products/${await idOf(web, "products", "product")}?period=year`,
    "/customers?period=year",
    "/customers/list",
    `/customers/${await idOf(web, "customers", "customer")}`,
    "/profit?period=year&by=product",
    "/reps?period=year",
    "/sign-in",
    "/products?period=decade",
  ];

  await t.step("no page breaks its policy, in light or dark, and every name is only a name", async () => {
    await using watch = await watched(browser, web);
    const { page, problems, elsewhere } = watch;
    for (const path of paths) {
      const response = await page.goto(web.address + path);
      assert.equal(response?.status(), path.includes("decade") ? 400 : 200, path);
      if (path.includes("decade")) problems.length = 0;
      for (const colorScheme of ["light", "dark"] as const) await page.emulateMedia({ colorScheme });
      if (await page.locator(".chart-canvas").count() > 0) {
        await page.locator(".uplot canvas").first().waitFor();
      }
      assert.match(await page.title(), / · Laneway$/, path);
      assert.equal(await page.locator("img, iframe, [onload], [onerror], a[href^=javascript]").count(), 0);
      await page.setViewportSize({ width: 320, height: 900 });
      await assertFits(page);
      await page.setViewportSize({ width: 1280, height: 900 });
      assert.deepEqual(problems, [], path);
    }
    assert.deepEqual(elsewhere, []);
  });

  await t.step("each is legible: the page has it letter by letter", async () => {
    await using watch = await watched(browser, web);
    const { page } = watch;
    const texts = async (path: string, selector: string) => {
      await page.goto(web.address + path);
      return (await page.locator(selector).allTextContents()).map(shown);
    };
    const [products, customers] = [
      await texts("/products?period=year", ".list-name"),
      await texts("/customers/list", ".list-name"),
    ];
    const reps = await texts("/reps?period=year", ".panel:has(#reps) .name:not(.aside)");
    for (const name of worst) {
      assert.ok(products.includes(shown(name)), `product ${JSON.stringify(name)}`);
      assert.ok(customers.includes(shown(name)), `customer ${JSON.stringify(name)}`);
      assert.ok(reps.includes(shown(cut(name, 100))), `rep ${JSON.stringify(name)}`);
    }
  });

  await t.step("JSON has all of them as they are", async () => {
    const { data } = await web.ask<Named>(`{
      products(period: YEAR, first: 1000) { nodes { product { name } } }
      customers(first: 1000) { nodes { customer { name email } } }
    }`);
    const expected = names.toSorted();
    assert.deepEqual(data.products.nodes.map(({ product }) => product.name).toSorted(), expected);
    assert.deepEqual(data.customers.nodes.map(({ customer }) => customer.name).toSorted(), expected);
    assert.deepEqual(data.customers.nodes.map(({ customer }) => customer.email).toSorted(), expected);
    const rows = await fetch(`${web.address}/products/rows?period=year`);
    const listed: { rows: { name: string }[] } = await rows.json();
    assert.ok(worst.every((name) => listed.rows.some((row) => row.name === name)));
  });

  await t.step("files have them too, no cell is a formula, and numbers stay numbers", async () => {
    const rowsOf = async (table: string): Promise<string[][]> => {
      const response = await fetch(`${web.address}/csv/${table}`);
      assert.match(response.headers.get("content-disposition") ?? "", /^attachment;/);
      assert.equal(response.headers.get("content-type"), "text/csv; charset=utf-8");
      return parse(await response.text(), { bom: true });
    };
    const products = await rowsOf("products?period=year");
    assert.equal(products.length, names.length + 1);
    const told = new Set(products.map(([name]) => name?.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "")));
    assert.deepEqual(names.filter((name) => !told.has(name)), []);
    const profits = products.slice(1).map((row) => row[6] ?? "");
    assert.ok(profits.filter((profit) => /^-\d+(\.\d+)?$/.test(profit)).length > 100);
    for (
      const table of ["customers", "top-products", "categories", "segments", "customer-segments", "reps"]
    ) {
      for (const cell of (await rowsOf(`${table}?period=year`)).flat()) {
        if (!/^-?\d/.test(cell)) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/, table);
      }
    }
  });

  await t.step("a script that found its way into a page does not run", async () => {
    await using watch = await watched(browser, web);
    const { page, elsewhere, problems } = watch;
    const harm = `<base href="https://evil.example/"><script>document.title = "owned"</script>
      <script src="/sign-in"></script><script nonce>document.title = "owned"</script>
      <script src="https://evil.example/x.js"></script><style>body { color: red }</style>
      <svg onload="document.title = 'owned'"></svg><p id="styled" style="color: red">x</p>
      <img src="https://evil.example/x.png"><iframe src="https://evil.example/"></iframe>
      <a id="link" href="javascript:document.title = 'owned'">x</a>
      <form action="https://evil.example/"><button id="send">x</button></form>`;
    await page.route(`${web.address}/`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace("<main", () => `${harm}<main`);
      await route.fulfill({ response, body });
    });
    await page.goto(web.address);
    await page.locator(".uplot canvas").first().waitFor();
    await page.locator("#link").dispatchEvent("click");
    assert.equal(await page.title(), "Overview · Laneway");
    const colour = await page.locator("#styled").evaluate((node) => getComputedStyle(node).color);
    assert.notEqual(colour, "rgb(255, 0, 0)");
    // Last: the browser takes the page for one that is being left.
    const complained = page.waitForEvent("console", (message) => message.text().includes("form-action"));
    await page.locator("#send").dispatchEvent("click");
    await complained;
    assert.equal(new URL(page.url()).origin, web.address);
    assert.deepEqual(elsewhere, []);
    const refused = problems.join("\n");
    for (
      const directive of ["script-src", "style-src", "base-uri", "img-src", "form-action", "default-src"]
    ) {
      assert.ok(refused.includes(directive), `${directive} refuses nothing: ${refused}`);
    }
  });
});
