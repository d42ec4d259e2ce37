import assert from "node:assert/strict";
import { basisOf, changesBetween, changesSince } from "./basis.ts";
import { type Knowledge, learn, type Origin } from "./knowledge.ts";

interface Known {
  readonly epoch?: string;
  readonly generation: number;
  readonly notes?: readonly (readonly [tag: string, month: string, generation: number])[];
  readonly views?: readonly (readonly [string, number])[];
}

function knowledge({ epoch = "e", generation, notes = [], views = [] }: Known): Knowledge {
  return learn(undefined, {
    epoch,
    generation,
    notes: notes.map(([tag, month, generation]) => ({ tag, month, generation })),
    views: new Map(views),
    behindMs: 0,
  }, 0);
}

const [january, february] = ["2026-01-01", "2026-02-01"] as const;
const origin: Origin = {
  epoch: "e",
  dependencies: [
    { generation: 4, tags: ["sales"], months: [january] },
    { generation: 7, tags: ["sales", "products"], months: [february, january] },
  ],
  views: [{ view: "mv_days", generation: 5 }],
};

Deno.test("figures that nothing has outdated rest on all that is known, others on what they have seen", () => {
  const cases: readonly [name: string, Known | undefined, generation: number][] = [
    ["nothing since", { generation: 9, notes: [["sales", january, 4]], views: [["mv_days", 5]] }, 9],
    ["another month since", { generation: 9, notes: [["sales", "2026-03-01", 9]] }, 9],
    ["a month of theirs since", { generation: 9, notes: [["products", january, 8]] }, 4],
    ["a refresh of their view since", { generation: 9, views: [["mv_days", 6]] }, 4],
    ["less known than they have seen", { generation: 3, notes: [["sales", january, 9]] }, 3],
    ["nothing known", undefined, 0],
  ];
  for (const [name, known, generation] of cases) {
    assert.deepEqual(basisOf(origin, known && knowledge(known)), {
      epoch: "e",
      generation,
      tags: ["sales", "products", "mv_days"],
      months: [january, february],
    }, name);
  }
  const any: Origin = { ...origin, dependencies: [{ generation: 4, tags: ["sales"], months: "any" }] };
  assert.equal(basisOf(any, knowledge({ generation: 9 })).months, "any");
});

Deno.test("what changed is told by tag and month, and views by name", () => {
  const before = knowledge({
    generation: 5,
    notes: [["sales", january, 3], ["sales", "infinity", 5]],
    views: [["mv_days", 2]],
  });
  const after = knowledge({
    generation: 6,
    notes: [["sales", january, 3], ["sales", february, 6], ["sales", "infinity", 6]],
    // A refresh may end after a drain that it has not seen.
    views: [["mv_days", 4]],
  });
  assert.deepEqual(changesBetween(before, after), [
    "sales 2026-02-01",
    "sales infinity",
    "mv_days -infinity",
  ]);
  assert.deepEqual(changesBetween(after, after), []);
  assert.deepEqual(changesSince(after, { epoch: "e", generation: 5 }), [
    "sales 2026-02-01",
    "sales infinity",
  ]);
  assert.deepEqual(changesSince(after, { epoch: "e", generation: 6 }), []);
});

Deno.test("another epoch, or very many places, is all", () => {
  const other = knowledge({ epoch: "f", generation: 1 });
  assert.equal(changesSince(other, { epoch: "e", generation: 9 }), "all");
  assert.equal(changesBetween(knowledge({ generation: 9 }), other), "all");
  const months = Array.from({ length: 201 }, (_, month) => ["sales", `month ${month}`, 2] as const);
  const [fits, many] = [months.slice(1), months].map((notes) => knowledge({ generation: 2, notes }));
  assert.ok(fits && many);
  assert.equal(changesSince(fits, { epoch: "e", generation: 1 }).length, 200);
  assert.equal(changesSince(many, { epoch: "e", generation: 1 }), "all");
});
