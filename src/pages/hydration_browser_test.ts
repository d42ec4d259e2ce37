import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../dev/browser.ts";
import { serveAssets } from "./assets.ts";
import { buildIslands } from "./build.ts";
import { loadPages } from "./load.ts";
import { fixture } from "./testdata/config.ts";

/** A page of the fixture app in the browser, with every complaint of the browser's about it. */
interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly scripts: string[];
}

async function withFixture(work: (open: (path: string) => Promise<Visit>) => Promise<void>): Promise<void> {
  const build = await buildIslands(fixture);
  const assets = serveAssets(fixture, build);
  const errors: unknown[] = [];
  const pages = await loadPages({ config: fixture, build, onError: (error) => errors.push(error) });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const nonce = crypto.randomUUID();
    return await assets(request) ?? withPolicy(await pages(request, { trail: [] }, nonce), nonce);
  });
  const browser = await launchBrowser();
  try {
    await work((path) => openPage(browser, `http://127.0.0.1:${server.addr.port}${path}`));
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

/** As strict as a policy gets: whatever runs needs the page's nonce. */
function withPolicy(response: Response, nonce: string): Response {
  const headers = new Headers(response.headers);
  headers.set(
    "Content-Security-Policy",
    `default-src 'self'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'`,
  );
  return new Response(response.body, { status: response.status, headers });
}

async function openPage(browser: Browser, url: string): Promise<Visit> {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const [complaints, scripts]: [string[], string[]] = [[], []];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(new URL(request.url()).pathname);
  });
  await page.goto(url);
  return { page, complaints, scripts };
}

Deno.test("islands in a browser", async (t) => {
  await withFixture(async (open) => {
    await t.step("a click reaches its island, and the signal it shares with others", async () => {
      const { page, complaints } = await open("/");
      const [first, second] = [page.locator(".counter").nth(0), page.locator(".counter").nth(1)];
      assert.equal(await first.locator("label").textContent(), "</script><!-- & <");
      await first.getByRole("button").click();
      await second.getByRole("button").click();
      await page.getByText("10 since 0").waitFor();
      assert.deepEqual(await page.locator("output").allTextContents(), ["5", "5"]);
      assert.deepEqual(complaints, []);
      await page.close();
    });

    await t.step(
      "what differs in the browser replaces what the server rendered, and grows in its place",
      async () => {
        const { page, complaints, scripts } = await open("/");
        await page.getByText("last").waitFor();
        const texts = await page.locator("main > *").allTextContents();
        assert.deepEqual(texts.slice(2, 6), ["one", "two", "three", "last"]);
        assert.equal(texts.length, 7);
        assert.match(
          await page.locator(".reader").textContent() ?? "",
          /^6 since 0 \/styles\.css\?v=\w{12}$/,
        );
        assert.equal(new Set(scripts).size, scripts.length, "a script was fetched twice");
        assert.deepEqual(complaints, []);
        await page.close();
      },
    );

    await t.step("labels find their outputs, each island its own", async () => {
      const { page } = await open("/");
      await page.getByRole("button", { name: "Add", disabled: false }).nth(1).waitFor();
      const ids = await page.locator("label").evaluateAll((labels) =>
        labels.map((label) => label.getAttribute("for"))
      );
      assert.equal(new Set(ids).size, 2);
      assert.equal(await page.getByLabel("second").textContent(), "3");
      await page.close();
    });

    await t.step("a page without islands has no script but its own", async () => {
      const { page, complaints, scripts } = await open("/still");
      assert.equal(await page.locator("script[src], script#islands, link[rel=modulepreload]").count(), 0);
      assert.equal(await page.locator("html").getAttribute("data-early"), "yes");
      assert.deepEqual([scripts, complaints], [[], []]);
      await page.close();
    });

    await t.step("JSX from the server stays alive while its island hides and shows it", async () => {
      const { page, complaints } = await open("/slots");
      const panel = page.locator(".panel").nth(0);
      await panel.getByRole("button", { name: "Add" }).click();
      await panel.getByText("11", { exact: true }).waitFor();
      await panel.getByRole("button", { name: "Shown" }).click();
      await panel.getByText("Server text").waitFor({ state: "detached" });
      await panel.getByRole("button", { name: "Shown" }).click();
      await panel.getByText("Server text").waitFor();
      await panel.getByRole("button", { name: "Add" }).click();
      await panel.getByText("12", { exact: true }).waitFor();
      assert.deepEqual(complaints, []);
      await page.close();
    });

    await t.step("JSX that was hidden at first comes alive when it is shown", async () => {
      const { page, complaints } = await open("/slots");
      const panel = page.locator(".panel").nth(1);
      await panel.getByRole("button", { name: "Hidden" }).click();
      await panel.getByRole("button", { name: "Add" }).click();
      assert.deepEqual(await page.locator("output").allTextContents(), ["11", "11"]);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  });
});
