import assert from "node:assert/strict";
import { DeadlineError, UnavailableError, UserInputError } from "../base/errors.ts";
import { fingerprintOf } from "./envelope.ts";
import { guard } from "./guard.ts";
import type { Computed } from "./renewal.ts";
import type { CacheStore } from "./store.ts";
import { createTiers, type Found } from "./tiers.ts";
import { createWorld, months, told, turn, type World } from "./world_testing.ts";

const [january, february] = months;
const brief = ({ freshness, from }: Found) => `${freshness} from ${from}`;
const bytes = (text: string) => new TextEncoder().encode(text);
const tenMinutes = 600_000;

/** @returns tiers of their own, with the primary of a world as their source */
function stage(
  world: World,
  { random = 0, maxBytes = 1_000_000, shared = undefined as CacheStore | undefined } = {},
) {
  const source = world.process().sourceOf(world.primary);
  const fingerprint = fingerprintOf(["test"]);
  const tiers = createTiers({
    maxBytes,
    shared,
    fingerprint,
    now: world.now,
    random: () => random,
    pause: turn,
  });
  return { tiers, source, fingerprint };
}

const draft = (body: string, ttlMs = 60_000): Computed => ({
  keep: { body: bytes(body), ttlMs, epoch: "epoch-1", dependencies: [], views: [] },
});

Deno.test("three processes, three hundred requests at once: each question reaches the database once", async () => {
  const world = createWorld();
  const processes = [world.process(), world.process(), world.process()];
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const asked = Array.from(
    { length: 300 },
    (_, index) => processes[index % 3]?.ask(world.primary, index % 2 === 0 ? january : february),
  );
  for (let times = 0; times < 20; times++) await turn();
  gate.resolve();
  const found = await Promise.all(asked);
  assert.equal(world.computed, 2);
  assert.ok(found.every((one) => one?.freshness === "fresh"));
});

Deno.test("an outdated answer is told once more while it is renewed, once", async () => {
  const world = createWorld();
  const one = world.process();
  await one.ask(world.primary, january);
  world.write(january);
  world.drain();
  world.pass(1_100);
  // Its knowledge is renewed behind its back, with this.
  await one.ask(world.primary, january);
  await turn();
  const asked = await Promise.all([1, 2, 3].map(() => one.ask(world.primary, january)));
  assert.deepEqual(asked.map(brief), Array(3).fill("outdated from memory"));
  await one.tiers.settle();
  assert.equal(world.computed, 2);
  const renewed = await one.ask(world.primary, january);
  assert.deepEqual([brief(renewed), told(renewed).writes], ["fresh from memory", 1]);
});

Deno.test("who makes something else of an answer waits for it to be renewed", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world);
  let made = 0;
  const find = (isWaiting: boolean) =>
    tiers.find("key", source, () => Promise.resolve(draft(String(++made))), { isWaiting });
  await find(true);
  assert.equal(brief(await find(true)), "fresh from memory");
  world.pass(60_000);
  assert.equal(brief(await find(true)), "fresh from database");
  assert.equal(made, 2);
  await tiers.settle();
});

Deno.test("memory tells what is fresh at once, and nothing else", async () => {
  const world = createWorld();
  const one = world.process();
  const source = one.sourceOf(world.primary);
  const peek = () => one.tiers.peek(january, source);
  assert.equal(peek(), undefined);
  const { entry } = await one.ask(world.primary, january);
  assert.equal(peek()?.freshness, "fresh");
  // What is made of an entry, such as a compressed body, is found by it.
  assert.equal(peek()?.entry, entry);
  world.write(january);
  world.drain();
  world.pass(1_100);
  assert.equal(peek()?.freshness, "fresh");
  await turn();
  assert.equal(peek(), undefined);
  // Whoever was idle must ask.
  world.pass(2_000);
  assert.equal(peek(), undefined);
  await turn();
});

Deno.test("who takes nothing from before a moment is told what was computed since, by whomever", async () => {
  const world = createWorld();
  const [one, two] = [world.process(), world.process()];
  const ask = async (process: typeof one, since: number | undefined) =>
    brief(await process.ask(world.primary, january, january, { since }));
  assert.equal(await ask(one, undefined), "fresh from database");
  const first = world.now();
  assert.equal(await ask(one, first), "fresh from memory");
  await one.tiers.settle();
  world.pass(10);
  assert.equal(await ask(two, first), "fresh from shared");
  assert.equal(await ask(two, first + 1), "fresh from database");
  await two.tiers.settle();
  assert.equal(await ask(one, first + 1), "fresh from shared");
  assert.equal(world.computed, 2);
  // What others began to compute before does not do either.
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  world.pass(10);
  const early = ask(one, world.now());
  await turn();
  world.pass(10);
  const late = ask(one, world.now());
  await turn();
  gate.resolve();
  assert.deepEqual(await Promise.all([early, late]), Array(2).fill("fresh from database"));
  assert.equal(world.computed, 4);
  // And not what is stale.
  world.primary.answers = false;
  world.pass(3_000);
  assert.equal(await ask(one, world.now() - 3_010), "stale from memory");
  await assert.rejects(ask(one, world.now()), UnavailableError);
});

Deno.test("what is held is told without computing anything, old or not", async () => {
  const world = createWorld();
  const [one, two] = [world.process(), world.process()];
  const held = async (process: typeof one) => {
    const found = await process.tiers.held(january, process.sourceOf(world.primary));
    return found && brief(found);
  };
  assert.equal(await held(one), undefined);
  await one.ask(world.primary, january);
  await one.tiers.settle();
  assert.deepEqual([await held(one), await held(two)], ["fresh from memory", "fresh from shared"]);
  world.pass(61_000);
  assert.equal(await held(one), "outdated from memory");
  world.pass(2_000);
  assert.equal(await held(one), undefined);
  world.primary.answers = false;
  world.pass(3_000);
  assert.equal(await held(one), "stale from memory");
  assert.equal(world.computed, 1);
});

Deno.test("an answer is told for its time at most, a tenth less by chance", async () => {
  for (const [random, lifeMs] of [[0, 60_000], [1, 54_000]] as const) {
    const world = createWorld();
    const { tiers, source } = stage(world, { random });
    const find = () => tiers.find("key", source, () => Promise.resolve(draft("x")));
    await find();
    world.pass(lifeMs - 1);
    assert.equal(brief(await find()), "fresh from memory");
    world.pass(1);
    assert.equal(brief(await find()), "outdated from memory");
    await tiers.settle();
    assert.equal(brief(await find()), "fresh from memory");
  }
});

Deno.test("an empty answer is kept; one with errors is told to those who waited, and not kept", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world, { shared: world.shared });
  let computed = 0;
  const find = (key: string, answer: Computed) =>
    tiers.find(key, source, () => {
      computed++;
      return Promise.resolve(answer);
    });
  assert.equal((await find("empty", draft(""))).body.length, 0);
  assert.equal(brief(await find("empty", draft(""))), "fresh from memory");
  assert.equal(computed, 1);
  const pass: Computed = { pass: { body: bytes("errors"), unavailable: false } };
  const both = await Promise.all([find("errors", pass), find("errors", pass)]);
  assert.deepEqual(both.map(({ body, entry }) => [body, entry]), Array(2).fill([bytes("errors"), undefined]));
  assert.equal(computed, 2);
  await find("errors", pass);
  assert.equal(computed, 3);
  await tiers.settle();
});

Deno.test("an error is told to all who waited, is not kept, and leaves no lease", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world, { shared: world.shared });
  const fail = () => tiers.find("key", source, () => Promise.reject(new UserInputError("No such product")));
  await Promise.all([assert.rejects(fail, UserInputError), assert.rejects(fail, UserInputError)]);
  await tiers.settle();
  const other = stage(world, { shared: world.shared });
  const found = await other.tiers.find("key", other.source, () => Promise.resolve(draft("x")));
  assert.equal(brief(found), "fresh from database");
  await other.tiers.settle();
});

Deno.test("while the database does not answer, what is no older than ten minutes is told as stale", async () => {
  const world = createWorld();
  const [one, two] = [world.process(), world.process()];
  await one.ask(world.primary, january);
  await one.tiers.settle();
  world.primary.answers = false;
  world.pass(tenMinutes - 1_000);
  assert.equal(brief(await one.ask(world.primary, january)), "stale from memory");
  assert.equal(brief(await two.ask(world.primary, january)), "stale from shared");
  await assert.rejects(one.ask(world.primary, february), UnavailableError);
  world.pass(1_001);
  for (const process of [one, two]) {
    await assert.rejects(process.ask(world.primary, january), UnavailableError);
  }
  world.primary.answers = true;
  world.pass(1_000);
  // That it is back is heard of behind this one's back, who is answered by it all the same.
  assert.equal((await one.ask(world.primary, january)).from, "database");
  await turn();
  assert.equal(brief(await one.ask(world.primary, january)), "fresh from memory");
});

Deno.test("what has grown too old while the database was waited for is not told", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world);
  await tiers.find("key", source, () => Promise.resolve(draft("x")));
  world.pass(tenMinutes - 1_000);
  const failing = Promise.withResolvers<Computed>();
  const found = tiers.find("key", source, () => failing.promise);
  await turn();
  world.pass(1_001);
  failing.reject(new DeadlineError("Cannot answer in time"));
  await assert.rejects(found, DeadlineError);
});

Deno.test("what another database's process left in the same tier is not told as stale", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world, { shared: world.shared });
  await tiers.find("another", source, () => Promise.resolve(draft("x")));
  const theirs = {
    keep: { body: bytes("theirs"), ttlMs: 60_000, epoch: "other", dependencies: [], views: [] },
  };
  const other = stage(world, { shared: world.shared });
  await other.tiers.find("a", other.source, () => Promise.resolve(theirs));
  await other.tiers.settle();
  const failed = () => Promise.reject(new UnavailableError("Cannot connect"));
  await assert.rejects(tiers.find("a", source, failed), UnavailableError);
  world.primary.answers = false;
  world.pass(10_000);
  await assert.rejects(tiers.find("a", source, failed), UnavailableError);
  await tiers.settle();
});

Deno.test("a question that fails for want of the database is answered with what is stale, and no other", async () => {
  const failures = [
    [new UnavailableError("Cannot connect"), "stale from memory"],
    [new DeadlineError("Cannot answer in time"), "stale from memory"],
    [new UserInputError("No such product"), "UserInputError"],
    [new TypeError("a bug"), "TypeError"],
  ] as const;
  for (const [error, expected] of failures) {
    const world = createWorld();
    const { tiers, source } = stage(world);
    await tiers.find("key", source, () => Promise.resolve(draft("x")));
    world.pass(tenMinutes);
    const outcome = await tiers.find("key", source, () => Promise.reject(error)).then(
      brief,
      ({ name }) => name,
    );
    assert.equal(outcome, expected);
    const errors = (unavailable: boolean): Computed => ({ pass: { body: bytes("errors"), unavailable } });
    const find = (unavailable: boolean) =>
      tiers.find("key", source, () => Promise.resolve(errors(unavailable)));
    assert.equal(brief(await find(true)), "stale from memory");
    assert.equal(brief(await find(false)), "old from database");
    world.pass(1);
    await assert.rejects(tiers.find("key", source, () => Promise.reject(error)));
    assert.equal(brief(await find(true)), "old from database");
  }
});

/** A shared tier behind its guard, which counts what reaches it. */
function counted(world: World, answer: <T>(work: () => Promise<T>) => Promise<T>) {
  const calls: string[] = [];
  const call = <T>(name: string, work: () => Promise<T>) => {
    calls.push(name);
    return answer(work);
  };
  const store: CacheStore = {
    ...world.shared,
    getMany: (keys) => call("get", () => world.shared.getMany(keys)),
    setMany: (items) => call("set", () => world.shared.setMany(items)),
    lease: (key, ttlMs) => call("lease", () => world.shared.lease(key, ttlMs)),
    release: (key, token) => call("release", () => world.shared.release(key, token)),
  };
  return { calls, store: guard(store, { deadlineMs: 50, onChange: () => {} }) };
}

Deno.test("a shared tier that hangs holds up a request by one deadline", async () => {
  const world = createWorld();
  const { calls, store } = counted(world, () => new Promise(() => {}));
  const { tiers, source } = stage(world, { shared: store });
  assert.equal(
    brief(await tiers.find("a", source, () => Promise.resolve(draft("x")))),
    "fresh from database",
  );
  // No lease is asked for, since nobody answered; the write goes on behind.
  assert.deepEqual(calls, ["get", "set"]);
  await tiers.settle();
  await tiers.find("b", source, () => Promise.resolve(draft("x")));
  assert.deepEqual(calls, ["get", "set", "get"]);
  await tiers.settle();
  for (const key of ["c", "d", "e"]) await tiers.find(key, source, () => Promise.resolve(draft("x")));
  // Now it is given up.
  assert.deepEqual(calls, ["get", "set", "get"]);
  await tiers.settle();
});

Deno.test("what one request asks for, one inside the other, is held up by one deadline together", async () => {
  const world = createWorld();
  const { calls, store } = counted(world, () => new Promise(() => {}));
  const { tiers, source } = stage(world, { shared: store });
  let before: readonly string[] = [];
  await tiers.find("outer", source, async (_gone, patience) => {
    await tiers.find("inner", source, () => {
      before = [...calls];
      return Promise.resolve(draft("x"));
    }, { patience });
    return draft("y");
  });
  assert.deepEqual(before, ["get"]);
  await tiers.settle();
});

Deno.test("a shared tier that is slow holds up a request by one deadline", async () => {
  const world = createWorld();
  const slow = async <T>(work: () => Promise<T>) => {
    await new Promise((resolve) => setTimeout(resolve, 35));
    return await work();
  };
  const { calls, store } = counted(world, slow);
  const { tiers, source } = stage(world, { shared: store });
  let before: readonly string[] = [];
  await tiers.find("a", source, () => {
    before = [...calls];
    return Promise.resolve(draft("x"));
  });
  // The third call, for what another wrote meanwhile, was not made any more.
  assert.ok(before.length <= 2, before.join());
  await tiers.settle();
});

Deno.test("a shared tier that fails, is flushed or holds garbage is a miss", async () => {
  const world = createWorld();
  const failing = counted(world, () => Promise.reject(new UnavailableError("Cannot connect")));
  const first = stage(world, { shared: failing.store });
  assert.equal(
    brief(await first.tiers.find("a", first.source, () => Promise.resolve(draft("x")))),
    "fresh from database",
  );
  await first.tiers.settle();
  const key = `${first.fingerprint.toHex()}:a`;
  const garbage = [bytes(""), bytes("garbage"), new Uint8Array(5_000)];
  for (const [generation, value] of garbage.entries()) {
    await world.shared.setMany([{ key, value, version: { epoch: "epoch-1", generation: 0 }, ttlMs: 60_000 }]);
    const { tiers, source } = stage(world, { shared: world.shared });
    const found = await tiers.find("a", source, () => Promise.resolve(draft("x")));
    assert.equal(brief(found), "fresh from database", String(generation));
    await tiers.settle();
    const other = stage(world, { shared: world.shared });
    assert.equal(
      brief(await other.tiers.find("a", other.source, () => Promise.reject())),
      "fresh from shared",
    );
  }
});

Deno.test("what another process wrote before one's turn came is taken, and the turn given back", async () => {
  const world = createWorld();
  const other = stage(world, { shared: world.shared });
  await other.tiers.find("a", other.source, () => Promise.resolve(draft("x")));
  await other.tiers.settle();
  let reads = 0;
  const late: CacheStore = {
    ...world.shared,
    // Written just after it was looked for.
    getMany: (keys) => reads++ === 0 ? Promise.resolve([undefined]) : world.shared.getMany(keys),
  };
  const { tiers, source, fingerprint } = stage(world, { shared: late });
  assert.equal(brief(await tiers.find("a", source, () => Promise.reject())), "fresh from shared");
  await tiers.settle();
  assert.ok(await world.shared.lease(`${fingerprint.toHex()}:lease:a`, 1_000));
});

Deno.test("a lease whose holder died is waited for as long as a question may take", async () => {
  const world = createWorld();
  const { calls, store } = counted(world, (work) => work());
  const { tiers, source, fingerprint } = stage(world, { shared: store });
  const key = `${fingerprint.toHex()}:lease:a`;
  assert.ok(await world.shared.lease(key, tenMinutes));
  assert.equal(
    brief(await tiers.find("a", source, () => Promise.resolve(draft("x")))),
    "fresh from database",
  );
  await tiers.settle();
  const looked = calls.filter((call) => call === "lease").length;
  assert.ok(looked > 50 && looked * 20 <= 2_600, `${looked} times`);
});

Deno.test("nobody goes on looking for another's answer once all who waited have gone", async () => {
  const world = createWorld();
  const { calls, store } = counted(world, (work) => work());
  const { tiers, source, fingerprint } = stage(world, { shared: store });
  await world.shared.lease(`${fingerprint.toHex()}:lease:a`, tenMinutes);
  const caller = new AbortController();
  const { signal } = caller;
  const found = tiers.find("a", source, () => Promise.resolve(draft("x")), { signal });
  while (!calls.includes("lease")) await turn();
  caller.abort(new Error("gone"));
  await assert.rejects(found, /gone|aborted/);
  const before = calls.length;
  for (let times = 0; times < 10; times++) await turn();
  assert.equal(calls.length, before);
  await tiers.settle();
});

Deno.test("memory is bounded, and what it forgot is in the shared tier", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world, { shared: world.shared, maxBytes: 10_000 });
  const body = "x".repeat(4_000);
  for (const key of ["a", "b", "c"]) await tiers.find(key, source, () => Promise.resolve(draft(body)));
  await tiers.settle();
  assert.equal(tiers.peek("a", source), undefined);
  assert.equal(tiers.peek("c", source)?.freshness, "fresh");
  assert.equal(brief(await tiers.find("a", source, () => Promise.reject())), "fresh from shared");
});
