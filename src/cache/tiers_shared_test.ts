/** What the tiers do with the one that processes share, whatever that does. */
import assert from "node:assert/strict";
import { UnavailableError } from "../base/errors.ts";
import { guard } from "./guard.ts";
import { createPatience } from "./shared.ts";
import type { CacheStore } from "./store.ts";
import { brief, bytes, draft, stage, tenMinutes } from "./tiers_testing.ts";
import { createWorld, turn, type World } from "./world_testing.ts";

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
  let passed = 0;
  const { calls, store } = counted(world, (work) => {
    passed += 35;
    return work();
  });
  const newPatience = () => createPatience(50, () => passed);
  const { tiers, source } = stage(world, { shared: store, newPatience });
  let before: readonly string[] = [];
  await tiers.find("a", source, () => {
    before = [...calls];
    return Promise.resolve(draft("x"));
  });
  // A third call, for what another wrote meanwhile, was not made any more.
  assert.deepEqual(before, ["get", "lease"]);
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

Deno.test("a lease that comes when nobody waits for it any longer is given back", async () => {
  const deadlines = {
    // As the request has less patience left than a call may take, and the other way round.
    request: { patienceMs: 1, deadlineMs: 5_000 },
    call: { patienceMs: 5_000, deadlineMs: 1 },
  };
  for (const [whose, { patienceMs, deadlineMs }] of Object.entries(deadlines)) {
    const world = createWorld();
    const answered = Promise.withResolvers<void>();
    const slow: CacheStore = {
      ...world.shared,
      lease: async (key, ttlMs) => {
        const token = await world.shared.lease(key, ttlMs);
        await answered.promise;
        return token;
      },
    };
    const { tiers, source, fingerprint } = stage(world, {
      shared: guard(slow, { deadlineMs, onChange: () => {} }),
      newPatience: () => createPatience(patienceMs),
    });
    const found = await tiers.find("a", source, () => Promise.resolve(draft("x")));
    assert.equal(brief(found), "fresh from database");
    await tiers.settle();
    answered.resolve();
    await turn();
    assert.ok(await world.shared.lease(`${fingerprint.toHex()}:lease:a`, 1_000), whose);
  }
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
