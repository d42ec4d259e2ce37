import assert from "node:assert/strict";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createRevocations } from "./revocations.ts";
import { revoke } from "./revoke.ts";

async function world() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 5_000, name: "test" });
  stack.defer(() => pool.close());
  const at = { now: Date.now() };
  const answering = { now: true, asked: 0, last: Promise.resolve() };
  const revocations = createRevocations({
    run: (...given) => {
      answering.asked++;
      const answer = answering.now ? pool.run(...given) : Promise.reject(new Error("down"));
      answering.last = answer.then(() => {}, () => {});
      return answer as never;
    },
  }, () => at.now);
  return { pool, at, answering, revocations, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

Deno.test("what another process revokes is known within five seconds, and nobody waits who asks more often", async () => {
  await using its = await world();
  const { revocations, at, pool } = its;
  await revocations.refresh();
  assert.equal(revocations.has("token", "a"), false);
  await revoke(pool, "token", "a");
  let waits = 0;
  for (let ms = 0; ms <= 5_000; ms += 500, at.now += 500) {
    if (revocations.refresh() !== undefined) waits++;
    // What was begun behind the caller's back.
    await its.answering.last;
  }
  assert.equal(waits, 0);
  assert.equal(revocations.has("token", "a"), true);
  assert.equal(revocations.has("session", "a"), false);
  assert.ok(its.answering.asked <= 7, `asked ${its.answering.asked} times`);
});

Deno.test("a process that rested asks before it believes anyone", async () => {
  await using its = await world();
  await its.revocations.refresh();
  await revoke(its.pool, "session", "a");
  its.at.now += 4_000;
  const waiting = its.revocations.refresh();
  assert.ok(waiting);
  await waiting;
  assert.equal(its.revocations.has("session", "a"), true);
});

Deno.test("while the database is away, what is known holds for ten minutes, and nothing after that", async () => {
  await using its = await world();
  await revoke(its.pool, "token", "a");
  await its.revocations.refresh();
  its.answering.now = false;
  for (const minutes of [1, 4, 4]) {
    its.at.now += minutes * 60_000;
    await its.revocations.refresh();
    assert.equal(its.revocations.has("token", "a"), true);
  }
  its.at.now += 60_000;
  await assert.rejects(async () => await its.revocations.refresh(), { code: "UNAVAILABLE" });
  its.answering.now = true;
  its.at.now += 1_000;
  await its.revocations.refresh();
  assert.equal(its.revocations.has("token", "a"), true);
});

Deno.test("a user's sessions end up to the moment they were revoked, and later ones hold", async () => {
  await using its = await world();
  const before = Date.now() - 1;
  await revoke(its.pool, "user", "u");
  await its.revocations.refresh();
  assert.equal(its.revocations.has("user", "u", before), true);
  assert.equal(its.revocations.has("user", "u", Date.now() + 1), false);
});
