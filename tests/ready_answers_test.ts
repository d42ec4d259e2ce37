/** What is found by the bytes of a request, over a real database: that it is as quick as it is meant to be, and nobody else's. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { responseJson } from "../src/graphql/handler_testing.ts";
import { drained, orders } from "../src/precompute/drain_testing.ts";
import { getRequest, january, overview, postRequest, withKept } from "./kept_shop.ts";

const revenue = overview(january);

Deno.test("what was sent before is found as it is: nothing is parsed or executed, and nothing asked", () =>
  withKept(async ({ shop, ...stage }) => {
    const one = shop.process();
    const requests = () => [
      getRequest(revenue),
      getRequest(revenue, { "accept-encoding": "br" }),
      getRequest(revenue, { "if-none-match": "*" }),
      postRequest(revenue),
    ];
    for (const request of requests()) await (await one.send(request)).body?.cancel();
    const [executed, asked] = [one.executed(), shop.asked.length];
    const again = requests();
    const { parse, stringify } = JSON;
    const forbidden = () => {
      throw new TypeError("Nothing is read or written as JSON");
    };
    Object.assign(JSON, { parse: forbidden, stringify: forbidden });
    try {
      for (const request of again) {
        const response = await one.send(request);
        assert.equal(response.headers.get("server-timing"), "cache;desc=memory, lane;desc=CACHE");
        await response.body?.cancel();
      }
    } finally {
      Object.assign(JSON, { parse, stringify });
    }
    assert.deepEqual([one.executed(), shop.asked.length], [executed, asked]);
    // What a drain altered is found so no longer than its process has not heard of it.
    await stage.a.unsafe(orders(1, "2024-01-20"));
    await drained(stage);
    shop.pass(3_000);
    const response = await one.send(getRequest(revenue));
    assert.match(response.headers.get("server-timing") ?? "", /desc=miss/);
    assert.equal((await response.json()).data.salesOverview.totalOrders, 4);
  }));

Deno.test("a body that is not UTF-8 is refused, whatever was sent before", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const text = JSON.stringify({ query: revenue, note: "\uFFFD" });
    const wrong = Uint8Array.from(
      text,
      (character) => character === "\uFFFD" ? 0xff : character.charCodeAt(0),
    );
    const statusOf = async (body: BodyInit) => {
      const headers = { "content-type": "application/json", "content-length": "1" };
      const request = new Request("http://shop.example/graphql", { method: "POST", body, headers });
      const response = await one.send(request);
      return [response.status, /desc=\w+/.exec(response.headers.get("server-timing") ?? "")?.[0]];
    };
    assert.deepEqual(await statusOf(text), [200, "desc=miss"]);
    assert.deepEqual(await statusOf(text), [200, "desc=memory"]);
    assert.deepEqual(await statusOf(wrong), [400, "desc=miss"]);
  }));

Deno.test("nobody is sent what was made for another scope, however his request looks", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const key = fc.constantFrom(
      "all",
      "viewer",
      "viewer region:West",
      "region:West",
      "region:West\0",
      "",
      "/graphql",
    );
    const scope = fc.record({ role: fc.constant("admin" as const), key, isPublic: fc.boolean() });
    const request = fc.constantFrom(
      () => getRequest(revenue),
      () => postRequest(revenue),
      () => getRequest(revenue, { "if-none-match": "*" }),
      () => getRequest(revenue, { accept: responseJson, "accept-encoding": "br" }),
    );
    // In a first visit the answer is computed for its scope: only later ones may be told what is kept.
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(scope, request), { maxLength: 6 }), async (visits) => {
        for (const [scope, request] of visits) {
          const before = one.executed();
          const { headers } = await one.send(request(), scope);
          assert.equal(one.executed() - before, seen.has(scope.key) ? 0 : 1);
          seen.add(scope.key);
          if (request().method === "GET") {
            assert.match(headers.get("cache-control") ?? "", scope.isPublic ? /^public/ : /^private/);
          }
        }
      }),
      { numRuns: 100 },
    );
  }));

Deno.test("a body is no query string: one that says what a URL said is refused as what it is", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    for (let times = 0; times < 2; times++) await (await one.send(getRequest(revenue))).body?.cancel();
    const { url } = getRequest(revenue);
    for (const body of [url, `?${url}`]) {
      const headers = { "content-type": "application/json", "content-length": String(body.length) };
      const request = new Request("http://shop.example/graphql", { method: "POST", body, headers });
      const response = await one.send(request);
      assert.equal(response.status, 400);
      assert.equal((await response.json()).errors[0].extensions.code, "BAD_REQUEST");
    }
  }));
