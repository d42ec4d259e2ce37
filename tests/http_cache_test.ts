/** What HTTP says of kept answers, over a real database: to clients, and to caches between. */
import assert from "node:assert/strict";
import { scopeOf } from "../src/base/scope.ts";
import { responseJson, textOf } from "../src/graphql/handler_testing.ts";
import { getRequest, january, overview, postRequest, withKept } from "./kept_shop.ts";

const revenue = overview(january);
const long = overview(
  january,
  Array.from({ length: 40 }, (_, index) => `theRevenueOfTheMonth${index}: totalRevenue`).join(" "),
);

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
    name: "the same, which is not found at once",
    request: () => postRequest(revenue, { "if-none-match": "*", "cache-control": "max-age=60" }),
    headers: { etag: null },
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

Deno.test("whoever waits for what fails is told the id that the log knows it by", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    shop.answers = false;
    const answers = await Promise.all(["first", "second"].map(async (requestId) => {
      return await (await one.send(getRequest(revenue), undefined, requestId)).json();
    }));
    assert.equal(one.executed(), 1);
    for (const { errors } of answers) {
      assert.deepEqual(errors[0].extensions, { code: "UNAVAILABLE", requestId: "first" });
    }
  }));
