import assert from "node:assert/strict";
import { Context } from "./context.ts";

const ctx = new Context({
  request: new Request("http://localhost/"),
  url: new URL("http://localhost/"),
  route: null,
  params: {},
  state: null,
  around: { app: null, layouts: [] },
  islands: { marked: new Map(), boot: { url: "", imports: [] } },
  nonce: "n1",
});

Deno.test("a redirect to a path never leaves the site", () => {
  const cases = [
    ["/", "/"],
    ["/a/b?next=//c#//d", "/a/b?next=//c#//d"],
    ["//evil.example/x", "/evil.example/x"],
    ["/\\evil.example", "/evil.example"],
    ["\\\\evil.example", "/evil.example"],
    ["/\t/evil.example", "/evil.example"],
    ["\n//evil.example", "/evil.example"],
    ["relative/path", "relative/path"],
    ["https://elsewhere.example/x//y", "https://elsewhere.example/x//y"],
  ] as const;
  for (const [given, location] of cases) {
    const response = ctx.redirect(given);
    assert.equal(response.headers.get("Location"), location, JSON.stringify(given));
    assert.equal(response.status, 302);
    if (!location.startsWith("https:")) {
      assert.equal(new URL(location, "http://localhost/").host, "localhost");
    }
  }
  assert.equal(ctx.redirect("/", 303).status, 303);
});

Deno.test("only JSX is rendered", async () => {
  await assert.rejects(ctx.render("<p>" as never), /Cannot render: expected JSX or null \(got string\)/);
  assert.match(await (await ctx.render(null)).text(), /<body><\/body>/);
});
