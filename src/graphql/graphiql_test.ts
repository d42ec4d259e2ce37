import assert from "node:assert/strict";
import { createGraphiql } from "./graphiql.ts";
import { serveTestSchema, type TestServer } from "./testing.ts";

const page = { headers: { accept: "text/html,*/*;q=0.8" } };

function serve(): TestServer {
  return serveTestSchema({ graphiql: createGraphiql({ path: "/graphql", exampleQuery: "{ hello }" }) });
}

Deno.test("a browser gets a page whose files all come from here, by hashed names", async () => {
  await using server = serve();
  const response = await fetch(server.url, page);
  const html = await response.text();
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(response.headers.get("vary"), "accept");
  const policyOf = ({ headers }: Response) => headers.get("content-security-policy") ?? "";
  const [, nonce = ""] = /script-src 'self';.* style-src 'self' 'nonce-([^']+)';/.exec(policyOf(response)) ??
    [];
  assert.ok(html.includes(`nonce="${nonce}"`));
  assert.doesNotMatch(policyOf(response), /unsafe/);
  const again = await fetch(server.url, page);
  await again.body?.cancel();
  assert.ok(!policyOf(again).includes(nonce));
  assert.doesNotMatch(html, /<script>|https?:/);

  const urls = Array.from(html.matchAll(/(?:src|href)="(\/[^"]*)"/g), ([, url = ""]) => url);
  assert.equal(urls.length, 4);
  const start = await (await fetch(new URL(urls.at(-1) ?? "", server.url))).text();
  const workers = Array.from(start.matchAll(/"(\/graphql\/graphiql\/[^"]*)"/g), ([, url = ""]) => url);
  assert.equal(workers.length, 3);
  assert.match(start, /"defaultQuery":"\{ hello \}"/);

  for (const url of [...urls, ...workers]) {
    assert.match(url, /^\/graphql\/graphiql\/[0-9a-f]{16}\.(js|css)$/);
    const asset = await fetch(new URL(url, server.url));
    const bytes = await asset.bytes();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    assert.ok(url.includes(`/${digest.slice(0, 16)}.`));
    assert.equal(asset.status, 200);
    assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(
      asset.headers.get("content-type"),
      url.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
    );
  }
});

Deno.test("GraphiQL's files are compressed for those that say so", async () => {
  const graphiql = createGraphiql({ path: "/graphql", exampleQuery: "{ hello }" });
  const html = await (await graphiql.page()).text();
  const [, , [, script = ""] = []] = Array.from(html.matchAll(/(?:src|href)="(\/[^"]*)"/g));
  const whole = await graphiql.asset(script, new Headers());
  const small = await graphiql.asset(script, new Headers({ "accept-encoding": "br, gzip;q=0.9" }));
  assert.equal(whole?.headers.get("content-encoding"), null);
  assert.equal(small?.headers.get("content-encoding"), "gzip");
  const wholeBytes = await whole?.bytes() ?? new Uint8Array();
  const smallBytes = await small?.bytes() ?? new Uint8Array();
  assert.ok(smallBytes.length < wholeBytes.length / 3);
  const stream = new Blob([smallBytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  assert.deepEqual(await new Response(stream).bytes(), wholeBytes);
});

Deno.test("only browsers' GETs get the page, and only GraphiQL's names its files", async () => {
  await using server = serve();
  const asJson = await fetch(`${server.url}?query={hello}`);
  assert.deepEqual((await asJson.json()).data, { hello: "world" });
  const posted = await fetch(server.url, { method: "POST", headers: { accept: "text/html" } });
  assert.equal(posted.status, 406);
  await posted.body?.cancel();
  const unknown = await fetch(`${server.url}/graphiql/0000000000000000.js`);
  assert.equal(unknown.status, 404);
  await unknown.body?.cancel();

  await using plain = serveTestSchema();
  const refused = await fetch(plain.url, page);
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).errors[0].message, /Cannot find a query/);
});
