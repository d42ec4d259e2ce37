import assert from "node:assert/strict";
import { answerOf, type Provenance, together } from "./answer.ts";

const at = (text: string) => Temporal.Instant.from(text);
const early = at("2024-01-01T00:00:00Z");
const late = at("2024-01-01T00:00:01Z");

Deno.test("an answer is as of the snapshot of its rows", () => {
  const row = { as_of: early, generation: 7, epoch: "e" };
  assert.deepEqual(answerOf([row, row], "VIEW", [1]), {
    value: [1],
    lane: "VIEW",
    asOf: early,
    generation: 7,
    epoch: "e",
  });
  assert.throws(() => answerOf([], "VIEW", []), /must return a row/);
});

Deno.test("of two answers the slowest lane, the oldest moment and the lower generation hold", () => {
  const view: Provenance = { lane: "VIEW", asOf: late, generation: 3, epoch: "e" };
  const direct: Provenance = { lane: "DIRECT", asOf: early, generation: 4, epoch: "e" };
  for (const both of [together(view, direct), together(direct, view)]) {
    assert.deepEqual(both, { lane: "DIRECT", asOf: early, generation: 3, epoch: "e" });
  }
});

Deno.test("across epochs the older answer's generation holds, though it is higher", () => {
  const before: Provenance = { lane: "VIEW", asOf: early, generation: 90, epoch: "before" };
  const after: Provenance = { lane: "DIRECT", asOf: late, generation: 1, epoch: "after" };
  for (const both of [together(before, after), together(after, before)]) {
    assert.deepEqual(both, { lane: "DIRECT", asOf: early, generation: 90, epoch: "before" });
  }
});
