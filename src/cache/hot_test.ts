import assert from "node:assert/strict";
import { createWorld, months, type Process, told, turn, type World } from "./world_testing.ts";

const [january, february] = months;
const isHot = true;

/** Makes a change, and has the process hear of it. */
async function hearOfChange(world: World, { sourceOf }: Process): Promise<void> {
  world.write(january);
  world.drain();
  world.pass(2_000);
  await sourceOf(world.primary).current();
}

Deno.test("what was asked for within a minute is renewed when it is outdated, before anybody asks", async () => {
  const world = createWorld();
  const one = world.process();
  const source = one.sourceOf(world.primary);
  for (const month of months) await one.ask(world.primary, month, month, { isHot });
  await one.ask(world.primary, january, "seldom");
  await hearOfChange(world, one);
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
  await hearOfChange(world, one);
  await one.tiers.settle();
  assert.equal(world.computed, 3);
  assert.equal(one.tiers.peek("looked at", source)?.freshness, "fresh");
});

Deno.test("no more are renewed than fifty, two at once, the last asked for first", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  for (let number = 0; number < 300; number++) {
    world.pass(1);
    await one.ask(world.primary, january, `key ${number}`, { isHot });
  }
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  await hearOfChange(world, one);
  await turn();
  assert.equal(world.computed, 302);
  world.gate = undefined;
  gate.resolve();
  await one.tiers.settle();
  assert.equal(world.computed, 350);
  const source = one.sourceOf(world.primary);
  const isFresh = (number: number) => one.tiers.peek(`key ${number}`, source) !== undefined;
  assert.deepEqual([249, 250, 299].map(isFresh), [false, true, true]);
});

Deno.test("once stopped, what is in hand is finished and no more renewed", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  for (let number = 0; number < 10; number++) {
    await one.ask(world.primary, january, `key ${number}`, { isHot });
  }
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  await hearOfChange(world, one);
  await turn();
  one.tiers.stop();
  gate.resolve();
  await one.tiers.settle();
  assert.equal(world.computed, 12);
});

Deno.test("what is asked for all the time stays hot, whatever else is asked for once", async () => {
  const world = createWorld();
  const one = world.process({ shared: undefined });
  const source = one.sourceOf(world.primary);
  await one.ask(world.primary, january, "favourite", { isHot });
  for (let number = 0; number < 250; number++) {
    await one.ask(world.primary, january, `key ${number}`, { isHot });
    assert.equal(one.tiers.peek("favourite", source)?.freshness, "fresh");
  }
  await hearOfChange(world, one);
  await one.tiers.settle();
  assert.equal(one.tiers.peek("favourite", source)?.freshness, "fresh");
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
  await hearOfChange(world, one);
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
    await hearOfChange(world, one);
    await one.tiers.settle();
    assert.equal(one.tiers.peek("works", source)?.freshness, "fresh");
    assert.equal(one.tiers.peek("fails", source), undefined);
  }
});
