/** Charts in the frames of another site, in a real browser: on another port, which is another origin. */
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import type { Browser, Frame, Page } from "playwright-core";
import { signToken } from "../src/access/tokens.ts";
import { type EmbedChart, embedOperations } from "../src/dashboard/embed/charts.ts";
import { embedTexts } from "../src/dashboard/embed/texts.ts";
import { launchBrowser } from "../src/dev/browser.ts";
import { tokenSettings } from "./callers.ts";
import { embedTokenOf, startPartner } from "./partner.ts";
import { sampleShop } from "./sample_shop.ts";
import { assertAccessible, assertFits, open } from "./visit.ts";

const charts = Object.keys(embedOperations) as EmbedChart[];
/** Of page, stylesheet and script together, compressed. */
const mostBytes = 8_000;

/** What no chart is high. */
const unfitting = 401;

function frameHtml(address: string): string {
  return `<iframe src="${address}" title="A chart" style="width:100%;height:${unfitting}px;border:0"></iframe>`;
}

async function heightsOf(page: Page): Promise<readonly (readonly [frame: number, content: number])[]> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  return await Promise.all(frames.map(async (frame) => {
    const shown = await (await frame.frameElement()).evaluate((element) => (element as Element).clientHeight);
    return [shown, await frame.evaluate(() => document.documentElement.scrollHeight)] as const;
  }));
}

async function untilFitting(page: Page, count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const heights = await heightsOf(page);
    if (
      heights.length === count &&
      heights.every(([frame, content]) => frame === content && frame !== unfitting)
    ) {
      return;
    }
    await page.waitForTimeout(25);
  }
  assert.fail(`The frames do not fit: ${JSON.stringify(await heightsOf(page))}`);
}

const groundOf = (frame: Frame) =>
  frame.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const [white, dark] = ["rgb(255, 255, 255)", "rgb(21, 24, 30)"];

Deno.test("other sites show charts", async (t) => {
  await using shop = await sampleShop({ tokens: tokenSettings });
  const { address } = shop.web;
  await using browser: Browser = await launchBrowser();
  const pages = new Map<string, string>();
  await using site = startPartner((path) => pages.get(path));
  await using other = startPartner((path) => pages.get(path));
  const tokenFor = (chart: EmbedChart, variables?: Record<string, unknown>) =>
    embedTokenOf(chart, [site.origin], variables);
  const addressOf = async (chart: EmbedChart, more = "", variables?: Record<string, unknown>) =>
    `${address}/embed/${chart}?token=${await tokenFor(chart, variables)}${more}`;
  const all = await Promise.all(charts.map((chart) => addressOf(chart)));
  const script = `<script src="${address}/embed.js" async></script>`;
  const body = all.map((one) => frameHtml(one) + script).join("\n");
  pages.set("/", `<!doctype html><html lang="en"><title>A partner</title>${body}`);
  pages.set(
    "/dark",
    `<!doctype html><html lang="en" style="color-scheme: dark">${frameHtml(all[0] ?? "")}${script}`,
  );
  pages.set("/plain", `<!doctype html><html lang="en">${frameHtml(all[0] ?? "")}`);

  await t.step("each frame is as high as its chart, however often the script is there", async () => {
    await using visited = await open(browser, `${site.origin}/`);
    const { page, problems, requested } = visited;
    const referrers: (string | undefined)[] = [];
    page.on("request", async (request) => {
      if (request.url().startsWith(address)) referrers.push((await request.allHeaders())["referer"]);
    });
    await untilFitting(page, charts.length);
    await page.setViewportSize({ width: 360, height: 800 });
    await untilFitting(page, charts.length);
    await page.reload();
    await untilFitting(page, charts.length);
    const hosts = new Set(requested.map((url) => new URL(url).origin));
    assert.deepEqual([...hosts].sort(), [site.origin, address].sort());
    assert.deepEqual(await page.context().cookies(), []);
    // Of the frames' own requests none tells where it comes from; only their pages are asked for by the partner's.
    assert.ok(referrers.every((referrer) => !referrer?.includes("token")), JSON.stringify(referrers));
    assert.deepEqual(problems, []);
  });

  await t.step("a frame is as light or dark as the page around it, or as its address says", async () => {
    await using visited = await open(browser, `${site.origin}/dark`, { colorScheme: "light" });
    const { page } = visited;
    await untilFitting(page, 1);
    const [, frame] = page.frames();
    assert.ok(frame);
    assert.equal(await groundOf(frame), dark);
    await page.evaluate(() => document.documentElement.style.colorScheme = "light");
    await frame.waitForFunction(
      (ground) => getComputedStyle(document.documentElement).backgroundColor === ground,
      white,
    );
    pages.set(
      "/fixed",
      `<!doctype html><html lang="en">${frameHtml(await addressOf("trend", "&theme=dark"))}${script}`,
    );
    await page.goto(`${site.origin}/fixed`);
    await untilFitting(page, 1);
    const [, fixed] = page.frames();
    assert.ok(fixed && await groundOf(fixed) === dark);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${site.origin}/plain`);
    const [, plain] = page.frames();
    assert.ok(plain && [white, dark].includes(await groundOf(plain)));
  });

  await t.step("a page that the token does not name shows nothing, and is told nothing", async () => {
    await using visited = await open(browser, `${other.origin}/`, {
      tolerate: /frame-ancestors|chrome-error/,
    });
    const { page } = visited;
    for (const frame of page.frames().slice(1)) await frame.waitForURL(/^chrome-error:/);
    assert.deepEqual([...new Set((await heightsOf(page)).map(([frame]) => frame))], [unfitting]);
  });

  await t.step(
    "figures are asked for again each minute, what is open stays open, and what is late says so",
    async () => {
      await using visited = await open(browser, "about:blank", {
        tolerate: /401|ERR_INTERNET|Failed to load/,
      });
      const { page } = visited;
      await page.clock.install();
      await page.goto(await addressOf("trend"));
      const asked = () => page.waitForResponse((response) => response.request().resourceType() === "xhr");
      const minute = async () => {
        const response = asked();
        await page.clock.runFor(66_000);
        await (await response).finished();
      };
      await assertFits(page);
      await assertAccessible(page);
      await page.locator("summary").click();
      await page.evaluate(() => document.querySelector("h1")?.replaceChildren("Yesterday"));
      await minute();
      await page.getByRole("heading", { name: "Revenue" }).waitFor();
      assert.ok(await page.getByRole("table").isVisible());
      assert.equal(await page.locator(".unheard").isVisible(), false);

      await page.context().setOffline(true);
      await page.clock.runFor(66_000);
      await page.locator(".unheard").waitFor();
      await page.context().setOffline(false);
      await minute();
      await page.locator(".heard").waitFor();

      const expired = await signToken(tokenSettings, {
        jti: "old",
        subject: "test",
        role: "embed",
        ttlSeconds: 1,
        claims: { embed: { documents: ["0".repeat(64)], origins: [site.origin] } },
      }, Date.now() - 120_000);
      await page.route(
        "**/embed/trend**",
        (route) => route.continue({ url: `${address}/embed/trend?token=${expired}` }),
      );
      await minute();
      await page.getByText(embedTexts.refused.ended).waitFor();
      await assertAccessible(page);
    },
  );

  await t.step("a chart is shared by keyboard, without a script, and shown as it was", async () => {
    await using visited = await open(browser, `${address}/?period=year&region=West&metric=orders`, {
      javaScriptEnabled: false,
      tolerate: /400/,
    });
    const { page } = visited;
    const orders = await page.locator(".twin data").allTextContents();
    await page.getByRole("link", { name: "Share: Orders by month" }).press("Enter");
    assert.match(await page.locator(".share-shown").innerText(), /Jan 1 – Dec 30, 2017 · Region: West/);
    await page.getByLabel("Sites that may show it").fill("https://*.example");
    await page.keyboard.press("Tab");
    await page.getByLabel("The link holds for").selectOption("1 hour");
    await page.getByRole("button", { name: "Make the link" }).press("Enter");
    assert.match(await page.getByRole("alert").innerText(), /is no site/);
    await page.getByLabel("Sites that may show it").fill(`${site.origin}/some/page`);
    await page.getByRole("button", { name: "Make the link" }).press("Enter");
    const snippet = await page.getByLabel("HTML to paste").inputValue();
    assert.ok(await page.getByRole("button", { name: "Copy" }).isHidden());
    pages.set("/pasted", `<!doctype html><html lang="en">${snippet}`);
    await using pasted = await open(browser, `${site.origin}/pasted`);
    await untilFitting(pasted.page, 1);
    const [, frame] = pasted.page.frames();
    assert.deepEqual(await frame?.locator(".twin data").allTextContents(), orders);
    assert.match(await frame?.locator("header").innerText() ?? "", /Orders\s+Jan 1 – Dec 30, 2017 · West/);
    assert.deepEqual(pasted.problems, []);
  });

  await t.step("the examples do what docs/EMBED.md says, once their three names are filled in", async () => {
    const names = ["frames.html", "own_chart.html"];
    const tokens = {
      TREND: await tokenFor("trend", { period: "YEAR", metric: "REVENUE" }),
      PRODUCTS: await tokenFor("top-products"),
    };
    for (const name of names) {
      let text = await Deno.readTextFile(new URL(`../docs/examples/${name}`, import.meta.url));
      text = text.replaceAll("https://shop.example", address);
      for (const [place, token] of Object.entries(tokens)) {
        text = text.replace(new RegExp(`\\b${place}\\b(?=")`), token);
      }
      pages.set(`/${name}`, text);
    }
    await using frames = await open(browser, `${site.origin}/frames.html`);
    await untilFitting(frames.page, 2);
    await using own = await open(browser, `${site.origin}/own_chart.html`, { colorScheme: "dark" });
    await own.page.getByText("As of").waitFor();
    assert.equal(await own.page.locator("rect").count(), 12);
    assert.match(await own.page.locator("tbody tr").last().textContent() ?? "", /^2017-12[\d,.]+$/);
    for (const { page, problems } of [frames, own]) {
      assert.deepEqual(problems, []);
      await assertAccessible(page);
    }
    pages.set("/elsewhere.html", pages.get("/own_chart.html") ?? "");
    await using refused = await open(browser, `${other.origin}/elsewhere.html`, {
      tolerate: /CORS|Failed to load/,
    });
    await refused.page.getByText("The figures cannot be shown now").waitFor();
  });

  await t.step("page, stylesheet and script weigh a few kilobytes", async () => {
    for (const one of all) {
      const html = await (await fetch(one)).text();
      const files = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = ""]) => path);
      assert.deepEqual(files.map((path) => path.replace(/\?.*/, "")).sort(), [
        "/embed.css",
        "/embed_page.js",
      ]);
      const texts = await Promise.all(files.map(async (path) => await (await fetch(address + path)).text()));
      const bytes = [html, ...texts].map((text) => brotliCompressSync(text).length);
      const sum = bytes.reduce((total, each) => total + each, 0);
      assert.ok(sum <= mostBytes, `${new URL(one).pathname}: ${bytes.join(" + ")} = ${sum} bytes`);
    }
  });
});
