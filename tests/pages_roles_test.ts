/** Every page and every table, over a shop that sold something, as each role of those who sign in. */
import assert from "node:assert/strict";
import { userRoles } from "../src/base/scope.ts";
import { operation } from "../src/graphql/operations.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { sampleShop } from "./sample_shop.ts";

/** Of margins, or of customers one by one. */
const ofAnalysts = ["/profit", "/customers/list", "/csv/margins", "/share"];
/** Of files, whatever is in them. */
const files = ["/csv/trend", "/csv/categories", "/csv/reps"];
const ofEveryone = ["/", "/products", "/customers", "/reps", "/pulse"];

Deno.test("each role is shown its pages, and told plainly which are not", async (t) => {
  await using shop = await sampleShop({ auth: "required", tokens: tokenSettings });
  const { address } = shop.web;
  const ask = async (path: string, own: Readonly<Record<string, string>>) => {
    const response = await fetch(`${address}${path}`, { headers: { accept: "text/html", ...own } });
    return { status: response.status, text: await response.text() };
  };
  const { products } = await readIds(address, await bearerOf("admin"));
  for (const role of userRoles) {
    await t.step(role, async () => {
      const own = await bearerOf(role);
      const isViewer = role === "viewer";
      for (const path of [...ofAnalysts, ...files]) {
        const { status, text } = await ask(`${path}?period=all`, own);
        assert.equal(status, isViewer ? 403 : 200, path);
        if (isViewer) assert.match(text, /Your role does not include|Not for everyone/);
      }
      for (const path of [...ofEveryone, `/products/${products[0]}`]) {
        const { status, text } = await ask(`${path}?period=all`, own);
        assert.equal(status, 200, path);
        if (isViewer) assert.doesNotMatch(shownIn(text), /profit|margin|cost|share:/i, path);
        if (path === "/") assert.equal(text.includes('href="/share?'), !isViewer);
      }
    });
  }
});

/** @returns a page without its scripts, styles and attributes */
function shownIn(html: string): string {
  return html.replace(/<(script|style)[^]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ");
}

async function readIds(
  address: string,
  own: Readonly<Record<string, string>>,
): Promise<{ readonly products: readonly string[] }> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...own },
    body: JSON.stringify({ query: operation("top_products"), variables: { period: "YEAR" } }),
  });
  const { data } = await response.json();
  return {
    products: data.topProducts.map(({ product }: { product: { id: string } }) => product.id),
  };
}
