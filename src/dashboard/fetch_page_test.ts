import assert from "node:assert/strict";
import { withWanted } from "./fetch_page.ts";

Deno.test("an address takes what is wanted beside what it has, and nothing empty", () => {
  assert.equal(withWanted("/products", { search: "", after: null }), "/products");
  assert.equal(withWanted("/products", { search: "a&b", after: null }), "/products?q=a%26b");
  assert.equal(
    withWanted("/rows?sort=units", { search: "", after: "c+=" }),
    "/rows?sort=units&after=c%2B%3D",
  );
});
