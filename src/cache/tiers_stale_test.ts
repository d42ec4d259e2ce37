/** What the tiers tell while the database does not answer. */
import assert from "node:assert/strict";
import { DeadlineError, UnavailableError, UserInputError } from "../base/errors.ts";
import type { Computed } from "./renewal.ts";
import { brief, bytes, draft, stage, tenMinutes } from "./tiers_testing.ts";
import { createWorld, months, turn } from "./world_testing.ts";

const [january, february] = months;

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
