import assert from "node:assert/strict";
import type { Knowledge, Reading } from "./knowledge.ts";
import { createSource, type Source } from "./source.ts";
import { turn } from "./world_testing.ts";

interface Stage {
  readonly source: Source;
  /** What was known, each time the database was asked. */
  readonly asked: (number | undefined)[];
  become(how: "answers" | "fails" | "hangs"): void;
  pass(ms: number): void;
}

/** A database that says another generation each time. */
function stage(): Stage {
  let now = 0;
  let how = "answers";
  const asked: (number | undefined)[] = [];
  const read = async (since: Knowledge | undefined): Promise<Reading> => {
    asked.push(since?.generation);
    const generation = asked.length;
    await turn();
    if (how === "fails") throw new Error("Cannot connect");
    if (how === "hangs") await new Promise(() => {});
    return { epoch: "e1", generation, notes: [], views: new Map(), behindMs: 0 };
  };
  return {
    source: createSource({ name: "primary", read, now: () => now }),
    asked,
    become: (next) => void (how = next),
    pass: (ms) => void (now += ms),
  };
}

const generationOf = async (source: Source) => (await source.current())?.generation;

Deno.test("a source is read before it is told, once for all who ask at once", async () => {
  const { source, asked } = stage();
  assert.equal(source.known(), undefined);
  assert.deepEqual(await Promise.all([generationOf(source), generationOf(source)]), [1, 1]);
  assert.equal(source.known()?.generation, 1);
  assert.deepEqual(asked, [undefined]);
});

Deno.test("a source is read once a second at most, and nobody waits while what is known is of use", async () => {
  const { source, asked, pass } = stage();
  await source.current();
  for (let times = 0; times < 9; times++) {
    pass(111);
    assert.equal(source.known()?.generation, 1);
  }
  assert.equal(asked.length, 1);
  pass(1);
  // This one is told what is known, and has it read anew behind its back.
  assert.equal(await generationOf(source), 1);
  assert.equal(source.known()?.generation, 1);
  await turn();
  assert.deepEqual(asked, [undefined, 1]);
  assert.equal(source.known()?.generation, 2);
  assert.deepEqual(source.lately().map(({ generation }) => generation), [1, 2]);
});

Deno.test("a source that was not asked for two seconds is read before it is told", async () => {
  const { source, pass } = stage();
  await source.current();
  pass(2_000);
  assert.equal(source.known(), undefined);
  assert.equal(await generationOf(source), 2);
  pass(3_000);
  await source.current();
  assert.deepEqual(source.lately().map(({ generation }) => generation), [3]);
});

Deno.test("a source is read anew once the clock was set back, and what was known before is forgotten", async () => {
  const { source, pass, become } = stage();
  pass(3_600_000);
  await source.current();
  pass(-3_000_000);
  assert.equal(source.known(), undefined);
  assert.equal(await generationOf(source), 2);
  assert.deepEqual(source.lately().map(({ generation }) => generation), [2]);
  // Nor is a failure of later waited for.
  pass(3_000_000);
  become("fails");
  assert.equal(await source.current(), undefined);
  become("answers");
  pass(-2_000_000);
  await source.current();
  await turn();
  assert.equal(source.known()?.generation, 4);
});

Deno.test("a source that fails is told of as unknown, is tried again once a second, and holds nobody up", async () => {
  const { source, asked, pass, become } = stage();
  await source.current();
  become("fails");
  pass(1_000);
  // What is known stays of use until it is two seconds old.
  assert.equal(await generationOf(source), 1);
  await turn();
  pass(999);
  assert.equal(source.known()?.generation, 1);
  pass(1);
  for (let times = 0; times < 5; times++) {
    assert.equal(await source.current(), undefined);
    await turn();
  }
  assert.equal(asked.length, 3);
  become("answers");
  pass(1_000);
  assert.equal(await source.current(), undefined);
  await turn();
  assert.equal(await generationOf(source), 4);
});

Deno.test("a source that hangs holds up those who ask first, for half a second", async () => {
  const { source, asked, become } = stage();
  become("hangs");
  assert.deepEqual(await Promise.all([source.current(), source.current()]), [undefined, undefined]);
  const started = performance.now();
  for (let times = 0; times < 20; times++) assert.equal(await source.current(), undefined);
  // Twenty times half a second would be ten.
  assert.ok(performance.now() - started < 2_000);
  assert.equal(asked.length, 1);
});

Deno.test("who listens is told of what is new, and of nothing else", async () => {
  let now = 0;
  const [first, later] = [new Map([["mv", 1]]), new Map([["mv", 2]])];
  const readings = [
    { epoch: "e1", generation: 5, views: first },
    { epoch: "e1", generation: 5, views: first },
    { epoch: "e1", generation: 6, views: first },
    { epoch: "e1", generation: 4, views: first },
    { epoch: "e1", generation: 6, views: later },
    { epoch: "e2", generation: 6, views: later },
  ];
  let read = 0;
  let heard = 0;
  const next = (): Reading => {
    const reading = readings[read++];
    assert.ok(reading);
    return { notes: [], behindMs: 0, ...reading };
  };
  const source = createSource({ name: "primary", read: () => Promise.resolve(next()), now: () => now });
  source.onChange(() => heard++);
  const told = [];
  for (const _reading of readings) {
    await source.current();
    now += 2_000;
    told.push(heard);
  }
  assert.deepEqual(told, [0, 0, 1, 1, 2, 3]);
});
