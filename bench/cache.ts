/**
 * `deno run -A bench/cache.ts`: what the tiers of the cache take. Hits in memory, in Redis and over HTTP as Upstash speaks it; a
 * miss beside what it computes; a Redis that hangs; what a million answers take in Redis, and ten thousand in the process.
 * Needs redis-server.
 */
import { Redis } from "ioredis";
import { fingerprintOf } from "../src/cache/envelope.ts";
import type { Reading } from "../src/cache/knowledge.ts";
import { openSharedStore } from "../src/cache/open.ts";
import type { Computed } from "../src/cache/renewal.ts";
import { createSource } from "../src/cache/source.ts";
import type { CacheStore } from "../src/cache/store.ts";
import { createTiers, type Tiers } from "../src/cache/tiers.ts";
import { say } from "../src/cli/say.ts";
import { createLog } from "../src/base/log.ts";
import { type RedisServer, startRedisServer } from "../src/dev/redis_server.ts";
import { startUpstashServer } from "../src/dev/upstash_server.ts";
import { head, percentile, row, whole } from "./figures.ts";
import { report, sized } from "./suite/asked.ts";
import { cleanly } from "./suite/interrupt.ts";

const answerBytes = 600;
const [keys, atOnce] = [sized(5_000, { smoke: 200, large: 10_000 }), 64];
const log = createLog({ write: () => {} });
const fingerprint = fingerprintOf(["bench"]);

const reading: Reading = {
  epoch: "0198c1de-0000-7000-8000-000000000000",
  generation: 1000,
  notes: ["dashboard_overview", "sales_trends", "product_insights", "customer_analytics", "realtime_metrics"]
    .flatMap((
      tag,
    ) => [{ tag, month: "2026-11-01", generation: 900 }, { tag, month: "infinity", generation: 900 }]),
  views: new Map(),
  behindMs: 0,
};
const source = createSource({ name: "primary", read: () => Promise.resolve(reading), now: () => Date.now() });

function tiersOver(shared: CacheStore | undefined): Tiers {
  return createTiers({
    maxBytes: 256 * 1024 * 1024,
    shared,
    fingerprint,
    now: () => Date.now(),
    random: Math.random,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

const keyOf = (number: number) => `response:${String(number).padStart(22, "0")}`;

function compute(): Promise<Computed> {
  const { epoch, generation } = reading;
  const body = crypto.getRandomValues(new Uint8Array(answerBytes));
  const months = ["2026-11-01", "2026-10-01"];
  const dependencies = [{ generation, tags: ["dashboard_overview"], months }];
  return Promise.resolve({ keep: { body, ttlMs: 600_000, epoch, dependencies, views: [] } });
}

const never = (): Promise<Computed> => Promise.reject(new Error("Cannot measure: a hit was to be measured"));

/** @returns how long each of the calls took, in milliseconds, so many under way at a time */
async function times(
  count: number,
  width: number,
  call: (number: number) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  const work = async () => {
    for (let number = next++; number < count; number = next++) {
      const started = performance.now();
      await call(number);
      taken.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return taken.sort((a, b) => a - b);
}

async function sayTimes(
  what: string,
  width: number,
  count: number,
  call: (number: number) => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const taken = await times(count, width, call);
  const perSecond = count / (performance.now() - started) * 1000;
  const name = width === 1 ? what : `${what}, ${width} at once`;
  report({ group: `an answer of ${answerBytes} bytes`, name, unit: "ms", values: taken });
  const ms = (share: number) => `${percentile(taken, share).toPrecision(3)} ms`;
  say(row([what, width, whole(perSecond), ms(0.5), ms(0.99), ms(1)]));
}

async function measureMemory(): Promise<void> {
  const tiers = tiersOver(undefined);
  await sayTimes("computed, nothing shared", 1, keys, (number) => tiers.find(keyOf(number), source, compute));
  await sayTimes(
    "found in memory",
    1,
    20 * keys,
    (number) => tiers.find(keyOf(number % keys), source, never),
  );
  const rounds = sized(1_000, { smoke: 2 });
  let ns = 0;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (let number = 0; number < 1_000; number++) {
      // Now and then what is known of the database has to be read anew before anything may be told.
      const key = keyOf(number % keys);
      if (!tiers.peek(key, source)) await tiers.find(key, source, never);
    }
    ns += (performance.now() - started) * 1_000 / rounds;
  }
  const looked = { group: "a fresh answer in memory", name: "looked at", unit: "µs" } as const;
  report({ ...looked, values: [ns / 1e3] });
  say(row(["looked at in memory", 1, whole(1e9 / ns), `${Math.round(ns)} ns`, "", ""]));
}

async function measureShared(
  name: string,
  widths: readonly number[],
  open: () => Promise<CacheStore>,
): Promise<void> {
  const [writer, reader] = [tiersOver(await ready(await open())), await ready(await open())];
  for (const width of widths) {
    const first = width * keys;
    const key = (number: number) => keyOf(first + number);
    await sayTimes(
      `computed and written, ${name}`,
      width,
      keys,
      (number) => writer.find(key(number), source, compute),
    );
    await writer.settle();
    // A process that has nothing of its own. What was not written in time, on a busy machine, is not found.
    const cold = tiersOver(reader);
    let missing = 0;
    const count = () => {
      missing++;
      return compute();
    };
    await sayTimes(`found in ${name}`, width, keys, (number) => cold.find(key(number), source, count));
    await cold.settle();
    if (missing > 0) say(row([`${whole(missing)} of these not found`, "", "", "", "", ""]));
  }
}

async function ready(store: CacheStore): Promise<CacheStore> {
  while (await store.getMany(["any"]).then(() => false, () => true)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return store;
}

/** A request that computes for a millisecond, beside a Redis that takes everything and answers nothing. */
async function measureHanging(server: RedisServer, store: CacheStore): Promise<void> {
  const tiers = tiersOver(store);
  const slow = async (): Promise<Computed> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return await compute();
  };
  const ask = (offset: number) => (number: number) => tiers.find(`hung ${offset + number}`, source, slow);
  await sayTimes("computed in 1 ms, Redis there", 4, keys / 5, ask(0));
  server.hang();
  await sayTimes("computed in 1 ms, Redis hangs", 4, keys / 5, ask(keys / 5));
  server.resume();
}

async function measureSizes(server: RedisServer, store: CacheStore): Promise<void> {
  const redis = new Redis(server.url);
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
  await redis.flushall();
  const [before, count] = [await used(), 10 * keys];
  const tiers = tiersOver(await ready(store));
  await times(count, atOnce, (number) => tiers.find(keyOf(number), source, compute));
  await tiers.settle();
  const stored = await redis.dbsize();
  const megabytes = (await used() - before) / stored;
  const held = { group: "memory of a million answers", unit: "MB" } as const;
  report({ ...held, name: "in Redis", values: [megabytes], budget: { atMost: 1_000 } });
  say(`\n${whole(stored)} answers in Redis: a million takes ${whole(megabytes)} MB.`);
  redis.disconnect();
  const own = tiersOver(undefined);
  const resident = () => Deno.memoryUsage().heapUsed + Deno.memoryUsage().external;
  const start = resident();
  await times(count, 1, (number) => own.find(keyOf(number), source, compute));
  const each = (resident() - start) / count;
  report({ ...held, name: "in the process", values: [each] });
  say(`${whole(count)} answers in the process: ten thousand take ${(each / 100).toFixed(1)} MB.`);
  own.peek(keyOf(0), source);
}

async function main(): Promise<void> {
  const server = await startRedisServer();
  await cleanly(() => measure(server), () => server.stop());
}

async function measure(server: RedisServer): Promise<void> {
  await using upstash = startUpstashServer(server.url);
  say(head(["an answer of 600 bytes", "at once", "a second", "p50", "p99", "most"]));
  await measureMemory();
  await measureShared("Redis", [1, atOnce], () => openSharedStore({ kind: "redis", url: server.url }, log));
  const { url, token } = upstash;
  await measureShared("Upstash", [1], () => openSharedStore({ kind: "upstash", url, token }, log));
  const store = await ready(await openSharedStore({ kind: "redis", url: server.url }, log));
  await measureHanging(server, store);
  await measureSizes(server, store);
}

await main();
Deno.exit(0);
