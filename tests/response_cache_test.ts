/** Whole responses and single answers, kept, over a real database and a real Redis. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { createMemoryStore } from "../src/cache/memory.ts";
import { createRedisStore } from "../src/cache/redis.ts";
import { createPatience } from "../src/cache/shared.ts";
import type { CacheStore } from "../src/cache/store.ts";
import type { Found } from "../src/cache/tiers.ts";
import { until } from "../src/dev/elsewhere.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { drained, orders, withShop } from "../src/precompute/drain_testing.ts";
import { options } from "./interleave.ts";
import {
  february,
  getRequest,
  january,
  keptShop,
  overview,
  postRequest,
  resultOf,
  untilThere,
  withKept,
} from "./kept_shop.ts";

const told = (found: Found) => [found.freshness, found.from, resultOf(found).data] as const;
const lanes = (found: Found) =>
  Object.values(resultOf(found).extensions?.answers ?? {}).map(({ lane }) => lane);
const sold = (totalRevenue: number, totalOrders: number) => ({
  salesOverview: { totalRevenue, totalOrders },
});

Deno.test("a response is kept as its bytes, and says so", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const computed = await one.ask(overview(january));
    assert.deepEqual([told(computed), lanes(computed)], [["fresh", "database", sold(6, 3)], ["AGGREGATE"]]);
    const kept = await one.ask(overview(january));
    assert.deepEqual([told(kept), lanes(kept)], [["fresh", "memory", sold(6, 3)], ["CACHE"]]);
    assert.deepEqual(one.peek(overview(january))?.body, kept.body);
    const { asOf: first } = Object.values(resultOf(computed).extensions?.answers ?? {})[0] ?? {};
    const { asOf: second } = Object.values(resultOf(kept).extensions?.answers ?? {})[0] ?? {};
    assert.ok(first !== undefined && first === second);
    assert.deepEqual(shop.asked, ["salesOverview.AGGREGATE.hours"]);
  }));

Deno.test("different documents share the answer to a question, and other questions have their own", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await one.ask(overview(january));
    const both = `{
      a: salesOverview(dateRange: ${january}, compareTo: NONE) { totalOrders totalRevenue }
      b: salesOverview(dateRange: ${january}, compareTo: NONE) { totalOrders }
    }`;
    const found = await one.ask(both);
    assert.deepEqual(resultOf(found).data, {
      a: { totalOrders: 3, totalRevenue: 6 },
      b: { totalOrders: 3 },
    });
    assert.deepEqual(lanes(found), ["CACHE", "CACHE"]);
    assert.equal(shop.asked.length, 1);
    await one.ask(overview(january, "customers"));
    await one.ask(overview(february));
    const query =
      "query ($r: DateRangeInput!) { salesOverview(dateRange: $r, compareTo: NONE) { totalOrders } }";
    for (const endDate of ["2024-01-11T05:00:00Z", "2024-01-12T05:00:00Z"]) {
      await one.ask(query, { variables: { r: { startDate: "2024-01-01T05:00:00Z", endDate } } });
    }
    assert.equal(shop.asked.length, 5);
  }));

Deno.test("a response is for those who may see the same", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await one.ask(overview(january), { scope: "all" });
    assert.equal(one.peek(overview(january), { scope: "all" })?.freshness, "fresh");
    assert.equal(one.peek(overview(january), { scope: "region West" }), undefined);
  }));

Deno.test("what a drain altered is renewed, and closed months stay", () =>
  withKept(async (stage) => {
    const { shop } = stage;
    const one = shop.process();
    for (const range of [january, february]) await one.ask(overview(range));
    await stage.a.unsafe(orders(1, "2024-02-10"));
    await drained(stage);
    shop.pass(3_000);
    assert.deepEqual(told(await one.ask(overview(january))), ["fresh", "memory", sold(6, 3)]);
    assert.deepEqual(told(await one.ask(overview(february))), ["fresh", "database", sold(1, 1)]);
    // Heard of while something else is asked for, and renewed ahead.
    await stage.a.unsafe(orders(2, "2024-02-11"));
    await drained(stage);
    shop.pass(1_100);
    await one.ask(overview(january));
    await until(() => {
      const found = one.peek(overview(february));
      return Promise.resolve(found && isDeepStrictEqual(resultOf(found).data, sold(4, 3)));
    });
    await one.tiers.settle();
  }));

Deno.test("a response is outdated by what outdates any of its answers", () =>
  withKept(async (stage) => {
    const { shop } = stage;
    const one = shop.process();
    const part = (range: string) => `salesOverview(dateRange: ${range}, compareTo: NONE) { totalOrders }`;
    const both = `{ first: ${part(january)} second: ${part(february)} }`;
    const counts = async () => {
      const { data } = resultOf(await one.ask(both));
      return Object.values(data ?? {}).map((answer) => (answer as { totalOrders: number }).totalOrders);
    };
    assert.deepEqual(await counts(), [3, 0]);
    for (const [day, expected] of [["2024-02-10", [3, 1]], ["2024-01-11", [4, 1]]] as const) {
      await stage.a.unsafe(orders(1, day));
      await drained(stage);
      shop.pass(3_000);
      assert.deepEqual(await counts(), expected);
    }
    await one.tiers.settle();
  }));

Deno.test("a response with an error, or with a field that is not kept, is not kept", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const product =
      '{ productPerformance(productId: "00000000-0000-7000-8000-000000000000", period: YEAR) { revenue } }';
    for (let times = 1; times <= 2; times++) {
      const found = await one.ask(product);
      assert.equal(resultOf(found).errors?.[0]?.extensions?.["code"], "NOT_FOUND");
      assert.equal(found.entry, undefined);
      assert.equal(shop.asked.length, times);
    }
    for (const query of ["{ __typename }", "{ nothing }", "{"]) {
      assert.equal((await one.ask(query)).entry, undefined, query);
    }
    const found = await one.ask("{ shop { currency } }");
    assert.ok(found.entry && found.entry.freshUntil - found.entry.computedAt === 30_000);
    const freshness = await one.ask("{ shop { freshness { lane } } }");
    assert.ok(freshness.entry && freshness.entry.freshUntil - freshness.entry.computedAt === 1_000);
  }));

/** @returns a tier to share, and the keys that are looked for there */
function watched(): { readonly shared: CacheStore; readonly looked: string[] } {
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  const looked: string[] = [];
  const shared: CacheStore = {
    ...memory,
    getMany: (keys) => {
      looked.push(...keys);
      return memory.getMany(keys);
    },
    lease: (key, ttlMs) => {
      looked.push(key);
      return memory.lease(key, ttlMs);
    },
  };
  return { shared, looked };
}

Deno.test("a text that is no id is refused before its answer is looked for", async () => {
  const { shared, looked } = watched();
  await withKept(async ({ shop }) => {
    const one = shop.process();
    for (const id of ["1", "\ud800"]) {
      const question = `($id: ID!) {
        product: productPerformance(productId: $id, period: YEAR) { revenue }
        customer: customerLifetimeValue(customerId: $id) { orders }
      }`;
      const { errors } = resultOf(await one.ask(`query ${question}`, { variables: { id } }));
      assert.match(errors?.[0]?.message ?? "", /^Argument \w+Id must be a UUID/);
    }
    await one.tiers.settle();
  }, shared);
  assert.ok(looked.length > 0 && looked.every((key) => key.includes("response:")), String(looked));
});

Deno.test("a document that cannot be executed is refused before anything is looked for", async () => {
  const { shared, looked } = watched();
  await withKept(async ({ shop }) => {
    const one = shop.process();
    const wrong = ["{", "{ nothing }", "mutation { a }", `{ ${"a:__typename ".repeat(100)} }`];
    for (const query of [...wrong, "query a { __typename } query b { __typename }"]) {
      for (const request of [getRequest(query), postRequest(query)]) {
        assert.ok((await (await one.send(request)).json()).errors.length > 0, query);
      }
    }
    await one.tiers.settle();
  }, shared);
  assert.deepEqual(looked, []);
});

Deno.test("variables that the operation does not declare, and their order, make no other answer", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const query = `query Sold($to: DateTime!, $from: DateTime!) {
      salesOverview(dateRange: { startDate: $from, endDate: $to }, compareTo: NONE) { totalOrders }
    }`;
    const [from, to] = ["2024-01-01T05:00:00Z", "2024-02-01T05:00:00Z"];
    await one.ask(query, { variables: { from, to } });
    const alike = [
      { to, from },
      { from, to, period: "YEAR" },
      JSON.parse(`{"__proto__":1,"from":"${from}","to":"${to}"}`),
    ];
    for (const variables of alike) {
      assert.deepEqual(told(await one.ask(query, { variables })).slice(0, 2), ["fresh", "memory"]);
    }
    assert.equal(one.executed(), 1);
    assert.equal(resultOf(await one.ask(query, { variables: { from, to: from } })).errors?.length, 1);
  }));

Deno.test("a response lives no longer than the answers that it is made of", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    const { entry } = await one.ask(overview(january));
    shop.pass(40_000);
    const later = await one.ask(overview(january, "totalOrders totalRevenue"));
    assert.deepEqual(lanes(later), ["CACHE"]);
    assert.equal(later.entry?.freshUntil, entry?.freshUntil);
  }));

Deno.test("while the database is gone, what was answered is told as stale, and nothing new", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await one.ask(overview(january));
    shop.answers = false;
    shop.pass(300_000);
    assert.deepEqual(told(await one.ask(overview(january))), ["stale", "memory", sold(6, 3)]);
    const failed = await one.ask(overview(february));
    assert.equal(resultOf(failed).errors?.[0]?.extensions?.["code"], "UNAVAILABLE");
    // Made of what is stale, it would be older than it says.
    const made = await one.ask(overview(january, "totalOrders totalRevenue"));
    assert.deepEqual([resultOf(made).data, made.entry], [{
      salesOverview: { totalOrders: 3, totalRevenue: 6 },
    }, undefined]);
    shop.pass(400_000);
    const tooOld = await one.ask(overview(january));
    assert.equal(resultOf(tooOld).errors?.[0]?.extensions?.["code"], "UNAVAILABLE");
  }));

Deno.test("three processes, three hundred requests, an empty Redis: each question reaches the database once", async () => {
  await using server = await startRedisServer();
  const stores = [1, 2, 3].map(() => createRedisStore(server.url));
  await Promise.all(stores.map(untilThere));
  await withShop(async (stage) => {
    await stage.a.unsafe(orders(3));
    await drained(stage);
    const { timeZone, weekStart, clock } = options;
    const shops = stores.map((shared) =>
      keptShop({
        pool: stage.pool,
        calendar: { timeZone, weekStart },
        businessNow: clock.business(),
        shared,
        // Redis answers at its leisure where the machine has much else to do: then processes would go on without it.
        newPatience: () => createPatience(20_000),
      })
    );
    const processes = shops.map((shop) => shop.process());
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
    assert.deepEqual(shops.flatMap(({ asked }) => asked).toSorted(), [
      "salesOverview.AGGREGATE.hours",
      "salesOverview.AGGREGATE.hours",
      "salesTrends.AGGREGATE.hours",
      "topProducts.AGGREGATE",
    ]);
    await Promise.all(processes.map(({ tiers }) => tiers.settle()));
  });
  await Promise.all(stores.map((store) => store.close()));
});
