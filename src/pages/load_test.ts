import assert from "node:assert/strict";
import { Hono } from "hono";
import { buildIslands } from "./build.ts";
import { loadPages } from "./load.ts";
import { fixture } from "./testdata/config.ts";

const build = await buildIslands(fixture);
const reported: unknown[] = [];
const pages = await loadPages({ config: fixture, build, onError: (error) => reported.push(error) });

async function ask(
  path: string,
  init?: RequestInit,
): Promise<{ response: Response; body: string; trail: string[] }> {
  const trail: string[] = [];
  const response = await pages(new Request(`http://localhost${path}`, init), { trail }, "n1");
  return { response, body: await response.text(), trail };
}

function mainOf(body: string): string | undefined {
  return body.match(/<main[^>]*>(.*)<\/main>/)?.[1];
}

Deno.test("pages, layouts and errors", async (t) => {
  const cases: { path: string; status: number; main?: string; body?: string; errors?: string[] }[] = [
    { path: "/still", status: 200, main: "<p>No islands</p>" },
    {
      path: "/shop/7",
      status: 200,
      main: '<section><h1>Shop 3</h1><p data-route="/shop/:id">7 costs 5, asked as 7</p></section>',
    },
    { path: "//shop///7", status: 200 },
    { path: "/shop/new", status: 201 },
    { path: "/shop/none", status: 404, main: "<section><h1>Shop 3</h1><p>Nothing here</p></section>" },
    { path: "/nowhere", status: 404, main: "<p>Nothing here</p>" },
    { path: "/shop/%E0%A4", status: 404, main: "<p>Nothing here</p>" },
    { path: "/shop/7?closed", status: 403, main: "<p>Went wrong: closed</p>" },
    { path: "/shop/broken", status: 500, main: "<p>Went wrong: broken item</p>", errors: ["broken item"] },
    { path: "/shop/deep/a/b", status: 200, main: "<section><h1>Shop 3</h1><p>rest: a/b</p></section>" },
    { path: "/shop/deep/own", status: 200, body: "a response of its own" },
    {
      path: "/shop/deep/throw",
      status: 500,
      main: "<section><h1>Shop 3</h1><p>Deep: Error: deep trouble</p></section>",
      errors: ["deep trouble"],
    },
    {
      path: "/shop/deep/throw/twice",
      status: 500,
      main: "<p>Went wrong: the error page, too</p>",
      errors: ["twice", "the error page, too"],
    },
    { path: "/data", status: 200, body: '{"method":"GET"}' },
  ];
  for (const { path, status, main, body, errors = [] } of cases) {
    await t.step(path, async () => {
      reported.length = 0;
      const answer = await ask(path);
      assert.equal(answer.response.status, status);
      if (main !== undefined) assert.equal(mainOf(answer.body), main);
      if (body !== undefined) assert.equal(answer.body, body);
      assert.deepEqual(reported.map((error) => (error as Error).message), errors);
    });
  }
});

Deno.test("a layout may do without what surrounds it", async () => {
  const { body } = await ask("/bare");
  assert.match(body, /^<!DOCTYPE html><html><head>.*<body><article><!--island:0-->/);
});

Deno.test("middlewares run from the outside in, and have the last word from the inside out", async () => {
  assert.deepEqual((await ask("/shop/7")).trail, ["root 1", "root 2", "shop", "root 2 after"]);
  assert.deepEqual((await ask("/still")).trail, ["root 1", "root 2", "root 2 after"]);
  assert.deepEqual((await ask("/shop/nowhere/at/all")).trail, ["root 1", "root 2"]);
});

Deno.test("a handler sets status and headers of its page", async () => {
  const { response } = await ask("/shop/new");
  assert.equal(response.headers.get("X-Item"), "yes");
  assert.equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
});

Deno.test("methods", async () => {
  const cases: [method: string, path: string, status: number, body: RegExp, allow: string | null][] = [
    ["POST", "/shop/7", 200, /^posted stuff$/, null],
    ["HEAD", "/shop/7", 200, /^$/, null],
    ["HEAD", "/nowhere", 404, /^$/, null],
    ["DELETE", "/shop/7", 405, /Went wrong: Method Not Allowed/, "GET, HEAD, POST, OPTIONS"],
    ["PURGE", "/shop/7", 405, /Method Not Allowed/, "GET, HEAD, POST, OPTIONS"],
    ["OPTIONS", "/shop/7", 204, /^$/, "GET, HEAD, POST, OPTIONS"],
    ["POST", "/still", 405, /Method Not Allowed/, "GET, HEAD, OPTIONS"],
    ["DELETE", "/nowhere", 404, /Nothing here/, null],
    ["PATCH", "/data", 200, /"PATCH"/, null],
  ];
  for (const [method, path, status, body, allow] of cases) {
    const answer = await ask(path, { method, ...(method === "POST" ? { body: "stuff" } : {}) });
    assert.equal(answer.response.status, status, `${method} ${path}`);
    assert.match(answer.body, body, `${method} ${path}`);
    assert.equal(answer.response.headers.get("Allow"), allow, `${method} ${path}`);
  }
});

Deno.test("HEAD ends a stream that nobody will read", async () => {
  assert.equal((await ask("/data?stream", { method: "HEAD" })).trail.at(-1), "cancelled");
});

Deno.test("what cannot be sent to an island is an error that tells which", async () => {
  reported.length = 0;
  assert.equal((await ask("/unsendable")).response.status, 500);
  assert.match(String(reported), /Cannot send <nested\/Panel>\.title to the browser/);
});

Deno.test("a rendered page has the nonce of its policy, and is nothing for a cache that others share", async () => {
  for (const path of ["/", "/nowhere", "/shop/broken"]) {
    const { response, body } = await ask(path);
    assert.ok(body.includes('nonce="n1"'), path);
    assert.equal(response.headers.get("Cache-Control"), "private, no-cache", path);
  }
});

Deno.test("a request redirected stays on this site", async () => {
  const { response } = await ask("/shop/away");
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("Location"), "/evil.example/path?to=//x");
});

Deno.test("pages stand at the end of a Hono app", async () => {
  const app = new Hono().all("*", (c) => pages(c.req.raw, { trail: [] }, "n1"));
  assert.match(await (await app.request("/still")).text(), /No islands/);
  const head = await app.request("/still", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("requests side by side do not see each other's layouts or errors", async () => {
  const paths = ["/still", "/shop/broken", "/shop/7", "/nowhere", "/shop/deep/throw", "/bare"];
  const alone = await Promise.all(paths.map(async (path) => mainOf((await ask(path)).body)));
  const together = await Promise.all(
    Array.from(
      { length: 60 },
      async (_, index) => mainOf((await ask(paths[index % paths.length] ?? "")).body),
    ),
  );
  together.forEach((main, index) => assert.equal(main, alone[index % alone.length]));
});
