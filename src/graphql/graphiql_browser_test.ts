import assert from "node:assert/strict";
import { launchBrowser } from "../dev/browser.ts";
import { createGraphiql } from "./graphiql.ts";
import { serveTestSchema } from "./testing.ts";

const exampleQuery = `query Example {
  hello
  sold(lane: "AGGREGATE", asOf: "2017-12-30T00:00:02Z") { units }
}
`;

Deno.test("in a browser, GraphiQL runs its example and shows the answer, without a complaint", async () => {
  await using server = serveTestSchema({
    graphiql: createGraphiql({ path: "/graphql", exampleQuery }),
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const origins = new Set<string>();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
    page.on("request", (request) => origins.add(new URL(request.url()).origin));

    await page.goto(server.url);
    await page.click(".graphiql-execute-button");
    const answer = page.locator(".result-window");
    await answer.getByText('"AGGREGATE"').waitFor();
    const shown = (await answer.innerText()).replace(/\s/g, "");
    assert.match(shown, /"data":\{"hello":"world","sold":\{"units":3\}\}/);

    // The explorer lists fields only once introspection was answered.
    await page.click('button[aria-label="Show Documentation Explorer"]');
    await page.getByText("Query", { exact: true }).first().waitFor();

    // What the editor writes as HTML has its styles, too.
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n{ he");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget").getByText("hello").waitFor();
    const lines = page.locator(".monaco-editor").first().locator(".view-line");
    const tops = await lines.evaluateAll((found) => found.map((line) => (line as HTMLElement).style.top));
    assert.equal(new Set(tops).size, tops.length);

    assert.deepEqual(complaints, []);
    assert.deepEqual(origins, new Set([new URL(server.url).origin]));
  } finally {
    await browser.close();
  }
  assert.deepEqual(server.lines, []);
});
