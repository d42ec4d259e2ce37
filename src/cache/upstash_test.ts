import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../base/errors.ts";
import { startRedisServer } from "../dev/redis_server.ts";
import { startUpstashServer, type UpstashServer } from "../dev/upstash_server.ts";
import { item, testConformance, text } from "./conformance_testing.ts";
import { RefusedError } from "./store.ts";
import { createUpstashStore } from "./upstash.ts";

interface Upstash extends AsyncDisposable {
  readonly redisUrl: string;
  readonly server: UpstashServer;
}

async function startUpstash(settings: readonly string[] = []): Promise<Upstash> {
  const redis = await startRedisServer(settings);
  const server = startUpstashServer(redis.url);
  return {
    redisUrl: redis.url,
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await redis.stop();
    },
  };
}

// Values of megabytes take their time on a busy machine.
const patient = ({ url, token }: UpstashServer) => createUpstashStore({ url, token, deadlineMs: 5_000 });

// Redis behind it counts by its own clock, which no test can set: what expires there takes its time.
testConformance("Upstash", async () => {
  const upstash = await startUpstash();
  const dispose = () => upstash[Symbol.asyncDispose]();
  return { store: patient(upstash.server), pass: (ms) => delay(ms), [Symbol.asyncDispose]: dispose };
});

Deno.test("Upstash gives no value that another program wrote", async () => {
  await using upstash = await startUpstash();
  const other = new Redis(upstash.redisUrl);
  await other.set("text", "no header here");
  await other.set("not base64", "e1 5\n%%%");
  other.disconnect();
  const store = patient(upstash.server);
  const keys = ["text", "not base64"];
  assert.deepEqual(await store.getMany(keys), [undefined, undefined]);
  assert.deepEqual(await store.setMany(keys.map((key) => item(key, "ours", 6))), [true, true]);
  assert.deepEqual(await store.getMany(keys), [text("ours"), text("ours")]);
});

Deno.test("Upstash that hangs is given up at the deadline", async () => {
  await using upstash = await startUpstash();
  const { url, token } = upstash.server;
  const store = createUpstashStore({ url, token, deadlineMs: 30 });
  upstash.server.hang();
  await assert.rejects(store.getMany(["a"]), UnavailableError);
  await assert.rejects(store.setMany([item("a", "1")]), UnavailableError);
});

Deno.test("Upstash that is not there, or answers nonsense, is unavailable", async () => {
  const gone = await startUpstash();
  const store = patient(gone.server);
  await gone[Symbol.asyncDispose]();
  await assert.rejects(store.getMany(["a"]), UnavailableError);
  await using upstash = await startUpstash();
  for (const garbage of ["<html>Bad gateway</html>", "[]", "null", "7", '{"result":{"a":1}}']) {
    upstash.server.garble(garbage);
    const asked = patient(upstash.server);
    await assert.rejects(asked.getMany(["a"]), UnavailableError, garbage);
    await assert.rejects(asked.count("a", 1, 1000), UnavailableError, garbage);
  }
});

Deno.test("Upstash that refuses says why, without the value", async () => {
  await using upstash = await startUpstash(["--maxmemory", "1mb", "--maxmemory-policy", "noeviction"]);
  const store = patient(upstash.server);
  const isPlain = (error: unknown) =>
    error instanceof RefusedError && /OOM/.test(error.message) && error.message.length < 300;
  await assert.rejects(store.setMany([item("a", new Uint8Array(100_000))]), isPlain);
  await assert.rejects(store.count("a", 1, 1000), isPlain);
  const stranger = createUpstashStore({ url: upstash.server.url, token: "wrong", deadlineMs: 5_000 });
  await assert.rejects(stranger.getMany(["a"]), RefusedError);
});
