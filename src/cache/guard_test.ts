import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { createLog } from "../base/log.ts";
import { until } from "../dev/elsewhere.ts";
import { startRedisServer } from "../dev/redis_server.ts";
import { startUpstashServer } from "../dev/upstash_server.ts";
import { item, text } from "./conformance_testing.ts";
import { guard } from "./guard.ts";
import { createMemoryStore } from "./memory.ts";
import { openSharedStore } from "./open.ts";
import { createRedisStore } from "./redis.ts";
import { type CacheStore, RefusedError } from "./store.ts";
import { turn } from "./world_testing.ts";

type Answer = "answers" | "fails" | "refuses" | "hangs";

interface Stage {
  readonly guarded: CacheStore;
  /** How often the store behind was asked. */
  readonly asked: () => number;
  readonly changes: readonly string[];
  readonly become: (answer: Answer) => void;
  readonly pass: (ms: number) => void;
}

/** A store that does as it is told, on a clock that stands still. */
function stage(): Stage {
  let answer: Answer = "answers";
  let now = 0;
  let asked = 0;
  const changes: string[] = [];
  const memory = createMemoryStore({ maxBytes: 1_000_000 });
  const work = <T>(real: () => Promise<T>): Promise<T> => {
    asked++;
    if (answer === "fails") return Promise.reject(new UnavailableError("Cannot connect"));
    if (answer === "refuses") return Promise.reject(new RefusedError("OOM"));
    return answer === "hangs" ? new Promise<T>(() => {}) : real();
  };
  const store: CacheStore = {
    ...memory,
    getMany: (keys) => work(() => memory.getMany(keys)),
    setMany: (items) => work(() => memory.setMany(items)),
    release: (key, token) => work(() => memory.release(key, token)),
  };
  const onChange = (state: string) => void changes.push(state);
  return {
    guarded: guard(store, { deadlineMs: 5, onChange, now: () => now }),
    asked: () => asked,
    changes,
    become: (next) => void (answer = next),
    pass: (ms) => void (now += ms),
  };
}

async function ask({ guarded }: Stage, times: number): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (let index = 0; index < times; index++) {
    outcomes.push(await guarded.getMany(["a"]).then(() => "answered", (error: Error) => error.message));
  }
  return outcomes;
}

const lately = "Cannot ask the shared cache: it did not answer lately";

Deno.test("a store that fails is not asked after the third time", async () => {
  const cases = [["fails", "Cannot connect"], [
    "hangs",
    "Cannot ask the shared cache: no answer in 5 ms",
  ]] as const;
  for (const [answer, reason] of cases) {
    const given = stage();
    given.become(answer);
    assert.deepEqual(await ask(given, 5), [reason, reason, reason, lately, lately]);
    assert.equal(given.asked(), 3);
    assert.deepEqual(given.changes, ["lost"]);
  }
});

Deno.test("a store that is back is found out behind the callers' backs, and asked again", async () => {
  const given = stage();
  given.become("fails");
  await ask(given, 3);
  given.pass(250);
  // Still gone: one more try, for which nobody waits, and a rest after it.
  assert.deepEqual(await ask(given, 3), [lately, lately, lately]);
  assert.equal(given.asked(), 4);
  given.become("answers");
  assert.deepEqual(await ask(given, 1), [lately]);
  given.pass(250);
  assert.deepEqual(await ask(given, 1), [lately]);
  assert.equal(given.asked(), 5);
  assert.deepEqual(await ask(given, 2), ["answered", "answered"]);
  assert.deepEqual(given.changes, ["lost", "back"]);
});

Deno.test("a store that refuses writes is read, and one that refuses to be read is given up until it does not", async () => {
  const given = stage();
  for (let times = 0; times < 5; times++) {
    given.become("refuses");
    await assert.rejects(given.guarded.setMany([item("a", "1")]), RefusedError);
    given.become("answers");
    assert.deepEqual(await ask(given, 1), ["answered"]);
  }
  assert.deepEqual(given.changes, []);
  given.become("refuses");
  for (let times = 0; times < 3; times++) {
    assert.deepEqual(await ask(given, 1), ["OOM"]);
    await given.guarded.setMany([item("a", "1")]).catch(() => {});
  }
  assert.deepEqual(await ask(given, 2), [lately, lately]);
  given.become("answers");
  given.pass(250);
  assert.deepEqual(await ask(given, 1), [lately]);
  await turn();
  assert.deepEqual(await ask(given, 1), ["answered"]);
  assert.deepEqual(given.changes, ["lost", "back"]);
});

Deno.test("calls side by side that are late fail for one reason, and count once", async () => {
  const given = stage();
  const { guarded, become, pass, changes } = given;
  become("hangs");
  for (const expected of [[], [], ["lost"]]) {
    const calls = Array.from({ length: 5 }, () => guarded.getMany(["a"]));
    pass(5);
    for (const { status } of await Promise.allSettled(calls)) assert.equal(status, "rejected");
    assert.deepEqual(changes, expected);
  }
  assert.equal(given.asked(), 15);
  assert.deepEqual(await ask(given, 1), [lately]);
});

Deno.test("calls begun one after the other, of which each fails while others are under way, are given up all the same", async () => {
  const [pending, changes]: [(() => void)[], string[]] = [[], []];
  let now = 0;
  const store: CacheStore = {
    ...createMemoryStore({ maxBytes: 1_000 }),
    getMany: () =>
      new Promise((_, reject) => pending.push(() => reject(new UnavailableError("Cannot connect")))),
  };
  const onChange = (state: string) => void changes.push(state);
  const guarded = guard(store, { deadlineMs: 10_000, onChange, now: () => now });
  for (let times = 0; times < 30; times++) {
    now++;
    guarded.getMany(["a"]).catch(() => {});
    if (pending.length > 5) pending.shift()?.();
    await turn();
  }
  assert.deepEqual(changes, ["lost"]);
  for (const fail of pending) fail();
  await turn();
});

Deno.test("failures count only in a row", async () => {
  const given = stage();
  for (let round = 0; round < 4; round++) {
    given.become("fails");
    await ask(given, 2);
    given.become("answers");
    await ask(given, 1);
  }
  assert.equal(given.asked(), 12);
  assert.deepEqual(given.changes, []);
});

const log = createLog({ write: () => {} });

Deno.test("Redis that hangs costs three deadlines, not a hundred, and is asked again when it answers", async () => {
  await using server = await startRedisServer();
  const store = await openSharedStore({ kind: "redis", url: server.url }, log);
  const isThere = () => store.setMany([item("a", "1")]).then(() => true, () => false);
  await until(isThere);
  server.hang();
  const started = performance.now();
  for (let index = 0; index < 100; index++) await assert.rejects(store.getMany(["a"]), UnavailableError);
  // A hundred deadlines would be five seconds.
  assert.ok(performance.now() - started < 2_500);
  server.resume();
  await until(isThere);
  assert.deepEqual(await store.getMany(["a"]), [text("1")]);
  await store.close();
});

Deno.test("Upstash that hangs costs three deadlines, not a hundred", async () => {
  await using redis = await startRedisServer();
  await using server = startUpstashServer(redis.url);
  const store = await openSharedStore({ kind: "upstash", url: server.url, token: server.token }, log);
  await until(() => store.setMany([item("a", "1")]).then(() => true, () => false));
  server.hang();
  const started = performance.now();
  for (let index = 0; index < 100; index++) await assert.rejects(store.getMany(["a"]), UnavailableError);
  assert.ok(performance.now() - started < 2_500);
  await store.close();
});

Deno.test("a process that is busy itself does not take Redis for slow", async () => {
  await using server = await startRedisServer();
  const redis = createRedisStore(server.url);
  await until(() => redis.setMany([item("a", "1")]).then(() => true, () => false));
  const store = guard(redis, { deadlineMs: 50, onChange: () => {} });
  const reading = store.getMany(["a"]);
  for (const end = performance.now() + 500; performance.now() < end;);
  assert.deepEqual(await reading, [text("1")]);
  await store.close();
});

Deno.test("a lease whose end the store was not told of, it is told of when it answers again: nobody waits for it then", async () => {
  for (const answer of ["fails", "hangs"] as const) {
    const given = stage();
    const { guarded, become, pass } = given;
    const token = await guarded.lease("key", 6_000) ?? "";
    assert.notEqual(token, "");
    become(answer);
    await assert.rejects(guarded.release("key", token), UnavailableError);
    await ask(given, 3);
    become("answers");
    assert.equal(await guarded.lease("other", 6_000).catch(() => undefined), undefined);
    pass(250);
    await ask(given, 1);
    await turn();
    assert.deepEqual(await ask(given, 1), ["answered"], answer);
    assert.notEqual(await guarded.lease("key", 6_000), undefined, answer);
  }
});
