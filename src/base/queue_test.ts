import assert from "node:assert/strict";
import fc from "fast-check";
import { CancelledError, OverloadedError } from "./errors.ts";
import { createQueue, type QueueOptions } from "./queue.ts";

/** Lets go on what waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await undefined;
}

/** Work that runs until it is told to end. */
function stage(options: Partial<QueueOptions> = {}) {
  const at = { now: 0 };
  const shed = { count: 0 };
  const queue = createQueue({
    atOnce: 1,
    mostWaiting: 2,
    onShed: () => void shed.count++,
    now: () => at.now,
    ...options,
  });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const outcomes = new Map<string, string>();
  const ask = (name: string, cost: number, signal = new AbortController().signal): void => {
    queue.run(cost, signal, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    }).then(
      () => outcomes.set(name, "answered"),
      (error) => outcomes.set(name, error.constructor.name),
    );
  };
  const end = async (name: string) => {
    await turns();
    ends.get(name)?.();
    await turns();
  };
  return { at, ask, end, begun, outcomes, shed };
}

Deno.test("the cheapest is begun first, and of those that cost the same the first to come", async () => {
  const { ask, end, begun, outcomes } = stage({ mostWaiting: 10 });
  ask("first", 100);
  for (const [name, cost] of [["dear", 50], ["cheap", 10], ["as cheap", 10], ["in between", 20]] as const) {
    ask(name, cost);
  }
  for (const name of ["first", "cheap", "as cheap", "in between", "dear"]) {
    await turns();
    assert.equal(begun.at(-1), name);
    await end(name);
  }
  assert.deepEqual([...outcomes.values()], Array(5).fill("answered"));
});

Deno.test("where too many wait, the last of the dearest is turned away at once", async () => {
  const { ask, end, begun, outcomes, shed } = stage();
  ask("running", 1);
  ask("dear", 9);
  ask("as dear", 9);
  ask("no cheaper", 9);
  await turns();
  assert.deepEqual([...outcomes], [["no cheaper", "OverloadedError"]]);
  ask("cheaper", 5);
  await turns();
  assert.equal(outcomes.get("as dear"), "OverloadedError");
  assert.equal(shed.count, 2);
  for (const name of ["running", "cheaper", "dear"]) await end(name);
  assert.deepEqual(begun, ["running", "cheaper", "dear"]);
});

Deno.test("whoever has gone waits no more, and makes room", async () => {
  const { ask, end, begun, outcomes } = stage({ mostWaiting: 1 });
  const gone = new AbortController();
  ask("running", 1);
  ask("gone", 1, gone.signal);
  gone.abort();
  ask("next", 1);
  ask("too many", 1);
  await end("running");
  assert.deepEqual(begun, ["running", "next"]);
  ask("late", 1, gone.signal);
  await turns();
  assert.deepEqual([...outcomes].toSorted(), [
    ["gone", "CancelledError"],
    ["late", "CancelledError"],
    ["running", "answered"],
    ["too many", "OverloadedError"],
  ]);
});

Deno.test("who has waited for longer than a second is turned away", async () => {
  const { at, ask, end, begun, outcomes } = stage();
  ask("running", 1);
  ask("old", 1);
  at.now = 1_001;
  ask("new", 5);
  await turns();
  assert.equal(outcomes.get("old"), "OverloadedError");
  await end("running");
  assert.deepEqual(begun, ["running", "new"]);
});

Deno.test("work that fails gives its turn on", async () => {
  const queue = createQueue({ atOnce: 1, mostWaiting: 1 });
  const { signal } = new AbortController();
  const failing = queue.run(1, signal, () => Promise.reject(new Error("no")));
  const next = queue.run(1, signal, () => Promise.resolve("next"));
  await assert.rejects(failing, /no/);
  assert.equal(await next, "next");
});

Deno.test("whatever comes and goes: no more run or wait than may, all are told, and nobody waits while there is room", async () => {
  const step = fc.oneof(
    fc.record({ ask: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ end: fc.nat({ max: 5 }) }),
    fc.record({ leave: fc.nat({ max: 20 }) }),
    fc.record({ pass: fc.constantFrom(10, 600, 1_500) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const at = { now: 0 };
      const queue = createQueue({ atOnce: 3, mostWaiting: 4, now: () => at.now });
      const running = new Set<() => void>();
      const leaving: AbortController[] = [];
      const asked: Promise<void>[] = [];
      const pending = new Set<number>();
      const work = () =>
        new Promise<void>((resolve) => {
          const end = () => {
            running.delete(end);
            resolve();
          };
          running.add(end);
        });
      const check = async () => {
        await turns();
        assert.ok(running.size <= 3 && pending.size - running.size <= 4);
        assert.ok(pending.size === running.size || running.size === 3, "somebody waits while there is room");
      };
      for (const each of steps) {
        if ("ask" in each) {
          const [controller, id] = [new AbortController(), asked.length];
          leaving.push(controller);
          pending.add(id);
          asked.push(
            queue.run(each.ask, controller.signal, work)
              .catch((error) =>
                assert.ok(error instanceof OverloadedError || error instanceof CancelledError)
              )
              .finally(() => pending.delete(id)),
          );
        } else if ("end" in each) [...running][each.end]?.();
        else if ("leave" in each) leaving[each.leave]?.abort();
        else at.now += each.pass;
        await check();
      }
      while (running.size > 0) {
        [...running][0]?.();
        await check();
      }
      await Promise.all(asked);
    }),
    { numRuns: 200 },
  );
});

Deno.test("where all that runs hangs, whoever waits is told after a second", async () => {
  const queue = createQueue({ atOnce: 1, mostWaiting: 2 });
  const hung = Promise.withResolvers<void>();
  const signal = new AbortController().signal;
  const running = queue.run(1, signal, () => hung.promise);
  await assert.rejects(queue.run(1, signal, () => Promise.resolve()), OverloadedError);
  hung.resolve();
  await running;
});
