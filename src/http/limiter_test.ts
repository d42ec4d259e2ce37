import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { UnavailableError } from "../base/errors.ts";
import { createMemoryStore } from "../cache/memory.ts";
import { createRedisStore } from "../cache/redis.ts";
import type { CacheStore } from "../cache/store.ts";
import { until } from "../dev/elsewhere.ts";
import { startRedisServer } from "../dev/redis_server.ts";
import { createLimiter, type Limiter, refused } from "./limiter.ts";
import { createProcesses, type Processes } from "./processes.ts";

const minute = 60_000;
/** Of the shared tier. */
const deadlineMs = 50;

function processesOf(count: number): Processes {
  return { count, announce: () => {} };
}

interface World {
  readonly at: { now: number };
  limiter(count?: number): Limiter;
}

function world(store?: CacheStore, maxBytes?: number): World {
  const at = { now: 1_000_000_000_000 };
  return {
    at,
    limiter: (count = 1) =>
      createLimiter({
        name: "test",
        store,
        processes: processesOf(count),
        now: () => at.now,
        ...(maxBytes !== undefined && { maxBytes }),
      }),
  };
}

/** @returns one of them, beginning anew behind the last */
function nth(limiters: readonly Limiter[], index: number): Limiter {
  const found = limiters[index % limiters.length];
  assert.ok(found);
  return found;
}

/** Lets go on what waits for nothing but its turn, all of it. */
async function turns(): Promise<void> {
  await setImmediate();
}

/** @returns the most that passed in any minute */
function mostInAMinute(passed: readonly number[], ms = minute): number {
  const sorted = passed.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + ms).length));
}

Deno.test("no minute ever holds more than the limit, and who stays within it is never refused", () => {
  const pauses = fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 4_000 }), fc.nat({ max: 70_000 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(pauses, { maxLength: 200 }), (limit, all) => {
      const { at, limiter } = world();
      const own = limiter();
      const passed: number[] = [];
      for (const pause of all) {
        at.now += pause;
        const left = own.take("a", limit);
        const lately = passed.filter((then) => then > at.now - minute - 2_000).length;
        if (left === refused) assert.ok(lately >= limit, "refused though it was within the limit");
        else passed.push(at.now);
      }
      assert.ok(mostInAMinute(passed) <= limit);
    }),
  );
});

Deno.test("what is left is told, and when there is more", () => {
  const { at, limiter } = world();
  const own = limiter();
  assert.deepEqual([1, 2, 3].map(() => own.take("a", 3)), [2, 1, 0]);
  assert.equal(own.take("a", 3), refused);
  assert.equal(own.take("b", 3), 2);
  assert.equal(own.take("a", 4), 0);
  assert.equal(own.waitMs("a", 3), 61_000);
  at.now += 60_999;
  assert.equal(own.take("a", 3), refused);
  assert.equal(own.waitMs("a", 3), 1);
  at.now += 1;
  assert.equal(own.take("a", 3), 2);
  assert.equal(own.waitMs("a", 3), 0);
  assert.equal(own.waitMs("a", 3, 4), Infinity);
});

Deno.test("a clock that is set back gives nobody more", () => {
  const { at, limiter } = world();
  const own = limiter();
  own.take("a", 2);
  at.now -= 3_600_000;
  assert.deepEqual([own.take("a", 2), own.take("a", 2)], [0, refused]);
});

Deno.test("processes together overrun a limit by a tenth at most, whatever is on its way", async () => {
  const event = fc.record({
    process: fc.nat({ max: 24 }),
    pause: fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.nat({ max: 20_000 })),
    replies: fc.nat({ max: 3 }),
  });
  const histories = fc.array(event, { minLength: 40, maxLength: 250 });
  // A few, of which each may let some through unheard; and more than a tenth of the limit, of which none may.
  const fleets = fc.oneof(
    fc.record({ count: fc.integer({ min: 2, max: 4 }), limit: fc.integer({ min: 1, max: 120 }) }),
    fc.record({ count: fc.integer({ min: 5, max: 25 }), limit: fc.integer({ min: 1, max: 60 }) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fleets,
      histories,
      fc.scheduler(),
      async ({ count, limit }, history, s) => {
        const memory = createMemoryStore({ maxBytes: 10_000_000 });
        const ask = s.scheduleFunction((work: () => Promise<unknown>) => work());
        const store: CacheStore = {
          ...memory,
          // Asked late, and told late.
          tally: (...args) =>
            ask(() => memory.tally(...args)).then((told) => told as ReadonlyMap<number, number>),
        };
        const { at, limiter } = world(store);
        const limiters = Array.from({ length: count }, () => limiter(count));
        let heardAt = at.now;
        const passed: number[] = [];
        const waiting: Promise<void>[] = [];
        for (const { process, pause, replies } of history) {
          // No reply is waited for longer than its deadline.
          if (at.now + pause > heardAt + deadlineMs) {
            while (s.count() > 0) {
              await s.waitOne();
              await turns();
            }
            heardAt = at.now + pause;
          }
          at.now += pause;
          waiting.push(
            nth(limiters, process).ask("a", limit).then((left) => {
              if (left !== refused) passed.push(at.now);
            }),
          );
          for (let reply = 0; reply < replies && s.count() > 0; reply++) await s.waitOne();
          await turns();
        }
        const all = Promise.all(waiting);
        await s.waitFor(all);
        // Who waits for a reply is counted in the second in which they asked.
        const most = mostInAMinute(passed, minute - deadlineMs);
        assert.ok(most <= limit * 1.1, `${most} of ${limit}`);
        for (const own of limiters) await s.waitFor(own.settle());
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("what was refused gives nobody more, while the others may not have heard that it was taken back", async () => {
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  let replies = Promise.resolve();
  const store: CacheStore = {
    ...memory,
    tally: async (...args) => {
      const told = await memory.tally(...args);
      await replies;
      return told;
    },
  };
  const { at, limiter } = world(store);
  const [one, other] = [limiter(20), limiter(20)];
  assert.equal(await one.ask("a", 1), 0);
  at.now += 60_900;
  const asking = other.ask("a", 1);
  const { promise, resolve } = Promise.withResolvers<void>();
  asking.then(() => replies = promise);
  assert.equal(await asking, refused);
  // Nothing of the first counts any more, and that the second was refused is on its way.
  at.now += 100;
  assert.equal(other.take("a", 1), undefined);
  resolve();
  await other.settle();
  assert.equal(await one.ask("a", 1), 0);
  assert.equal(await other.ask("a", 1), refused);
  await other.settle();
});

Deno.test("over a Redis, two processes let through what one would, and a tenth at most beside", async () => {
  await using server = await startRedisServer();
  const stores = [createRedisStore(server.url), createRedisStore(server.url)];
  for (const store of stores) await until(() => store.getMany(["any"]).then(() => true, () => false));
  const at = { now: Date.now() };
  const limiters = stores.map((store) =>
    createLimiter({ name: "test", store, processes: processesOf(2), now: () => at.now })
  );
  const passes = async (key: string, asks: readonly Promise<number>[]) => {
    const passed = (await Promise.all(asks)).filter((left) => left !== refused).length;
    assert.ok(passed >= 100 && passed <= 110, `${key}: ${passed} passed`);
  };
  const both = (index: number) => nth(limiters, index);
  await passes("at once", Array.from({ length: 400 }, (_, index) => both(index).ask("at once", 100)));
  const inTurns: Promise<number>[] = [];
  for (let index = 0; index < 300; index++) {
    inTurns.push(both(index).ask("in turns", 100));
    await inTurns.at(-1);
  }
  await passes("in turns", inTurns);
  // One after the other: the second has never heard of the first's.
  const first = Array.from({ length: 100 }, () => nth(limiters, 0).ask("moved", 100));
  await Promise.all(first);
  await passes("moved", [...first, ...Array.from({ length: 100 }, () => nth(limiters, 1).ask("moved", 100))]);
  at.now += 61_000;
  await passes("a minute later", Array.from({ length: 400 }, (_, index) => both(index).ask("at once", 100)));
  for (const own of limiters) await own.settle();
  for (const store of stores) await store.close();
});

Deno.test("nobody waits for the tier while it is away, and each process counts alone", async () => {
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  let isAway = true;
  let asked = 0;
  const store: CacheStore = {
    ...memory,
    tally(...args) {
      asked++;
      return isAway ? Promise.reject(new UnavailableError("away")) : memory.tally(...args);
    },
  };
  const { at, limiter } = world(store);
  const [one, other] = [limiter(2), limiter(2)];
  const passing = Array.from({ length: 30 }, () => one.take("a", 20));
  await one.settle();
  // The first that cannot know tells the process that nobody does.
  assert.deepEqual(passing.slice(0, 2), [19, undefined]);
  assert.deepEqual(Array.from({ length: 30 }, () => one.take("a", 20)), [
    ...Array.from({ length: 19 }, (_, index) => 18 - index),
    ...Array(11).fill(refused),
  ]);
  assert.equal(await other.ask("a", 20), 19);
  assert.equal(asked, 2);
  isAway = false;
  at.now += 1_000;
  // What was counted alone is told once it is back.
  assert.equal(await one.ask("b", 20), 19);
  await one.ask("a", 21);
  assert.equal(await other.ask("a", 20), refused);
  await Promise.all([one.settle(), other.settle()]);
});

Deno.test("who asks little is nobody's to hear of", async () => {
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  let asked = 0;
  const store = {
    ...memory,
    tally: (...args: Parameters<CacheStore["tally"]>) => (asked++, memory.tally(...args)),
  };
  let announced = 0;
  const processes = { count: 2, announce: () => void announced++ };
  const own = createLimiter({ name: "test", store, processes, now: () => 0 });
  for (let address = 0; address < 1_000; address++) {
    for (let time = 0; time < 2; time++) own.take(`${address}`, 100);
  }
  await own.settle();
  assert.equal(asked, 0);
  // That there is one more who lets something through, they hear all the same.
  assert.equal(announced, 2_000);
});

Deno.test("millions of addresses take no more memory than they may, and who asks again and again is not forgotten", () => {
  const { limiter } = world(undefined, 1_000_000);
  const own = limiter();
  for (let address = 0; address < 100_000; address++) {
    own.take(`once ${address}`, 1_000);
    own.take("again", 1_000_000);
  }
  assert.equal(own.take("again", 1_000_000), 1_000_000 - 100_001);
  assert.equal(own.take("once 0", 1_000), 999);
});

Deno.test("processes that share a tier find out how many they are", async () => {
  const store = createMemoryStore({ maxBytes: 1_000_000, now: () => at.now });
  const at = { now: 1_000_000 };
  const [one, other] = [createProcesses(store, () => at.now), createProcesses(store, () => at.now)];
  const announce = async (...all: readonly Processes[]) => {
    for (const each of all) each.announce();
    await turns();
  };
  assert.equal(createProcesses(undefined, () => 0).count, 1);
  assert.deepEqual([one.count, other.count], [10, 10]);
  await announce(one, other);
  assert.deepEqual([one.count, other.count], [10, 10]);
  at.now += 10_000;
  await announce(one, other);
  assert.deepEqual([one.count, other.count], [2, 2]);
  at.now += 10_000;
  await announce(one);
  at.now += 10_000;
  await announce(one);
  assert.equal(one.count, 1);
});
