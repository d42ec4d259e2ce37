/** Whatever happens to the shared tier, no request fails, and none is answered wrong. */
import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { createLog } from "../src/base/log.ts";
import { guard } from "../src/cache/guard.ts";
import { createMemoryStore } from "../src/cache/memory.ts";
import { openSharedStore } from "../src/cache/open.ts";
import type { CacheStore } from "../src/cache/store.ts";
import { type RedisServer, startRedisServer } from "../src/dev/redis_server.ts";
import { drained } from "../src/precompute/drain_testing.ts";
import {
  january,
  type Kept,
  type KeptProcess,
  overview,
  resultOf,
  untilThere,
  withKept,
} from "./kept_shop.ts";

const log = createLog({ write: () => {} });

/** Asks Redis something beside the cache. */
async function aside(server: RedisServer, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(server.url);
  await work(redis);
  redis.disconnect();
}

/** What happens to Redis, and what ends it. */
const faults: Readonly<Record<string, (server: RedisServer) => Promise<() => Promise<void>>>> = {
  "is stopped": async (server) => {
    await server.stop();
    return () => server.start();
  },
  "hangs": (server) => {
    server.hang();
    return Promise.resolve(() => Promise.resolve(server.resume()));
  },
  "is full and evicts nothing": async (server) => {
    await aside(server, (redis) => redis.config("SET", "maxmemory", "1mb"));
    return () => aside(server, (redis) => redis.config("SET", "maxmemory", "0"));
  },
  "is full and evicts": async (server) => {
    await aside(server, async (redis) => {
      await redis.config("SET", "maxmemory-policy", "allkeys-lru");
      await redis.config("SET", "maxmemory", "1mb");
    });
    return () => aside(server, (redis) => redis.config("SET", "maxmemory", "0"));
  },
  "is flushed": async (server) => {
    await aside(server, (redis) => redis.flushall());
    return () => Promise.resolve();
  },
  "is restarted": async (server) => {
    await server.stop();
    await server.start();
    return () => Promise.resolve();
  },
  "holds garbage": async (server) => {
    await aside(server, async (redis) => {
      for (const key of await redis.keys("*")) await redis.set(key, "garbage");
    });
    return () => Promise.resolve();
  },
};

/** Fails unless that process and one that has kept nothing answer as the database does; then one more is sold. */
async function checkAnswers(kept: Kept, process: KeptProcess, sold: number): Promise<void> {
  for (const one of [process, kept.shop.process()]) {
    for (const fields of ["totalOrders", "totalOrders unitsSold", "totalOrders customers"]) {
      const { data, errors } = resultOf(await one.ask(overview(january, fields)));
      assert.equal(errors, undefined);
      assert.equal((data?.["salesOverview"] as { totalOrders: number }).totalOrders, sold, fields);
    }
    await one.tiers.settle();
  }
  await kept.a.unsafe(`select place('more ${sold}', '2024-01-12T12:00Z', 1)`);
  await drained(kept);
  kept.shop.pass(3_000);
}

for (const [what, happen] of Object.entries(faults)) {
  Deno.test(`Redis ${what}: every request is answered, and rightly`, async () => {
    await using server = await startRedisServer();
    const store = await openSharedStore({ kind: "redis", url: server.url }, log);
    await untilThere(store);
    await withKept(async (kept) => {
      const process = kept.shop.process();
      await checkAnswers(kept, process, 3);
      const end = await happen(server);
      for (const sold of [4, 5, 6]) await checkAnswers(kept, process, sold);
      await end();
      await untilThere(store);
      for (const sold of [7, 8]) await checkAnswers(kept, process, sold);
    }, store);
    await store.close();
  });
}

Deno.test("a Redis that hangs holds up a request by one deadline, for its response and answers together", async () => {
  let reads = 0;
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  const hanging: CacheStore = {
    ...memory,
    getMany: () => {
      reads++;
      return new Promise(() => {});
    },
  };
  const store = guard(hanging, { deadlineMs: 50, onChange: () => {} });
  await withKept(async ({ shop }) => {
    const one = shop.process();
    const found = await one.ask(overview(january));
    assert.equal(found.from, "database");
    assert.equal(reads, 1);
    await one.tiers.settle();
  }, store);
});
