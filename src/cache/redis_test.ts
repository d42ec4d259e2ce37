import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../base/errors.ts";
import { until } from "../dev/elsewhere.ts";
import { type RedisServer, startRedisServer } from "../dev/redis_server.ts";
import { item, testConformance, text } from "./conformance_testing.ts";
import { createRedisStore } from "./redis.ts";
import { type CacheStore, RefusedError } from "./store.ts";

interface Connected extends AsyncDisposable {
  readonly server: RedisServer;
  readonly store: CacheStore;
}

async function connected(settings: readonly string[] = []): Promise<Connected> {
  const server = await startRedisServer(settings);
  const store = createRedisStore(server.url);
  await untilAnswers(store);
  return {
    server,
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await server.stop();
    },
  };
}

/** Until it has connected, every call rejects. */
async function untilAnswers(store: CacheStore): Promise<void> {
  await until(() => store.getMany(["any"]).then(() => true, () => false));
}

// Redis counts by its own clock, which no test can set: what expires there takes its time.
testConformance("Redis", async () => {
  const { store, [Symbol.asyncDispose]: dispose } = await connected();
  return { store, pass: (ms) => delay(ms), [Symbol.asyncDispose]: dispose };
});

Deno.test("Redis gives no value that another program wrote", async () => {
  await using redis = await connected();
  const other = new Redis(redis.server.url);
  await other.set("text", "no header here");
  await other.set("long", `${"x".repeat(200)}\nvalue`);
  await other.rpush("list", "1", "2");
  other.disconnect();
  const keys = ["text", "long", "list"];
  assert.deepEqual(await redis.store.getMany(keys), [undefined, undefined, undefined]);
  assert.equal(await redis.store.lease("list", 1000), undefined);
  assert.equal(await redis.store.count("text", 2, 1000), 2);
  assert.deepEqual(await redis.store.setMany(keys.map((key) => item(key, "ours"))), [true, true, true]);
  assert.deepEqual(await redis.store.getMany(keys), [text("ours"), text("ours"), text("ours")]);
});

Deno.test("Redis that was flushed or restarted holds nothing and takes everything", async () => {
  await using redis = await connected();
  await redis.store.setMany([item("a", "1", 5)]);
  const other = new Redis(redis.server.url);
  await other.flushall();
  await other.script("FLUSH");
  other.disconnect();
  assert.deepEqual(await redis.store.getMany(["a"]), [undefined]);
  assert.deepEqual(await redis.store.setMany([item("a", "2", 4)]), [true]);
  await redis.server.stop();
  await assert.rejects(redis.store.getMany(["a"]), UnavailableError);
  await redis.server.start();
  await untilAnswers(redis.store);
  assert.deepEqual(await redis.store.setMany([item("a", "3", 3)]), [true]);
  assert.deepEqual(await redis.store.getMany(["a"]), [text("3")]);
});

Deno.test("Redis that is not there rejects at once", async () => {
  const server = await startRedisServer();
  await server.stop();
  const store = createRedisStore(server.url);
  await assert.rejects(store.getMany(["a"]), UnavailableError);
  await assert.rejects(store.count("a", 1, 1000), /Cannot count in Redis: /);
  await store.close();
});

Deno.test("Redis that takes no connection says why", async () => {
  await using server = await startRedisServer();
  const other = new Redis(server.url);
  await other.config("SET", "requirepass", "right");
  other.disconnect();
  const store = createRedisStore(server.url.replace("//", "//:wrong@"));
  const says = (reason: RegExp) =>
    until(() => store.getMany(["a"]).then(() => false, ({ message }: Error) => reason.test(message)));
  await says(/^Cannot read in Redis: WRONGPASS/);
  await server.stop();
  await says(/^Cannot read in Redis: connect ECONNREFUSED/);
  await store.close();
});

Deno.test("Redis that is full and evicts nothing refuses writes and still reads", async () => {
  await using redis = await connected(["--maxmemory", "4mb", "--maxmemory-policy", "noeviction"]);
  await redis.store.setMany([item("first", "1")]);
  const big = new Uint8Array(500_000);
  await assert.rejects(async () => {
    for (let index = 0; index < 20; index++) await redis.store.setMany([item(`big ${index}`, big)]);
  }, (error) => error instanceof RefusedError && /OOM/.test(error.message));
  assert.deepEqual(await redis.store.getMany(["first"]), [text("1")]);
  const other = new Redis(redis.server.url);
  await other.config("SET", "maxmemory", "1mb");
  other.disconnect();
  await assert.rejects(redis.store.lease("l", 1000), RefusedError);
  await assert.rejects(redis.store.count("c", 1, 1000), RefusedError);
});

Deno.test("Redis that is full and evicts takes what is new", async () => {
  await using redis = await connected(["--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru"]);
  const big = new Uint8Array(500_000);
  for (let index = 0; index < 20; index++) {
    assert.deepEqual(await redis.store.setMany([item(`big ${index}`, big)]), [true]);
  }
  const found = await redis.store.getMany(Array.from({ length: 20 }, (_, index) => `big ${index}`));
  assert.ok(found.includes(undefined) && found.at(-1));
});

Deno.test("Redis that hangs is connected to anew", async () => {
  await using redis = await connected();
  redis.server.hang();
  await assert.rejects(redis.store.getMany(["a"]), UnavailableError);
  redis.server.resume();
  await untilAnswers(redis.store);
});
