import assert from "node:assert/strict";
import fc from "fast-check";
import { nextPage } from "./next_page.ts";

Deno.test("a page of this site is gone back to, with its query", () => {
  const cases: readonly [next: string | null, page: string][] = [
    [null, "/"],
    ["", "/"],
    ["/", "/"],
    ["/?period=year&metric=orders", "/?period=year&metric=orders"],
    ["/products?q=%2F%2Fx#part", "/products?q=%2F%2Fx"],
    ["/sign-in?next=/x", "/"],
    ["/sign-out", "/"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["\\\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example", "/evil.example"],
    ["/x/..//evil.example", "/evil.example"],
    ["https:evil.example", "/"],
    ["https://evil.example", "/"],
    ["http://here.invalid@evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["data:text/html,x", "/"],
  ];
  for (const [next, page] of cases) assert.equal(nextPage(next), page, String(next));
});

Deno.test("no text leads to another site", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "@",
    ":",
    "?",
    "#",
    "\t",
    "\n",
    "%2f",
    "evil.example",
    "http:",
    "a",
  );
  const text = fc.oneof(
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.webUrl(),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (next) => {
      const page = nextPage(next);
      assert.equal(new URL(page, "https://shop.example/sign-in").origin, "https://shop.example");
      assert.match(page, /^\/(?![/\\])/);
    }),
    { numRuns: 2_000 },
  );
});
