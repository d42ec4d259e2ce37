import assert from "node:assert/strict";
import fc from "fast-check";
import { type Line, LONGEST_LINE, readLines } from "./lines.ts";

const encoder = new TextEncoder();

async function linesOf(bytes: Uint8Array, size = 7): Promise<Line[]> {
  // As a file gives them: one buffer, filled again for each piece.
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(size);
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = bytes.subarray(at, at + size);
      buffer.set(chunk);
      yield await Promise.resolve(buffer.subarray(0, chunk.length));
    }
  }
  return (await Array.fromAsync(readLines(chunks()))).flat();
}

Deno.test("lines come whole and numbered, however the bytes are cut", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r\n", ",") });
  await fc.assert(fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (text, size) => {
    const expected = text.split(/\r?\n/);
    if (expected.at(-1) === "") expected.pop();
    const lines = await linesOf(encoder.encode(text), size);
    assert.deepEqual(lines, expected.map((text, index) => ({ number: index + 1, text })));
  }));
});

Deno.test("a byte order mark is no text, but only in front", async () => {
  const lines = await linesOf(encoder.encode("\ufeffa\n\ufeffb"));
  assert.deepEqual(lines.map(({ text }) => text), ["a", "\ufeffb"]);
});

Deno.test("a line that is not UTF-8 is damaged, its neighbours are not", async () => {
  const bytes = Uint8Array.of(...encoder.encode("é1\n"), 0x63, 0xe9, 0x0d, 0x0a, ...encoder.encode("é2"));
  for (const size of [1, 2, 3, 100]) {
    assert.deepEqual(await linesOf(bytes, size), [
      { number: 1, text: "é1" },
      { number: 2, text: "c\ufffd", damage: "not UTF-8" },
      { number: 3, text: "é2" },
    ]);
  }
});

Deno.test("a line of more than a megabyte is damaged and not kept, its neighbours are there", async () => {
  const bytes = encoder.encode(`a\n${"x".repeat(3 * LONGEST_LINE)}\nb\nc`);
  const lines = await linesOf(bytes, 64 * 1024);
  assert.deepEqual(lines.map(({ number, damage }) => [number, damage]), [
    [1, undefined],
    [2, `longer than ${LONGEST_LINE} bytes`],
    [3, undefined],
    [4, undefined],
  ]);
  assert.deepEqual([lines[0]?.text, lines[2]?.text, lines[3]?.text], ["a", "b", "c"]);
  assert.ok((lines[1]?.text.length ?? 0) < 2 * LONGEST_LINE);
});
