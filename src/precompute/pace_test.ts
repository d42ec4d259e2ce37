import assert from "node:assert/strict";
import type { Drained } from "./drain.ts";
import { restAfter, restAfterFailure } from "./pace.ts";

const asOf = Temporal.Instant.from("2024-03-10T12:00:00Z");

function drained(taken: number, left: number): Drained {
  return { asOf, generation: 1, taken, left, setAside: 0, failures: [] };
}

Deno.test("drains follow each other at once where there is work, and rest as long as they took, up to a second", () => {
  const cases: readonly (readonly [what: string, Drained | undefined, tookMs: number, restMs: number])[] = [
    ["nothing to do", drained(0, 0), 3, 1_000],
    ["another process drains", undefined, 3, 1_000],
    ["work, quickly done: four a second", drained(1, 0), 10, 240],
    ["work that took as long as it may", drained(9, 0), 125, 125],
    ["work that took longer", drained(9, 0), 400, 400],
    ["a backlog is given no more", drained(10_000, 1_000_000), 700, 700],
    ["a long batch", drained(31, 1_000), 60_000, 1_000],
    ["a build that goes on", { ...drained(2, 40), asOf: undefined }, 5_000, 0],
    ["a build that waits for what is set aside", { ...drained(0, 0), asOf: undefined }, 3, 1_000],
    ["a slow look at nothing", drained(0, 0), 1_500, 1_000],
  ];
  for (const [what, done, tookMs, restMs] of cases) assert.equal(restAfter(done, tookMs), restMs, what);
});

Deno.test("after failures the next try comes later and later, up to half a minute", () => {
  const rests = [1, 2, 3, 4, 5, 6, 7, 100].map(restAfterFailure);
  assert.deepEqual(rests, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});
