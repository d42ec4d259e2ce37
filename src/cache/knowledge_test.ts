import assert from "node:assert/strict";
import { type Dependency, isCurrent, type Knowledge, learn, type Reading } from "./knowledge.ts";

const reading = (given: Partial<Reading>): Reading => ({
  epoch: "e1",
  generation: 10,
  notes: [],
  views: new Map(),
  behindMs: 0,
  ...given,
});
const note = (tag: string, month: string, generation: number) => ({ tag, month, generation });
const trends = (given: Partial<Dependency>): Dependency => ({
  generation: 7,
  tags: ["sales_trends"],
  months: ["2026-01-01"],
  ...given,
});

Deno.test("a value is current until a drain altered what it is made from", () => {
  const knowledge = learn(
    undefined,
    reading({
      notes: [
        note("sales_trends", "2026-01-01", 7),
        note("sales_trends", "2026-02-01", 9),
        note("sales_trends", "infinity", 9),
        note("sales_trends", "-infinity", 5),
        note("product_insights", "-infinity", 8),
        note("product_insights", "infinity", 8),
      ],
    }),
    0,
  );
  const products = ["product_insights"];
  const cases: readonly (readonly [Partial<Dependency>, boolean])[] = [
    [{}, true],
    [{ generation: 6 }, false],
    [{ months: ["2026-02-01"] }, false],
    [{ months: ["2026-01-01", "2026-02-01"] }, false],
    [{ months: ["2026-01-01", "2026-02-01"], generation: 9 }, true],
    // Nothing was ever noted about it.
    [{ months: ["2026-03-01"], generation: 5 }, true],
    [{ months: "any" }, false],
    [{ months: "any", generation: 9 }, true],
    // Names and the like: no month at all, but what is in every month.
    [{ months: [] }, true],
    [{ months: [], generation: 4 }, false],
    [{ tags: products }, false],
    [{ tags: products, generation: 8 }, true],
    [{ tags: ["sales_trends", "product_insights"] }, false],
    [{ tags: ["customer_analytics"], generation: 0 }, true],
    [{ tags: [], generation: 0 }, true],
    // A server that is ahead of the one that was read.
    [{ generation: 99, months: "any" }, true],
  ];
  for (const [given, expected] of cases) {
    const origin = { epoch: "e1", dependencies: [trends(given)], views: [] };
    assert.equal(isCurrent(origin, knowledge), expected, JSON.stringify(given));
    assert.equal(isCurrent({ ...origin, epoch: "e2" }, knowledge), false);
    const both = [trends({}), trends(given)];
    assert.equal(isCurrent({ ...origin, dependencies: both }, knowledge), expected);
  }
});

Deno.test("a value made from a view is current until a refresh brings anything new", () => {
  const knowledge = learn(undefined, reading({ views: new Map([["mv", 1_000]]) }), 0);
  const cases = [[1_000, true], [999, false], [2_000, true]] as const;
  for (const [generation, expected] of cases) {
    const views = [{ view: "mv", generation }];
    assert.equal(isCurrent({ epoch: "e1", dependencies: [], views }, knowledge), expected);
  }
  const unheardOf = [{ view: "another", generation: 0 }];
  assert.equal(isCurrent({ epoch: "e1", dependencies: [], views: unheardOf }, knowledge), true);
});

Deno.test("within an epoch nothing is unlearnt, and across epochs nothing is kept", () => {
  const [first, second] = [note("t", "2026-01-01", 4), note("t", "2026-02-01", 9)];
  const before = learn(
    undefined,
    reading({ notes: [first, second], views: new Map([["mv", 5], ["old", 1]]) }),
    100,
  );
  const told = ({ generation, reported, notes, views, readAt }: Knowledge) => ({
    generation,
    reported,
    readAt,
    notes: Object.fromEntries(notes),
    views: Object.fromEntries(views),
  });
  const back = reading({
    generation: 6,
    notes: [note("t", "2026-02-01", 6), note("t", "2026-03-01", 5)],
    views: new Map([["mv", 3]]),
  });
  assert.deepEqual(told(learn(before, back, 200)), {
    generation: 10,
    reported: 6,
    readAt: 200,
    notes: { "t 2026-01-01": 4, "t 2026-02-01": 9, "t 2026-03-01": 5 },
    views: { mv: 5, old: 1 },
  });
  const another = reading({ epoch: "e2", generation: 2, notes: [note("t", "2026-02-01", 1)] });
  assert.deepEqual(told(learn(before, another, 300)), {
    generation: 2,
    reported: 2,
    readAt: 300,
    notes: { "t 2026-02-01": 1 },
    views: {},
  });
});

Deno.test("changes are noted soon while what is noted is no more than five seconds behind", () => {
  const cases = [[0, true], [5_000, true], [5_001, false], [Infinity, false]] as const;
  for (const [behindMs, expected] of cases) {
    assert.equal(learn(undefined, reading({ behindMs }), 0).isNoted, expected);
  }
});
