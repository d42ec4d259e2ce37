import assert from "node:assert/strict";
import { type RfmGroup, rfmGroupOf, scoresOf } from "./rfm.ts";

// By recency from 5 to 1, and in each row by the mean of frequency and monetary score, from 1 to 5, halves rounded up.
const table: Readonly<Record<number, readonly RfmGroup[]>> = {
  5: ["NEW", "POTENTIAL_LOYALISTS", "POTENTIAL_LOYALISTS", "CHAMPIONS", "CHAMPIONS"],
  4: ["PROMISING", "POTENTIAL_LOYALISTS", "POTENTIAL_LOYALISTS", "LOYAL", "LOYAL"],
  3: ["ABOUT_TO_SLEEP", "ABOUT_TO_SLEEP", "NEED_ATTENTION", "LOYAL", "LOYAL"],
  2: ["HIBERNATING", "HIBERNATING", "AT_RISK", "AT_RISK", "CANNOT_LOSE"],
  1: ["LOST", "HIBERNATING", "AT_RISK", "AT_RISK", "CANNOT_LOSE"],
};
// The mean for each frequency score, by monetary score from 1 to 5.
const means: Readonly<Record<number, readonly number[]>> = {
  1: [1, 2, 2, 3, 3],
  2: [2, 2, 3, 3, 4],
  3: [2, 3, 3, 4, 4],
  4: [3, 3, 4, 4, 5],
  5: [3, 4, 4, 5, 5],
};
const fifths = [1, 2, 3, 4, 5];

Deno.test("each of the 125 scores has its group, and each group has scores", () => {
  const seen = new Map<RfmGroup, number>();
  for (const recency of fifths) {
    for (const frequency of fifths) {
      for (const monetary of fifths) {
        const mean = means[frequency]?.[monetary - 1] ?? NaN;
        const expected = table[recency]?.[mean - 1];
        assert.ok(expected);
        assert.equal(
          rfmGroupOf(recency, frequency, monetary),
          expected,
          `${recency} ${frequency} ${monetary}`,
        );
        seen.set(expected, (seen.get(expected) ?? 0) + 1);
      }
    }
  }
  assert.deepEqual(Object.fromEntries(seen), {
    LOST: 1,
    HIBERNATING: 5 + 1 + 5,
    AT_RISK: 2 * (9 + 7),
    CANNOT_LOSE: 2 * 3,
    ABOUT_TO_SLEEP: 1 + 5,
    NEED_ATTENTION: 9,
    LOYAL: 2 * (7 + 3),
    PROMISING: 1,
    NEW: 1,
    POTENTIAL_LOYALISTS: 2 * (5 + 9),
    CHAMPIONS: 7 + 3,
  });
});

for (const [recency, frequency, monetary] of [[0, 3, 3], [6, 3, 3], [3, -1, 0], [3, 6, 5]] as const) {
  Deno.test(`scores ${recency}, ${frequency}, ${monetary} are nobody's`, () => {
    assert.throws(() => rfmGroupOf(recency, frequency, monetary), RangeError);
  });
}

Deno.test("a customer has all scores or none", () => {
  assert.equal(scoresOf({ recency: null, frequency: null, monetary: null }), null);
  assert.deepEqual(scoresOf({ recency: 5, frequency: 4, monetary: 3 }), {
    recency: 5,
    frequency: 4,
    monetary: 3,
    group: "CHAMPIONS",
  });
});
