import assert from "node:assert/strict";
import type { Connection } from "./connection.ts";
import { createConnections } from "./connections.ts";

const minute = 60_000;
const late = () => new Error("late");

Deno.test("a connection is not given again an hour after it was opened, whether it was used or not", async () => {
  let time = 0;
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
  const connections = createConnections(2, open, () => time);
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
