import assert from "node:assert/strict";
import { remembering } from "./remembering.ts";

Deno.test("work is done once for a text, again for one that is long or was crowded out", () => {
  let worked = 0;
  const lengthOf = remembering((text: string | null) => (worked++, text?.length));
  const works = (text: string | null): number => {
    const before = worked;
    assert.equal(lengthOf(text), text?.length);
    return worked - before;
  };
  const long = "x".repeat(2_000);
  assert.deepEqual(["a", "a", null, null, long, long].map(works), [1, 0, 1, 0, 1, 1]);
  for (let other = 0; other < 1_000; other++) works(String(other));
  assert.equal(works("a"), 1);
});

Deno.test("what cannot be worked out is tried each time", () => {
  const parsed = remembering((text: string) => new URL(text));
  for (let times = 0; times < 2; times++) assert.throws(() => parsed("no url"), TypeError);
});
