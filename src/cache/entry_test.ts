import assert from "node:assert/strict";
import fc from "fast-check";
import { type Entry, freshnessOf, sealEntry, unsealEntry, versionOf } from "./entry.ts";
import { fingerprintOf, seal } from "./envelope.ts";
import { type Knowledge, learn } from "./knowledge.ts";
import type { Source } from "./source.ts";

const tags = ["sales_trends"];

/** @returns what was known when the month's last change was of that generation */
function knowing(readAt: number, generation: number, { behindMs = 0, epoch = "e1" } = {}): Knowledge {
  const notes = [{ tag: "sales_trends", month: "2026-01-01", generation }];
  return learn(undefined, { epoch, generation, notes, views: new Map(), behindMs }, readAt);
}

function sourceOf(...history: readonly Knowledge[]): Source {
  const latest = history.at(-1);
  const current = () => Promise.resolve(latest);
  return { name: "any", known: () => latest, current, lately: () => history, onChange: () => {} };
}

const entry: Entry = {
  body: new Uint8Array([1]),
  epoch: "e1",
  dependencies: [{ generation: 5, tags, months: ["2026-01-01"] }],
  views: [],
  computedAt: 10_000,
  freshUntil: 70_000,
};

Deno.test("an entry is fresh, then outdated for two seconds, then old", () => {
  const unnoted = { behindMs: 6_000 };
  const cases: readonly (readonly [string, Source, number, string])[] = [
    ["nothing changed", sourceOf(knowing(9_000, 5)), 10_500, "fresh"],
    ["before its time is over", sourceOf(knowing(69_000, 5)), 69_999, "fresh"],
    ["its time is over", sourceOf(knowing(69_000, 5)), 70_000, "outdated"],
    ["for two seconds", sourceOf(knowing(71_000, 5)), 72_000, "outdated"],
    ["and longer", sourceOf(knowing(71_000, 5)), 72_001, "old"],
    ["changed since the last reading", sourceOf(knowing(19_000, 5), knowing(20_000, 6)), 20_100, "outdated"],
    ["two seconds ago", sourceOf(knowing(19_000, 5), knowing(20_000, 6)), 21_000, "outdated"],
    ["longer ago", sourceOf(knowing(19_000, 5), knowing(20_000, 6)), 21_001, "old"],
    ["nobody knows when", sourceOf(knowing(20_000, 6)), 20_000, "old"],
    [
      "changed, changed again",
      sourceOf(knowing(19_000, 5), knowing(20_000, 6), knowing(20_900, 7)),
      21_001,
      "old",
    ],
    [
      "changed as its time was over",
      sourceOf(knowing(71_500, 5), knowing(71_900, 6)),
      72_001,
      "old",
    ],
    [
      "computed after what it holds was heard of",
      sourceOf(knowing(9_500, 5), knowing(10_500, 6)),
      12_000,
      "outdated",
    ],
    ["longer ago than that", sourceOf(knowing(9_500, 5), knowing(10_500, 6)), 12_001, "old"],
    ["computed where less was seen", sourceOf(knowing(9_500, 6), knowing(10_500, 7)), 10_500, "old"],
    ["nobody knows whether", sourceOf(knowing(10_500, 6)), 10_500, "old"],
    [
      "heard of as current since",
      sourceOf(knowing(9_500, 5), knowing(11_000, 5), knowing(12_000, 6)),
      13_000,
      "outdated",
    ],
    ["a new epoch", sourceOf(knowing(19_000, 5), knowing(20_000, 1, { epoch: "e2" })), 20_500, "outdated"],
    ["an epoch of long ago", sourceOf(knowing(20_000, 1, { epoch: "e2" })), 20_500, "old"],
    ["nothing is known", sourceOf(), 10_500, "old"],
    ["made by a clock that is ahead", sourceOf(knowing(8_000, 5)), 8_000, "fresh"],
    ["made before the clock was set back", sourceOf(knowing(7_999, 5)), 7_999, "old"],
    ["not noted, at first", sourceOf(knowing(14_000, 5, unnoted)), 14_999, "fresh"],
    ["not noted, after five seconds", sourceOf(knowing(14_000, 5, unnoted)), 15_000, "outdated"],
    ["not noted, later", sourceOf(knowing(17_000, 5, unnoted)), 17_001, "old"],
  ];
  for (const [what, source, now, expected] of cases) {
    assert.equal(freshnessOf(entry, source, now), expected, what);
  }
});

const plain = { noNullPrototype: true } as const;
const origin = {
  epoch: fc.uuid(),
  dependencies: fc.array(fc.record({
    generation: fc.nat(),
    tags: fc.array(fc.string()),
    months: fc.oneof(fc.constant("any" as const), fc.array(fc.string())),
  }, plain)),
  views: fc.array(fc.record({ view: fc.string(), generation: fc.nat() }, plain)),
};
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  ...origin,
  body: fc.uint8Array(),
  computedAt: fc.nat(),
  freshUntil: fc.nat(),
}, plain);

Deno.test("an entry comes out of the envelope as it went in", () => {
  const fingerprint = fingerprintOf(["a"]);
  fc.assert(fc.property(anyEntry, (given) => {
    assert.deepEqual(unsealEntry(fingerprint, sealEntry(fingerprint, given)), given);
    assert.equal(unsealEntry(fingerprintOf(["b"]), sealEntry(fingerprint, given)), undefined);
  }));
  assert.equal(
    unsealEntry(fingerprint, seal(fingerprint, { about: 1, body: entry.body }).subarray(1)),
    undefined,
  );
});

Deno.test("an entry is as old as the oldest it was made from", () => {
  const of = (...generations: readonly number[]) =>
    versionOf({
      ...entry,
      dependencies: generations.map((generation) => ({ generation, tags, months: [] })),
    });
  assert.deepEqual(of(7, 5, 9), { epoch: "e1", generation: 5 });
  assert.deepEqual(of(), { epoch: "e1", generation: 0 });
});
