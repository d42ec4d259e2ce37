/** What stops questions, above all those that read the orders themselves, and what whoever asked is told. */
import assert from "node:assert/strict";
import postgres from "postgres";
import type { Analytics } from "../src/analytics/analytics.ts";
import { readAllowances } from "../src/base/allowance.ts";
import { createAddressOf } from "../src/http/address.ts";
import { createHttpMeter } from "../src/http/meter.ts";
import { createRateLimit } from "../src/http/rate_limit.ts";
import { createApp } from "../src/app.ts";
import { createClock } from "../src/base/clock.ts";
import { scopeOf } from "../src/base/scope.ts";
import { CancelledError, messageOf } from "../src/base/errors.ts";
import type { Coverage } from "../src/analytics/lane.ts";
import { type Cancellable, createPool, type Pool } from "../src/db/pool.ts";
import { untilBlocked, untilNoneBlocked, whileLocked } from "../src/dev/locks.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { LanewayCaller } from "../src/graphql/context.ts";
import { createDocumentStore } from "../src/graphql/document_store.ts";
import { createExecutor } from "../src/graphql/execute.ts";
import { createGraphqlHandler } from "../src/graphql/handler.ts";
import { createResponder } from "../src/graphql/responder.ts";
import { createSchema } from "../src/graphql/schema.ts";
import { memoryLog } from "../src/graphql/testing.ts";

interface Shop {
  /** @returns the response's status and body */
  ask(query: string, signal?: AbortSignal): Promise<readonly [number, Result]>;
  readonly sql: postgres.Sql;
  /** What became of each statement, in the order they ended. */
  readonly ended: readonly unknown[];
  /** The name of each statement, and whether it can be given up. */
  readonly asked: readonly (readonly [string, boolean])[];
  readonly logged: readonly string[];
}

interface Result {
  readonly data: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const unbuilt: Coverage = { asOf: undefined, timeZone: undefined, views: [] };

/** A shop without aggregates, so that the orders answer everything, unless its coverage says otherwise. */
async function withShop(
  deadlineMs: number,
  work: (shop: Shop) => Promise<void>,
  coverage: Coverage = unbuilt,
): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  const orders = createPool({ url: database.url, size: 1, deadlineMs, name: "test orders" });
  const ended: unknown[] = [];
  const asked: [string, boolean][] = [];
  const recorded = (pool: Pool): Cancellable => ({
    run: async (...given: Parameters<Cancellable["run"]>) => {
      const [{ name }, , signal] = given;
      asked.push([name, signal !== undefined]);
      const [result] = await Promise.allSettled([pool.run(...given)]);
      ended.push(result.status === "rejected" ? result.reason : "answered");
      if (result.status === "rejected") throw result.reason;
      return result.value as never;
    },
  });
  const { log, lines } = memoryLog();
  const server = serve({
    database: recorded(pool),
    direct: recorded(orders),
    calendar: { timeZone: "UTC", weekStart: 1 },
    currency: "USD",
    clock: createClock(Temporal.Instant.from("2024-02-20T00:00:00Z")),
    coverage: () => Promise.resolve(coverage),
  }, log);
  try {
    await work({
      ask: async (query, signal) => {
        const response = await fetch(`http://127.0.0.1:${server.addr.port}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query }),
          ...(signal && { signal }),
        });
        return [response.status, await response.json()];
      },
      sql,
      ended,
      asked,
      logged: lines,
    });
  } finally {
    await server.shutdown();
    await Promise.all([pool.close(), orders.close(), sql.end()]);
  }
}

const everyone = { name: "everyone", scope: scopeOf("admin") };

function serve(
  analytics: Analytics,
  log: ReturnType<typeof memoryLog>["log"],
): Deno.HttpServer<Deno.NetAddr> {
  const execute = createExecutor<LanewayCaller>({ schema: createSchema(), introspection: false, log });
  const responder = createResponder(execute, undefined);
  const unlimited = readAllowances("off");
  const addressOf = createAddressOf(0);
  const app = createApp({
    notes: undefined,
    addressOf,
    rateLimit: createRateLimit({
      requests: unlimited,
      cost: unlimited,
      addressOf,
      trustsProxy: false,
      store: undefined,
      log,
    }),
    authenticate: { known: () => everyone, caller: () => everyone },
    ingest: () => Promise.reject(new Error("not here")),
    mintEmbed: () => Promise.reject(new Error("not asked")),
    canSign: false,
    changes: {
      follow: () => Promise.reject(new Error("not asked")),
      look: () => Promise.resolve(),
    },
    visits: {
      signIn: () => Promise.resolve({ kind: "refused" }),
      signOut: () => Promise.resolve(""),
    },
    analytics,
    responder,
    graphql: createGraphqlHandler({
      responder,
      documents: createDocumentStore({ stored: new Map(), trustedOnly: false }),
      log,
    }),
    graphiql: false,
    assets: () => Promise.resolve(null),
    pages: () => Promise.resolve(new Response()),
    health: {
      ready: () => Promise.reject(new Error("not asked")),
      freshness: () => Promise.reject(new Error("not asked")),
    },
    meter: createHttpMeter(() => ({ get: 0, unchanged: 0, post: 0 })),
    routeOf: String,
    isTraced: false,
    onRan: () => () => {},
    log,
  });
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {}, handler: app });
}

Deno.test("a question that takes too long says which it is, and what would make it answerable", async () => {
  await withShop(200, async ({ ask, sql, logged }) => {
    const range = '{ startDate: "2023-01-01T00:00:00Z", endDate: "2024-01-01T00:00:00Z" }';
    const query = `{ shop { currency } salesOverview(dateRange: ${range}) { totalOrders } }`;
    await whileLocked(sql, "orders", async () => {
      const [status, { data, errors }] = await ask(query);
      assert.equal(status, 200);
      assert.equal(data, null);
      assert.deepEqual(errors?.map(({ message, extensions }) => [extensions.code, message]), [[
        "QUERY_TOO_BROAD",
        "Cannot answer salesOverview over 365 days from the orders themselves in time: ask for a shorter range",
      ]]);
    });
    // Nothing is wrong with the server.
    assert.deepEqual(logged, []);
    const [status, { data }] = await ask(query);
    assert.deepEqual([status, data], [200, { shop: { currency: "USD" }, salesOverview: { totalOrders: 0 } }]);
  });
});

Deno.test("who asks too much for new customers is told that all before counts, and what would do without", async () => {
  await withShop(200, async ({ ask, sql }) => {
    const asked = (fields: string) =>
      `{ customerRetention(period: MONTH, filter: { regions: ["West"] }) { ${fields} } }`;
    await whileLocked(sql, "orders", async () => {
      const messages = async (fields: string) =>
        (await ask(asked(fields)))[1].errors?.map(({ message }) => message);
      assert.deepEqual(await messages("customers newCustomers"), [
        "Cannot answer customerRetention over 19 days and all before with filter.regions from the orders themselves in " +
        "time: ask for a shorter range, or ask without filter.regions, or ask without newCustomers and returningCustomers",
      ]);
      assert.deepEqual(await messages("customers"), [
        "Cannot answer customerRetention over 19 days with filter.regions from the orders themselves in time: " +
        "ask for a shorter range, or ask without filter.regions",
      ]);
    });
  });
});

Deno.test("a client that goes away takes its question with it", async () => {
  await withShop(60_000, async ({ ask, sql, ended, logged }) => {
    const query = "{ salesOverview(period: YEAR) { totalOrders } }";
    await whileLocked(sql, "orders", async () => {
      const client = new AbortController();
      const asked = assert.rejects(ask(query, client.signal), { name: "AbortError" });
      await untilBlocked(sql);
      client.abort();
      await asked;
      // The lock is still held: only giving up ends the wait.
      await untilNoneBlocked(sql);
    });
    // The one connection is free for the next.
    assert.deepEqual((await ask(query))[1].data, { salesOverview: { totalOrders: 0 } });
    const [first, second] = ended;
    assert.ok(first instanceof CancelledError, messageOf(first));
    assert.equal(second, "answered");
    assert.deepEqual(logged, []);
  });
});

const built: Coverage = { asOf: Temporal.Instant.from("2024-02-20T00:00:00Z"), timeZone: "UTC", views: [] };
// What waits while a table is locked.
const others: readonly (readonly [string, string, string, Coverage])[] = [
  ["of the aggregates", "agg_hourly_metrics", "{ salesOverview(period: YEAR) { totalOrders } }", built],
  ["of the shop's data", "orders", "{ shop { dataRange { startDate } } }", unbuilt],
];

for (const [what, table, query, coverage] of others) {
  Deno.test(`a client that goes away takes its question ${what} with it`, async () => {
    await withShop(60_000, async ({ ask, sql, ended, logged }) => {
      await whileLocked(sql, table, async () => {
        const client = new AbortController();
        const asked = assert.rejects(ask(query, client.signal), { name: "AbortError" });
        await untilBlocked(sql);
        client.abort();
        await asked;
        // The lock is still held: only giving up ends the wait.
        while (ended.length === 0) await sql`select`;
      });
      const [only, ...more] = ended;
      assert.ok(only instanceof CancelledError, messageOf(only));
      assert.deepEqual([more, logged], [[], []]);
    }, coverage);
  });
}

Deno.test("every statement of a question can be given up, those for things by their ids too", async () => {
  await withShop(60_000, async ({ ask, sql, asked }) => {
    await sql.unsafe(`
      with category as (insert into categories (name) values ('C') returning id),
        product as (
          insert into products (name, category_id, cost_price, selling_price) select 'P', id, 1, 2 from category
          returning id
        ),
        placed as (
          insert into orders (order_date, total_amount, status) values ('2024-02-01T00:00:00Z', 2, 'completed')
          returning id, order_date
        )
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select placed.id, order_date, product.id, 1, 2, 2 from placed, product`);
    const query = "{ topProducts(period: YEAR, sortBy: REVENUE) { product { category { name } } } }";
    assert.deepEqual((await ask(query))[1].data, { topProducts: [{ product: { category: { name: "C" } } }] });
    assert.deepEqual(asked, [
      ["topProducts.DIRECT", true],
      ["productsByIds", true],
      ["categoriesByIds", true],
    ]);
  });
});
