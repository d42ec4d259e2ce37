/** The overview where there is nothing to show yet, no database, or names that would do harm. */
import assert from "node:assert/strict";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { assertAccessible, assertFits, businessNow, open, shop } from "./visit.ts";
import { testWeb } from "./web.ts";

Deno.test("the overview tells a new shop how to begin", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url, { shop, businessNow });
  await using browser = await launchBrowser();
  for (const colorScheme of ["light", "dark"] as const) {
    await using visited = await open(browser, web.address, {
      colorScheme,
      viewport: { width: 320, height: 700 },
    });
    await visited.page.getByText("deno task import").waitFor();
    await assertFits(visited.page);
    await assertAccessible(visited.page);
    assert.deepEqual(visited.problems, []);
  }
});

Deno.test("while the database is away, the overview says so and keeps what was asked", async () => {
  await using database = await testDatabase();
  // What is kept would be told.
  await using web = await testWeb(database.url, { shop, businessNow, cacheBytes: 0 });
  await using browser = await launchBrowser();
  await database.drop();
  const path = "/?period=year&metric=orders";
  const response = await fetch(web.address + path);
  assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "5"]);
  await response.body?.cancel();
  await using visited = await open(browser, web.address + path, { tolerate: /status of 503/ });
  const { page } = visited;
  assert.equal(await page.getByRole("link", { name: "Try again" }).getAttribute("href"), path);
  await page.getByRole("button", { name: "Period: Year to date" }).click();
  assert.equal(
    await page.getByRole("link", { name: "Today" }).getAttribute("href"),
    "/?period=today&metric=orders",
  );
  await assertAccessible(page);
  assert.deepEqual(visited.problems, []);
});

Deno.test("names that would do harm are inert and legible", async () => {
  const hostile = [
    `</script><script>document.title = "owned"</script>`,
    `<img src=x onerror="document.title = 'owned'">`,
    `\u202Edesrever \u2067מוצר\u2069`,
    "Donaudampfschifffahrtsgesellschaft".repeat(7),
    "{{constructor}} ${1} &lt;&amp;",
  ];
  await using database = await testDatabase();
  const { url } = database;
  const directory = await Deno.makeTempDir();
  try {
    const path = `${directory}/orders.csv`;
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = hostile.map((name, index) =>
      [index, "2017-12-30", index, index, 1, 100 - index, quoted(name), quoted(`${name.slice(0, 90)}!`)]
        .join()
    );
    const header = "order_id,order_date,customer_id,product_id,quantity,unit_price,product_name,category";
    await Deno.writeTextFile(path, [header, ...rows].join("\n"));
    const { rejected } = await importOrders({ path, url, shop });
    assert.equal(rejected, 0);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
  await using web = await testWeb(url, { shop, businessNow });
  await using browser = await launchBrowser();
  await using visited = await open(browser, web.address, { viewport: { width: 320, height: 700 } });
  const { page, problems } = visited;
  await page.locator(".uplot canvas").waitFor();
  assert.deepEqual(await page.locator(".panel:has(#products) .name:not(.aside)").allTextContents(), hostile);
  assert.equal(await page.title(), "Overview · Laneway");
  await assertFits(page);
  assert.deepEqual(problems, []);
});
