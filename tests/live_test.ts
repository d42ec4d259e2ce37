/** What open pages are told over HTTP, by a web process over a real database. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { Tidings } from "../src/base/tidings.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { addTestUser, bearerOf, cookieFrom, passwordOfAll, sendSignIn, tokenSettings } from "./callers.ts";
import { openSmallShop } from "./small_shop.ts";
import { testWeb } from "./web.ts";

type Headers = Readonly<Record<string, string>>;

interface Listener extends AsyncDisposable {
  readonly response: Response;
  /** @returns the first event that is wanted; undefined where the end comes before */
  until(isWanted: (tidings: Tidings) => boolean): Promise<Tidings | undefined>;
}

async function listen(url: string, headers: Headers): Promise<Listener> {
  const response = await fetch(url, { headers });
  const events = (response.body ?? assert.fail("no body")).pipeThrough(new TextDecoderStream())[
    Symbol.asyncIterator
  ]();
  let text = "";
  return {
    response,
    async until(isWanted) {
      for (;;) {
        const [event, ...rest] = text.split("\n\n");
        if (rest.length > 0) {
          text = rest.join("\n\n");
          const tidings: Tidings = JSON.parse((event ?? "").replace(/^data: /, ""));
          if (isWanted(tidings)) return tidings;
          continue;
        }
        const { value, done } = await events.next();
        if (done) return undefined;
        text += value;
      }
    },
    [Symbol.asyncDispose]: async () => void await events.return?.(),
  };
}

Deno.test("open pages are told what a drain has changed, and go when they may stay no longer", async (t) => {
  await using database = await testDatabase();
  await using shop = await openSmallShop(database.url);
  const calendar = { timeZone: "Europe/Berlin", currency: "EUR", weekStart: 1 } as const;
  const businessNow = Temporal.Instant.from("2024-03-31T21:59:59.999Z");
  const drain = () => drainAll(shop.pool, { ...calendar, clock: createClock(businessNow) });
  await drain();
  const email = await addTestUser(shop.pool, "viewer");
  await using web = await testWeb(database.url, {
    auth: "required",
    shop: calendar,
    businessNow,
    tokens: tokenSettings,
  });
  const viewer = await bearerOf("viewer");

  await t.step("nothing on the way keeps or gathers events", async () => {
    await using listener = await listen(`${web.address}/live`, { ...viewer, "accept-encoding": "br, gzip" });
    const { headers } = listener.response;
    assert.deepEqual(
      ["content-type", "content-encoding", "cache-control", "x-accel-buffering"].map((name) =>
        headers.get(name)
      ),
      ["text/event-stream", null, "no-store, no-transform", "no"],
    );
  });

  await t.step("an order is drained, and its month is told", async () => {
    await using listener = await listen(`${web.address}/live`, viewer);
    const first = await listener.until(() => true);
    assert.deepEqual(first?.changed, []);
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await sql`insert into orders (order_date, status, total_amount) values ('2024-02-10T12:00Z', 'completed', 5)`;
    await sql.end();
    await drain();
    const told = await listener.until(({ changed }) => changed.length > 0);
    assert.ok(told && Array.isArray(told.changed) && told.generation > (first?.generation ?? Infinity));
    assert.ok(told.changed.includes("sales_trends 2024-02-01"), told.changed.join());
    assert.ok(!told.changed.includes("sales_trends 2024-01-01"), told.changed.join());

    // Who was away since the first event is told the same at once.
    const since = `${first?.epoch}:${first?.generation}`;
    await using late = await listen(`${web.address}/live?since=${since}`, viewer);
    assert.deepEqual((await late.until(() => true))?.changed, told.changed);
  });

  await t.step("a session that ends takes its followers along", async () => {
    const cookie = await cookieFrom(await sendSignIn(web.address, { email, password: passwordOfAll }));
    await using own = await listen(`${web.address}/live`, cookie);
    await own.until(() => true);
    const signedOutAt = performance.now();
    const out = await fetch(`${web.address}/sign-out`, {
      method: "POST",
      body: new URLSearchParams(),
      headers: { ...cookie, "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });
    await out.body?.cancel();
    assert.equal(out.status, 303);
    assert.equal(await own.until(() => false), undefined);
    assert.ok(performance.now() - signedOutAt < 5_000);
  });

  await t.step("the process stops, and does not wait for those who follow", async () => {
    await using listener = await listen(`${web.address}/live`, viewer);
    await listener.until(() => true);
    const stoppedAt = performance.now();
    await web[Symbol.asyncDispose]();
    assert.equal(await listener.until(() => false), undefined);
    assert.ok(performance.now() - stoppedAt < 5_000, "within the grace that others have");
  });
});
