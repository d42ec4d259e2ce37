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
  const take = () => connections.take(0, late);
  const [first, second, third] = [await take(), await take(), await take()];
  assert.deepEqual(opened, ["c0", "c1", "c2"]);
  await assert.rejects(take(), /late/);
  const waiting = connections.take(1_000, late);
  connections.give(third);
  assert.equal(await waiting, third);
  for (const each of [first, second, third]) connections.give(each);
  await connections.close(1);
});

Deno.test("what is open beyond those that are kept is used again, and ended once nobody used it for ten seconds", async () => {
  let time = 0;
  const { opened, ended, open } = opening();
  const connections = createConnections({ size: 1, overflow: 2, open, now: () => time });
  const useTogether = async (count: number) => {
    const taken = await Promise.all(Array.from({ length: count }, () => connections.take(0, late)));
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
