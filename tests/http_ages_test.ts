/** How old an answer HTTP's clients are told, over a real database: no older than they take it, and when it is stale. */
import assert from "node:assert/strict";
import { getRequest, january, overview, withKept } from "./kept_shop.ts";

const revenue = overview(january);

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
  }));

Deno.test("a response is as old as the oldest answer in it, from the first who is told it", () =>
  withKept(async ({ shop }) => {
    const one = shop.process();
    await (await one.send(getRequest(revenue))).body?.cancel();
    shop.pass(7_000);
    const both = `{
      a: salesOverview(dateRange: ${january}, compareTo: NONE) { totalRevenue totalOrders }
      b: salesOverview(dateRange: ${january}, compareTo: NONE) { customers }
    }`;
    for (const from of ["miss", "memory"]) {
      const { headers } = await one.send(getRequest(both));
      assert.match(headers.get("server-timing") ?? "", new RegExp(`^cache;desc=${from}`));
      assert.equal(headers.get("age"), "7");
      assert.match(headers.get("cache-control") ?? "", /s-maxage=9,/);
    }
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
