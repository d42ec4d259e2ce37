/** What HTTP says of kept answers, over a real database: to clients, to caches between, and to those who ask for fresher ones. */
import assert from "node:assert/strict";
import { scopeOf } from "../src/base/scope.ts";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { createMemoryStore } from "../src/cache/memory.ts";
import { drained, orders, withShop } from "../src/precompute/drain_testing.ts";
import { options } from "./interleave.ts";
import { february, getRequest, january, keptShop, overview, postRequest, withKept } from "./kept_shop.ts";

const revenue = overview(january);
const long = overview(
  january,
  Array.from({ length: 40 }, (_, index) => `theRevenueOfTheMonth${index}: totalRevenue`).join(" "),
);
const responseJson = "application/graphql-response+json";

type Headers = Readonly<Record<string, string | null>>;
interface Case {
  readonly name: string;
  readonly request: () => Request;
  readonly status?: number;
  /** As they are to be; null for one that is not to be there. */
  readonly headers: Headers;
  /** Undefined for one without a body. */
  readonly body?: "json" | "br" | "gzip";
}

const cases: readonly Case[] = [
  {
    name: "GET of what anybody may see",
    request: () => getRequest(revenue),
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "public, max-age=0, s-maxage=7, stale-while-revalidate=2, no-transform",
      vary: "accept, accept-encoding",
      age: "5",
      "server-timing": "cache;desc=memory, lane;desc=CACHE",
      "x-content-type-options": "nosniff",
      "content-encoding": null,
    },
    body: "json",
  },
  {
    name: "the newer type",
    request: () => getRequest(revenue, { accept: responseJson }),
    headers: { "content-type": `${responseJson}; charset=utf-8`, age: "5" },
    body: "json",
  },
  {
    name: "POST, whose answers no cache keeps",
    request: () => postRequest(revenue),
    headers: { "cache-control": "no-store, no-transform", etag: null, age: "5" },
    body: "json",
  },
  {
    name: "POST with a condition, which means nothing there",
    request: () => postRequest(revenue, { "if-none-match": "*" }),
    headers: {},
    body: "json",
  },
  {
    name: "HEAD",
    request: () => getRequest(revenue, {}, "HEAD"),
    headers: { age: "5", "content-type": "application/json; charset=utf-8" },
  },
  {
    name: "HEAD of what the client has",
    request: () => getRequest(revenue, { "if-none-match": "*" }, "HEAD"),
    status: 304,
    headers: { age: "5" },
  },
  {
    name: "GET of what the client has",
    request: () => getRequest(revenue, { "if-none-match": '"another", *' }),
    headers: {},
    body: "json",
  },
  {
    name: "GET of whatever the client has",
    request: () => getRequest(revenue, { "if-none-match": "*" }),
    status: 304,
    headers: {
      age: "5",
      "cache-control": "public, max-age=0, s-maxage=7, stale-while-revalidate=2, no-transform",
      vary: "accept, accept-encoding",
      "content-type": null,
    },
  },
  {
    name: "brotli, for what is worth it",
    request: () => getRequest(long, { "accept-encoding": "gzip, br" }),
    headers: { "content-encoding": "br" },
    body: "br",
  },
  {
    name: "gzip, for who prefers it",
    request: () => getRequest(long, { "accept-encoding": "gzip, br;q=0.5" }),
    headers: { "content-encoding": "gzip" },
    body: "gzip",
  },
  {
    name: "neither, for who refuses them",
    request: () => getRequest(long, { "accept-encoding": "gzip;q=0, br;q=0" }),
    headers: { "content-encoding": null },
    body: "json",
  },
  {
    name: "POST compressed",
    request: () => postRequest(long, { "accept-encoding": "br" }),
    headers: { "content-encoding": "br", "cache-control": "no-store, no-transform" },
    body: "br",
  },
  {
    name: "what is too short to be compressed",
    request: () => getRequest(revenue, { "accept-encoding": "br" }),
    headers: { "content-encoding": null },
    body: "json",
  },
  {
    name: "no older than the client takes it",
    request: () => getRequest(revenue, { "cache-control": "max-age=5" }),
    headers: { age: "5" },
    body: "json",
  },
  {
    name: "only what is kept",
    request: () => getRequest(revenue, { "cache-control": "only-if-cached" }),
    headers: { age: "5" },
    body: "json",
  },
  {
    name: "only what is kept, and no older than that",
    request: () => getRequest(revenue, { "cache-control": "only-if-cached, max-age=4" }),
    status: 504,
    headers: { "cache-control": "no-store", age: null, etag: null },
    body: "json",
  },
  {
    name: "only what is kept, of what is not",
    request: () => postRequest(overview(january, "totalOrders"), { "cache-control": "only-if-cached" }),
    status: 504,
    headers: { "cache-control": "no-store" },
    body: "json",
  },
];

async function textOf(response: Response): Promise<string> {
  const bytes = await response.bytes();
  switch (response.headers.get("content-encoding")) {
    case "br":
      return brotliDecompressSync(bytes).toString();
    case "gzip":
      return gunzipSync(bytes).toString();
    default:
      return new TextDecoder().decode(bytes);
  }
}

Deno.test("each request for what is kept is answered with its status and headers, asked twice", (t) =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    for (const query of [revenue, long]) await (await one.send(getRequest(query))).body?.cancel();
    shop.pass(5_900);
    const asked = shop.asked.length;
    for (const { name, request, status = 200, headers, body } of cases) {
      await t.step(name, async () => {
        const texts: string[] = [];
        for (let times = 0; times < 2; times++) {
          const response = await one.send(request());
          assert.equal(response.status, status);
          for (const [header, value] of Object.entries(headers)) {
            const given = response.headers.get(header);
            // What goes the long way says how long that took.
            assert.equal(
              header === "server-timing" ? given?.replace(/, total;.*/, "") : given,
              value,
              header,
            );
          }
          texts.push(await textOf(response));
        }
        assert.deepEqual(texts[0], texts[1]);
        assert.equal(texts[0] === "", body === undefined);
        if (body) JSON.parse(texts[0] ?? "");
      });
    }
    // Nothing of all this reached the database.
    assert.equal(shop.asked.length, asked);
  }));

Deno.test("each form of an answer has a tag of its own, which spares its body and no other's", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await one.send(getRequest(long));
    const forms: readonly Record<string, string>[] = [
      {},
      { "accept-encoding": "br" },
      { "accept-encoding": "gzip" },
      { accept: responseJson },
      { accept: responseJson, "accept-encoding": "br" },
    ];
    const tags = await Promise.all(forms.map(async (headers) => {
      return (await one.send(getRequest(long, headers))).headers.get("etag") ?? "";
    }));
    assert.equal(new Set(tags).size, forms.length);
    for (const tag of tags) assert.match(tag, /^"[\w.-]{22,}"$/);
    for (const [index, headers] of forms.entries()) {
      for (const [other, tag] of tags.entries()) {
        const response = await one.send(getRequest(long, { ...headers, "if-none-match": `"x", W/${tag}` }));
        assert.equal(response.status, other === index ? 304 : 200);
        assert.equal(response.headers.get("etag"), tags[index]);
      }
    }
  }));

Deno.test("the first who asks is told where an answer came from, under a tag of its own", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const [first, second] = [await one.send(getRequest(revenue)), await one.send(getRequest(revenue))];
    assert.deepEqual([first, second].map(({ headers }) => headers.get("age")), [null, "0"]);
    assert.match(
      first.headers.get("server-timing") ?? "",
      /^cache;desc=miss, lane;desc=AGGREGATE, total;dur=\d/,
    );
    const lane = (text: string) => JSON.parse(text).extensions.answers.salesOverview.lane;
    assert.deepEqual([lane(await textOf(first)), lane(await textOf(second))], ["AGGREGATE", "CACHE"]);
    assert.notEqual(first.headers.get("etag"), second.headers.get("etag"));
  }));

Deno.test("who takes nothing kept, or nothing so old, is answered anew, and others with that", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const ages: [string | null, number][] = [];
    const ask = async (cacheControl: string | undefined) => {
      const response = await one.send(
        getRequest(revenue, cacheControl ? { "cache-control": cacheControl } : {}),
      );
      await response.body?.cancel();
      ages.push([response.headers.get("age"), shop.asked.length]);
    };
    await ask(undefined);
    shop.pass(5_000);
    await ask("max-age=4");
    await ask("max-age=4");
    shop.pass(1_000);
    await ask("no-cache");
    await ask("max-age=0");
    await ask(undefined);
    shop.pass(999);
    await ask("max-age=0");
    shop.pass(1);
    await ask("max-age=0");
    assert.deepEqual(ages, [[null, 1], [null, 2], ["0", 2], [null, 3], ["0", 3], ["0", 3], ["0", 3], [
      null,
      4,
    ]]);
    // A response is as old as the oldest answer in it, whatever is asked for beside it.
    shop.pass(7_000);
    const both = `{
      a: salesOverview(dateRange: ${january}, compareTo: NONE) { totalRevenue totalOrders }
      b: salesOverview(dateRange: ${january}, compareTo: NONE) { customers }
    }`;
    await (await one.send(getRequest(both))).body?.cancel();
    assert.equal((await one.send(getRequest(both))).headers.get("age"), "7");
  }));

Deno.test("what only some may see is kept by their own caches, to be asked for each time", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const scope = scopeOf("viewer");
    for (let times = 0; times < 2; times++) {
      const { headers } = await one.send(getRequest(revenue), scope);
      assert.equal(headers.get("cache-control"), "private, no-cache, no-transform");
      assert.equal(headers.get("vary"), "accept, accept-encoding, authorization, cookie");
      assert.ok(headers.get("etag"));
    }
  }));

Deno.test("errors, and what is not kept, are nobody's to keep", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const missing =
      `{ productPerformance(productId: "00000000-0000-7000-8000-000000000000", period: YEAR) { revenue } }`;
    for (const query of [missing, "{", "{ nothing }", "{ __typename }"]) {
      for (const request of [getRequest(query), getRequest(query), postRequest(query)]) {
        const { headers } = await one.send(request);
        const given = ["cache-control", "etag", "age"].map((name) => headers.get(name));
        assert.deepEqual(given, ["no-store", null, null], query);
      }
    }
    // Both of missing were executed, and so was what POST asked for.
    assert.equal(shop.asked.length, 3);
  }));

Deno.test("while the database is gone, what was answered says that it is stale, and that nobody is to keep it", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await (await one.send(getRequest(revenue))).body?.cancel();
    shop.answers = false;
    shop.pass(300_000);
    const response = await one.send(getRequest(revenue));
    assert.equal(response.status, 200);
    const given = ["cache-control", "etag"].map((name) => response.headers.get(name));
    assert.deepEqual(given, ["no-store", null]);
    assert.match(response.headers.get("server-timing") ?? "", /^cache;desc=stale, lane;desc=CACHE/);
    const { data, extensions } = await response.json();
    assert.deepEqual([data.salesOverview.totalRevenue, extensions.stale], [6, true]);
    // Made of what is stale, it says so too.
    const made = await (await one.send(getRequest(overview(january, "totalOrders totalRevenue")))).json();
    assert.equal(made.extensions.stale, true);
    const refused = await (await one.send(getRequest(revenue, { "cache-control": "max-age=60" }))).json();
    assert.equal(refused.errors[0].extensions.code, "UNAVAILABLE");
    shop.answers = true;
    shop.pass(1_000);
    const back = await (await one.send(getRequest(revenue, { "cache-control": "no-cache" }))).json();
    assert.equal(back.extensions.stale, undefined);
  }));

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

Deno.test("three processes, three hundred requests, nothing kept: each question reaches the database once", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(orders(3));
    await drained(stage);
    const { timeZone, weekStart, clock } = options;
    // In this process's memory, so that it answers however busy the machine is.
    const shared = createMemoryStore({ maxBytes: 1_000_000 });
    const shop = keptShop({
      pool: stage.pool,
      calendar: { timeZone, weekStart },
      businessNow: clock.business(),
      shared,
    });
    const processes = [shop.process(), shop.process(), shop.process()];
    const documents = [
      overview(january),
      overview(february),
      overview(january, "totalOrders totalRevenue"),
      "{ topProducts(sortBy: REVENUE) { revenue } }",
      "{ salesTrends(period: YEAR, metric: REVENUE) { value } }",
    ];
    const answers = await Promise.all(Array.from({ length: 300 }, async (_, index) => {
      const request = (index % 2 === 0 ? getRequest : postRequest)(documents[index % documents.length] ?? "");
      return await (await processes[index % 3]?.send(request))?.json();
    }));
    assert.ok(answers.every((answer) => answer?.data && answer.errors === undefined));
    // Two overviews, of which one is asked for by two documents, the ranking and the trend.
    assert.deepEqual(shop.asked.toSorted(), [
      "salesOverview.AGGREGATE.hours",
      "salesOverview.AGGREGATE.hours",
      "salesTrends.AGGREGATE.hours",
      "topProducts.AGGREGATE",
    ]);
    await Promise.all(processes.map(({ tiers }) => tiers.settle()));
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
