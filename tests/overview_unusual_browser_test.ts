/** The overview where there is nothing to show yet, or no database. */
import assert from "node:assert/strict";
import { launchBrowser } from "../src/dev/browser.ts";
import { testDatabase } from "../src/dev/test_database.ts";
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
