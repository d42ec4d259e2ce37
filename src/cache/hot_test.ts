import assert from "node:assert/strict";
import type { Computed } from "./renewal.ts";
import type { Source } from "./source.ts";
import { draft, stage } from "./tiers_testing.ts";
import { createWorld, months, tag, told, turn, type World } from "./world_testing.ts";

const [january, february] = months;
const isHot = true;

/** Makes a change, and has the process hear of it. */
async function hearOfChange(world: World, source: Source): Promise<void> {
  world.write(january);
  world.drain();
  world.pass(2_000);
  await source.current();
}

Deno.test("what was asked for within a minute is renewed when it is outdated, before anybody asks", async () => {
  const world = createWorld();
  const one = world.process();
  const source = one.sourceOf(world.primary);
  for (const month of months) await one.ask(world.primary, month, month, { isHot });
  await one.ask(world.primary, january, "seldom");
  await hearOfChange(world, one.sourceOf(world.primary));
  await one.tiers.settle();
  // January by its one key; neither February, which is as it was, nor what nobody wants ahead.
  assert.equal(world.computed, 4);
  const found = one.tiers.peek(january, source);
  assert.deepEqual([found?.freshness, found && told(found).writes], ["fresh", 1]);
  assert.equal(one.tiers.peek(february, source)?.freshness, "fresh");
  assert.equal(one.tiers.peek("seldom", source), undefined);
});

Deno.test("what nobody asked for within a minute is left", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const source = one.sourceOf(world.primary);
  for (const key of ["left", "looked at"]) await one.ask(world.primary, january, key, { isHot });
  world.pass(50_000);
  await source.current();
  assert.equal(one.tiers.peek("looked at", source)?.freshness, "fresh");
  world.pass(9_000);
  await hearOfChange(world, one.sourceOf(world.primary));
  await one.tiers.settle();
  assert.equal(world.computed, 3);
  assert.equal(one.tiers.peek("looked at", source)?.freshness, "fresh");
});

Deno.test("what is asked for most is renewed first, two at once, and first again at the next change", async () => {
  const world = createWorld();
  const { tiers, source } = stage(world);
  const begun: string[] = [];
  let gate = Promise.resolve();
  const compute = (key: string) => async (): Promise<Computed> => {
    begun.push(key);
    const dependencies = [{
      generation: world.primary.state.generation,
      tags: [tag],
      months: "any" as const,
    }];
    await gate;
    return { keep: { ...draft(key).keep, dependencies } };
  };
  for (const [key, times] of Object.entries({ once: 1, thrice: 3, "four times": 4, twice: 2 })) {
    for (let time = 0; time < times; time++) await tiers.find(key, source, compute(key), { isHot });
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  begun.length = 0;
  await hearOfChange(world, source);
  await turn();
  assert.deepEqual(begun, ["four times", "thrice"]);
  await hearOfChange(world, source);
  resolve();
  await tiers.settle();
  // What was in hand at the second change comes again, before what is asked for less.
  assert.deepEqual(begun.slice(2), ["four times", "thrice", "twice", "once"]);
});

Deno.test("once stopped, what is in hand is finished and no more renewed", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  for (let number = 0; number < 10; number++) {
    await one.ask(world.primary, january, `key ${number}`, { isHot });
  }
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  await hearOfChange(world, one.sourceOf(world.primary));
  await turn();
  one.tiers.stop();
  gate.resolve();
  await one.tiers.settle();
  assert.equal(world.computed, 12);
});

Deno.test("what is asked for all the time stays among the hundred that are renewed, whatever else is asked for once", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const source = one.sourceOf(world.primary);
  await one.ask(world.primary, january, "favourite", { isHot });
  for (let number = 0; number < 250; number++) {
    await one.ask(world.primary, january, `key ${number}`, { isHot });
    assert.equal(one.tiers.peek("favourite", source)?.freshness, "fresh");
  }
  const before = world.computed;
  await hearOfChange(world, source);
  await one.tiers.settle();
  assert.equal(one.tiers.peek("favourite", source)?.freshness, "fresh");
  assert.equal(world.computed - before, 100);
});

Deno.test("what cannot be kept is not remembered, so nobody pushes out with it what is", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const source = one.sourceOf(world.primary);
  await one.ask(world.primary, january, "favourite", { isHot });
  const pass = { body: new Uint8Array(), unavailable: false };
  for (let number = 0; number < 250; number++) {
    await one.tiers.find(`wrong ${number}`, source, () => Promise.resolve({ pass }), { isHot });
    await one.tiers.find(`failed ${number}`, source, () => Promise.reject(new Error("no")), { isHot })
      .catch(() => {});
  }
  await hearOfChange(world, one.sourceOf(world.primary));
  await one.tiers.settle();
  assert.equal(one.tiers.peek("favourite", source)?.freshness, "fresh");
});

Deno.test("a renewal that fails leaves the others", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const source = one.sourceOf(world.primary);
  await one.ask(world.primary, january, "works", { isHot });
  await one.ask(world.primary, january, "fails", { isHot });
  await one.tiers.find("fails", source, () => Promise.reject(new Error("no")), { isHot });
  for (let times = 0; times < 2; times++) {
    await hearOfChange(world, one.sourceOf(world.primary));
    await one.tiers.settle();
    assert.equal(one.tiers.peek("works", source)?.freshness, "fresh");
    assert.equal(one.tiers.peek("fails", source), undefined);
  }
});
