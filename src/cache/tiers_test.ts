import assert from "node:assert/strict";
import { UnavailableError, UserInputError } from "../base/errors.ts";
import type { Computed } from "./renewal.ts";
import { brief, bytes, draft, stage } from "./tiers_testing.ts";
import { createWorld, months, told, turn } from "./world_testing.ts";

const [january, february] = months;

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

Deno.test("who names a moment joins what began since, so that reloads compute it once", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const ask = (since: number | undefined) => one.ask(world.primary, january, january, { since });
  const asked: ReturnType<typeof ask>[] = [];
  for (let times = 0; times < 20; times++) {
    asked.push(ask(world.now() - 999));
    await turn();
    world.pass(40);
  }
  asked.push(ask(undefined));
  await turn();
  assert.equal(world.computed, 1);
  // The first began a second ago.
  world.pass(200);
  asked.push(ask(world.now() - 999), ask(world.now() - 999));
  await turn();
  assert.equal(world.computed, 2);
  gate.resolve();
  assert.deepEqual((await Promise.all(asked)).map(brief), Array(23).fill("fresh from database"));
});

Deno.test("who names a moment is not told what is made of older answers, though it is made since", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world);
  const older = Promise.withResolvers<Computed>();
  const others = tiers.find("key", source, () => older.promise);
  await turn();
  const since = world.now();
  const own = tiers.find("key", source, () => Promise.resolve(draft("own")), { since });
  await turn();
  const { keep } = draft("older");
  older.resolve({ keep: { ...keep, since: since - 5_000 } });
  assert.deepEqual([(await others).body, (await own).body], [bytes("older"), bytes("own")]);
  await tiers.settle();
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
