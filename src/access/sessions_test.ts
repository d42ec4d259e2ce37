import assert from "node:assert/strict";
import { UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import { scopeOf } from "../base/scope.ts";
import { createMemoryStore } from "../cache/memory.ts";
import type { CacheStore } from "../cache/store.ts";
import { createSessions, longestSessionMs, type Session } from "./sessions.ts";

const hour = 3_600_000;
const alice: Session = { userId: "1", email: "alice@shop.example", role: "analyst", startedAt: 0 };

/** Processes over one shared cache, on a clock that is moved by hand. */
function world() {
  const at = { now: 0 };
  const tier = createMemoryStore({ maxBytes: 1_000_000, now: () => at.now });
  const seen: string[] = [];
  const shared = { isAway: false };
  const through = <T>(work: () => Promise<T>) =>
    shared.isAway ? Promise.reject(new UnavailableError("away")) : work();
  const store: CacheStore = {
    ...tier,
    getMany: (keys) => through(() => tier.getMany(keys)),
    setMany: (items) =>
      through(() => {
        seen.push(...items.map(({ key, value }) => `${key} ${new TextDecoder().decode(value)}`));
        return tier.setMany(items);
      }),
  };
  const revoked = new Map<string, number>();
  const revocations = {
    refresh: () => undefined,
    has: (kind: string, subject: string, from = 0) => (revoked.get(`${kind} ${subject}`) ?? -1) >= from,
  };
  const process = () => {
    const { begin, known, find } = createSessions({ store, revocations, now: () => at.now });
    return { begin, known, find: async (id: string) => known(id) ?? await find(id) };
  };
  return { at, shared, seen, revoked, process };
}

const ended = { name: "UnauthenticatedError" };

Deno.test("a session begun in one process is known in another, and says who it is", async () => {
  const { process, seen } = world();
  const [one, other] = [process(), process()];
  const id = await one.begin(alice);
  assert.match(id, /^[\w-]{43}$/);
  assert.deepEqual((await other.find(id)).principal, {
    name: "user:alice@shop.example",
    scope: scopeOf("analyst"),
  });
  // At once from then on.
  assert.equal(other.known(id)?.hash, one.known(id)?.hash);
  assert.equal(process().known(id), undefined);
  // Who reads the cache finds no id to come in with.
  assert.ok(seen.length > 0 && !seen.some((line) => line.includes(id)));
});

Deno.test("what is no id of a session is none", async () => {
  const { process } = world();
  const sessions = process();
  const id = await sessions.begin(alice);
  for (
    const wrong of ["", id.slice(1), `${id}A`, `${id.slice(0, -1)}-`, "A".repeat(43), `${id.slice(0, 42)}\0`]
  ) {
    await assert.rejects(async () => await sessions.find(wrong), UnauthenticatedError, wrong);
  }
  assert.notEqual(await sessions.begin(alice), id);
});

Deno.test("a session lasts while it is used, in whichever process, and two weeks at most", async () => {
  const { process, at } = world();
  const [one, other] = [process(), process()];
  const id = await one.begin(alice);
  for (let hours = 0; hours < 300; hours += 11) {
    at.now = hours * hour;
    await (hours % 2 === 0 ? one : other).find(id);
    // The shared cache is told behind the caller's back.
    await Promise.resolve();
  }
  at.now = longestSessionMs;
  for (const sessions of [one, other, process()]) {
    await assert.rejects(async () => await sessions.find(id), ended);
  }
});

Deno.test("a session that nobody used for twelve hours has ended", async () => {
  const { process, at } = world();
  const sessions = process();
  const id = await sessions.begin(alice);
  at.now = 12 * hour - 1;
  await sessions.find(id);
  at.now += 12 * hour;
  for (const each of [sessions, process()]) await assert.rejects(async () => await each.find(id), ended);
});

Deno.test("a session ends when it is revoked, and when its user's sessions are", async () => {
  const { process, revoked, at } = world();
  const sessions = process();
  const [one, two] = [await sessions.begin(alice), await sessions.begin(alice)];
  revoked.set(`session ${(await sessions.find(one)).hash}`, 0);
  await assert.rejects(async () => await sessions.find(one), ended);
  await sessions.find(two);
  at.now = 5;
  revoked.set("user 1", 4);
  await assert.rejects(async () => await sessions.find(two), ended);
  const later = await sessions.begin({ ...alice, startedAt: 5 });
  await sessions.find(later);
});

Deno.test("while the shared cache is away, known sessions go on, and others are told that nobody can tell", async () => {
  const { process, shared, at } = world();
  const sessions = process();
  const id = await sessions.begin(alice);
  shared.isAway = true;
  at.now = hour;
  await sessions.find(id);
  await assert.rejects(async () => await process().find(id), { code: "UNAVAILABLE" });
  await assert.rejects(sessions.begin(alice), { code: "UNAVAILABLE" });
  shared.isAway = false;
  at.now += hour;
  await sessions.find(id);
  at.now += 11.5 * hour;
  await process().find(id);
});
