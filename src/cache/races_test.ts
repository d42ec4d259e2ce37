/** Values stored late, by whoever, are never told as fresh. */
import assert from "node:assert/strict";
import {
  createWorld,
  type Month,
  months,
  type Process,
  type Server,
  told,
  turn,
  type World,
} from "./world_testing.ts";

const [january, february] = months;

/** Asks, and holds what was read back until the function that it gives is called. */
function heldBack(world: World, ask: () => Promise<unknown>) {
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const asked = ask();
  return async () => {
    world.gate = undefined;
    gate.resolve();
    return await asked;
  };
}

function changed(world: World, month: Month = january): void {
  world.write(month);
  world.drain();
}

Deno.test("a fill that began before a change and ends after it is not told as fresh", async () => {
  const world = createWorld();
  const one = world.process();
  const finish = heldBack(world, () => one.ask(world.primary, january));
  await turn();
  changed(world);
  world.pass(2_001);
  await one.sourceOf(world.primary).current();
  const late = await finish() as Awaited<ReturnType<Process["ask"]>>;
  assert.deepEqual([late.freshness, told(late).writes], ["old", 0]);
  const next = await one.ask(world.primary, january);
  assert.deepEqual([next.freshness, next.from, told(next).writes], ["fresh", "database", 1]);
});

Deno.test("a late fill does not take the place of a newer one, in memory or in the shared tier", async () => {
  const world = createWorld();
  const [one, two] = [world.process(), world.process({ shared: undefined })];
  const finish = heldBack(world, () => one.ask(world.primary, january));
  await turn();
  changed(world);
  world.gate = undefined;
  // The lease of the first is lost with all else.
  const three = world.process({ shared: { ...world.shared, lease: () => Promise.resolve("any") } });
  await three.ask(world.primary, january);
  await three.tiers.settle();
  await finish();
  await one.tiers.settle();
  world.pass(2_000);
  const four = world.process();
  const found = await four.ask(world.primary, january);
  assert.deepEqual([found.freshness, found.from, told(found).writes], ["fresh", "shared", 1]);
  assert.equal(told(await two.ask(world.primary, january)).writes, 1);
});

Deno.test("two fills of one process, from servers of different age, do not wait for or replace each other", async () => {
  const world = createWorld();
  const replica = world.replica();
  changed(world);
  const one = world.process({ shared: undefined });
  const finish = heldBack(world, () => one.ask(replica, january));
  await turn();
  world.gate = undefined;
  assert.equal(told(await one.ask(world.primary, january)).writes, 1);
  await finish();
  const found = await one.ask(world.primary, january);
  assert.deepEqual([found.freshness, found.from, told(found).writes], ["fresh", "memory", 1]);
});

Deno.test("what a replica that lags computed is not fresh for who reads one that does not", async () => {
  const world = createWorld();
  const replica = world.replica();
  changed(world);
  const [one, two] = [world.process(), world.process()];
  const lagging = await one.ask(replica, january);
  // The replica has nothing newer: there it is.
  assert.deepEqual([lagging.freshness, told(lagging).writes], ["fresh", 0]);
  await one.tiers.settle();
  const found = await two.ask(world.primary, january);
  assert.deepEqual([found.freshness, found.from, told(found).writes], ["fresh", "database", 1]);
  await two.tiers.settle();
  // What is newer than its own server knows is fresh enough for the first, and is not overwritten by it.
  const three = world.process();
  const again = await three.ask(replica, january);
  assert.deepEqual([again.freshness, again.from, told(again).writes], ["fresh", "shared", 1]);
});

Deno.test("one process keeps what it knows of two replicas apart", async () => {
  const world = createWorld();
  const [ahead, behind] = [world.replica(), world.replica()];
  changed(world);
  ahead.state = world.primary.state;
  const one = world.process();
  assert.equal(told(await one.ask(behind, january)).writes, 0);
  const found = await one.ask(ahead, january);
  assert.deepEqual([found.freshness, told(found).writes], ["fresh", 1]);
});

Deno.test("memory that another process has outdated gives way to the shared tier", async () => {
  const world = createWorld();
  const [one, two] = [world.process(), world.process()];
  await one.ask(world.primary, january);
  await one.tiers.settle();
  changed(world);
  world.pass(5_000);
  await two.ask(world.primary, january);
  await two.tiers.settle();
  const computed = world.computed;
  const found = await one.ask(world.primary, january);
  assert.deepEqual([found.freshness, found.from, told(found).writes], ["fresh", "shared", 1]);
  assert.equal(world.computed, computed);
});

Deno.test("a closed month stays fresh while another is written to", async () => {
  const world = createWorld();
  const one = world.process();
  for (const month of months) await one.ask(world.primary, month);
  for (let second = 0; second < 50; second++) {
    changed(world, february);
    world.pass(1_000);
    await one.sourceOf(world.primary).current();
  }
  const found = await one.ask(world.primary, january);
  assert.deepEqual([found.freshness, found.from], ["fresh", "memory"]);
  assert.equal(told(await one.ask(world.primary, february)).writes, 50);
});

Deno.test("after a failover nothing of the epoch before is fresh, though its numbers are higher", async () => {
  const world = createWorld();
  const replica = world.replica();
  for (let times = 0; times < 5; times++) changed(world);
  const one = world.process();
  await one.ask(world.primary, january);
  await one.tiers.settle();
  world.failOver(replica);
  changed(world);
  assert.equal(world.primary.state.generation, 1);
  world.pass(3_000);
  for (const process of [one, world.process()]) {
    const found = await process.ask(world.primary, january);
    assert.deepEqual([found.freshness, told(found)], ["fresh", { epoch: "epoch-2", writes: 1 }]);
    await process.tiers.settle();
  }
});

Deno.test("a source that goes back is not believed: what it computes is not fresh, until it has caught up", async () => {
  const world = createWorld();
  const one = world.process();
  const before = world.replica();
  changed(world);
  const balancer: Server = { ...world.replica(), name: "balancer" };
  await one.sourceOf(balancer).current();
  // The next server behind it is behind.
  balancer.state = before.state;
  world.pass(1_500);
  const found = await one.ask(balancer, january);
  assert.deepEqual([found.freshness, told(found).writes], ["old", 0]);
  await turn();
  balancer.state = world.primary.state;
  const next = await one.ask(balancer, january);
  assert.deepEqual([next.freshness, told(next).writes], ["fresh", 1]);
});
