import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { testWeb } from "./web.ts";

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const ofPage =
  "default-src 'none'; script-src 'nonce-N' 'strict-dynamic'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": null,
} as const;

Deno.test("every answer says what browsers are to do without", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url);
  const question = "/graphql?query={shop{currency}}";
  const cases: readonly [path: string, status: number, policy: string][] = [
    ["/", 200, ofPage],
    ["/sign-in", 200, ofPage],
    ["/products?period=decade", 400, ofPage],
    ["/nowhere", 404, ofPage],
    ["/csv/reps", 200, ofPage],
    ["/styles.css", 200, nothing],
    ["/health/live", 200, nothing],
    ["/health/ready", 200, nothing],
    [question, 200, nothing],
    ["/graphql?query={nothing}", 200, nothing],
    ["/graphql/schema.graphql", 200, nothing],
  ];
  const scripts = new Set<string>();
  for (const [path, status, policy] of cases) {
    const response = await fetch(web.address + path, { headers: { accept: "*/*" } });
    const body = await response.text();
    assert.equal(response.status, status, path);
    const given = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(given)?.[1];
    assert.equal(nonce === undefined ? given : given.replace(nonce, "N"), policy, path);
    for (const [name, value] of Object.entries(everywhere)) {
      assert.equal(response.headers.get(name), value, `${name} of ${path}`);
    }
    assert.match(response.headers.get("permissions-policy") ?? "", /camera=\(\), .*usb=\(\)/);
    if (nonce === undefined) continue;
    assert.ok(!scripts.has(nonce), `${path} has a nonce of an earlier answer`);
    scripts.add(nonce);
    for (const [script] of body.matchAll(/<script[^>]*>|<link rel="modulepreload"[^>]*>/g)) {
      assert.ok(script.includes(`nonce="${nonce}"`), script);
    }
    assert.doesNotMatch(body, /<[^>]+ style=|<style|<[^>]+ on\w+=/);
  }
});

Deno.test("what waits ready in memory is JSON to whoever asks, and no other site's page may have it", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url);
  const ask = async () => {
    const response = await fetch(`${web.address}/graphql?query={salesOverview(period:YEAR){totalOrders}}`);
    await response.body?.cancel();
    return response;
  };
  const first = await ask();
  const ready = await ask();
  assert.doesNotMatch(ready.headers.get("server-timing") ?? "", /total/, "it was not ready");
  assert.equal(ready.headers.get("content-type"), "application/json; charset=utf-8");
  for (const name of ["x-content-type-options", "cross-origin-resource-policy"] as const) {
    assert.equal(first.headers.get(name), everywhere[name], name);
    assert.equal(ready.headers.get(name), everywhere[name], name);
  }
});

Deno.test("browsers are told to come over TLS alone where they did, and nobody else is", async () => {
  await using database = await testDatabase();
  await using web = await testWeb(database.url);
  const cases: readonly [headers: Record<string, string>, told: boolean][] = [
    [{}, false],
    [{ "x-forwarded-proto": "http" }, false],
    [{ "x-forwarded-proto": "https" }, true],
    [{ "x-forwarded-proto": "HTTPS, http" }, true],
    [{ forwarded: "for=192.0.2.60;proto=https;by=203.0.113.43" }, true],
    [{ forwarded: 'for="https";proto=http' }, false],
  ];
  for (const [headers, told] of cases) {
    const response = await fetch(web.address, { headers });
    await response.body?.cancel();
    const expected = told ? "max-age=15552000" : null;
    assert.equal(
      response.headers.get("strict-transport-security"),
      expected,
      JSON.stringify(headers),
    );
  }
});
