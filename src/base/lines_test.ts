import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { createLines } from "./lines.ts";

/** A reader who takes so many bytes at a time, where it reads at all. */
function reader(atOnce = Infinity) {
  const state = { read: "", isReading: true, isGone: false, isFull: false };
  let resume = () => {};
  const write = async (bytes: Uint8Array): Promise<number> => {
    if (state.isGone) throw new Deno.errors.BrokenPipe("gone");
    if (state.isFull) throw new Error("No space left on device");
    if (!state.isReading) await new Promise<void>((resolve) => resume = resolve);
    const taken = bytes.subarray(0, Math.min(atOnce, bytes.length));
    state.read += new TextDecoder().decode(taken);
    return taken.length;
  };
  return {
    state,
    lines: createLines({ write, lost: (count) => `${count} lost\n`, mostBytes: 30 }),
    readOn() {
      state.isReading = true;
      resume();
    },
  };
}

Deno.test("lines are written whole and in their order, and at the end all of them", async () => {
  const { lines, state } = reader(3);
  for (const line of ["first\n", "second\n"]) lines.write(line);
  await setImmediate();
  lines.write("third\n");
  await lines.settle();
  assert.equal(state.read, "first\nsecond\nthird\n");
  await lines.settle();
});

Deno.test("where nobody reads, nobody waits, few lines are kept, and how many were lost is told to who reads again", async () => {
  const { lines, state, readOn } = reader();
  state.isReading = false;
  for (let line = 0; line < 100; line++) lines.write(`line ${line}\n`);
  await setImmediate();
  assert.equal(state.read, "");
  readOn();
  await lines.settle();
  lines.write("again\n");
  await lines.settle();
  assert.equal(state.read, "line 0\nline 1\nline 2\nline 3\n96 lost\nagain\n");
});

Deno.test("whoever is gone is written to no more", async () => {
  const { lines, state } = reader();
  state.isGone = true;
  lines.write("a\n");
  await lines.settle();
  state.isGone = false;
  lines.write("b\n");
  await lines.settle();
  assert.equal(state.read, "");
});

Deno.test("a disk that was full is written to again, and told how many lines it lacks", async () => {
  const { lines, state } = reader();
  state.isFull = true;
  for (const line of ["a\n", "b\n"]) {
    lines.write(line);
    lines.write(line);
    await lines.settle();
  }
  state.isFull = false;
  lines.write("c\n");
  await lines.settle();
  assert.equal(state.read, "c\n4 lost\n");
});
