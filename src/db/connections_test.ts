import assert from "node:assert/strict";
import type { Connection } from "./connection.ts";
import { createConnections } from "./connections.ts";

const minute = 60_000;
const late = () => new Error("late");

/** @returns what opens connections that do nothing, and the names of those that it opened and that were ended */
function opening() {
  const opened: string[] = [];
  const ended: string[] = [];
  const open = (): Connection => {
    const name = `c${opened.length}`;
    opened.push(name);
    return {
      run: () => Promise.resolve([]),
      lost: false,
      pid: () => Promise.resolve(0),
      end: () => Promise.resolve(void ended.push(name)),
    };
  };
  return { opened, ended, open };
}

Deno.test("beyond those that are kept, some more are opened while all are taken", async () => {
  const { opened, open } = opening();
  const connections = createConnections({ size: 2, overflow: 1, open });
  const take = () => connections.take(10_000, late);
  const [first, second, third] = [await take(), await take(), await take()];
  assert.deepEqual(opened, ["c0", "c1", "c2"]);
  await assert.rejects(connections.take(0, late), /late/);
  const waiting = connections.take(1_000, late);
  connections.give(third);
  assert.equal(await waiting, third);
  for (const each of [first, second, third]) connections.give(each);
  await connections.close(1);
});

Deno.test("of many that are needed at once, two are opened, and who waits gets the first that is open", async () => {
  const { opened, open } = opening();
  const connections = createConnections({ size: 20, open, openingMs: 60_000 });
  const take = () => connections.take(60_000, late);
  const [first, second, third, fourth] = [take(), take(), take(), take()];
  const [one, other] = [await first, await second];
  assert.deepEqual([opened, connections.use.waiting], [["c0", "c1"], 2]);
  connections.give(one);
  assert.equal(await third, one);
  // It is open, so another may be.
  const next = await fourth;
  assert.deepEqual([opened, connections.use.waiting], [["c0", "c1", "c2"], 0]);
  for (const each of [one, other, next]) connections.give(each);
  await connections.close(1);
});

Deno.test("those that take long to open hold up the others no longer than so", async () => {
  const { opened, open } = opening();
  const connections = createConnections({ size: 20, open, openingMs: 1 });
  const taken = await Promise.all(Array.from({ length: 9 }, () => connections.take(60_000, late)));
  assert.equal(opened.length, 9);
  taken.forEach(connections.give);
  await connections.close(1);
});

Deno.test("one that is lost while it is opened makes room for another", async () => {
  const { opened, open } = opening();
  const lost = new Set<string>();
  const losable = (): Connection => {
    const connection = open();
    const name = String(opened.at(-1));
    return Object.defineProperty(connection, "lost", { get: () => lost.has(name) });
  };
  const connections = createConnections({ size: 20, open: losable, openingMs: 60_000 });
  const take = () => connections.take(60_000, late);
  const [first, second, third] = [take(), take(), take()];
  const [one, other] = [await first, await second];
  lost.add("c0");
  connections.give(one);
  const next = await third;
  assert.deepEqual([opened, next === one], [["c0", "c1", "c2"], false]);
  for (const each of [other, next]) connections.give(each);
  await connections.close(1);
});

Deno.test("what is open beyond those that are kept is used again, and ended once nobody used it for ten seconds", async () => {
  let time = 0;
  const { opened, ended, open } = opening();
  const connections = createConnections({ size: 1, overflow: 2, open, now: () => time });
  const useTogether = async (count: number) => {
    const taken = await Promise.all(Array.from({ length: count }, () => connections.take(10_000, late)));
    taken.forEach(connections.give);
  };
  for (; time < 30_000; time += 1_000) await useTogether(3);
  assert.deepEqual([opened.length, ended], [3, []]);
  // Fewer are needed from now on.
  for (; time < 38_000; time += 1_000) await useTogether(2);
  assert.deepEqual(ended, []);
  for (; time < 60_000; time += 1_000) await useTogether(2);
  assert.equal(ended.length, 1);
  for (; time < 90_000; time += 1_000) await useTogether(1);
  assert.deepEqual([opened.length, ended.length], [3, 2]);
  await connections.close(1);
});

Deno.test("a connection is not given again an hour after it was opened, whether it was used or not", async () => {
  let time = 0;
  const { opened, ended, open } = opening();
  const connections = createConnections({ size: 2, open, now: () => time });
  const [first, second] = [await connections.take(0, late), await connections.take(0, late)];
  connections.give(second);
  connections.give(first);
  time = 59 * minute;
  connections.give(await connections.take(0, late));
  assert.deepEqual(ended, []);
  time = 61 * minute;
  connections.give(await connections.take(0, late));
  assert.deepEqual(ended.toSorted(), ["c0", "c1"]);
  connections.give(await connections.take(0, late));
  assert.deepEqual(opened, ["c0", "c1", "c2"]);
  await connections.close(1);
});
