import assert from "node:assert/strict";
import { changesBetween } from "./compare.ts";
import type { Figure } from "./figure.ts";
import { type BenchResult, joined, type Results } from "./results.ts";

const machine = {
  cpu: "a processor",
  cores: 2,
  memory: 24,
  system: "linux",
  deno: "2",
  v8: "14",
  postgres: "18",
  redis: "7",
  node: "v20",
};

function bench(name: string, figures: readonly Figure[], commit = "abc"): BenchResult {
  return { name, what: "", at: "2026-01-01T00:00:00Z", commit, size: "usual", seconds: 1, figures };
}

function figure(
  name: string,
  median: number,
  spread: readonly [number, number],
  unit: Figure["unit"] = "ms",
): Figure {
  return { group: "g", name, unit, median, spread };
}

function results(...figures: readonly Figure[]): Results {
  return { machine, benches: [bench("hits", figures)] };
}

Deno.test("a change is what lies beyond both spreads", () => {
  const cases: readonly [string, Figure, Figure, boolean | undefined][] = [
    ["overlapping", figure("a", 10, [9, 11]), figure("a", 12, [10.5, 13]), undefined],
    ["apart and slower", figure("a", 10, [9, 11]), figure("a", 12, [11.5, 13]), false],
    ["apart and quicker", figure("a", 12, [11.5, 13]), figure("a", 10, [9, 11]), true],
    ["apart and more a second", figure("a", 10, [9, 11], "/s"), figure("a", 12, [11.5, 13], "/s"), true],
    ["apart by a hair", figure("a", 10, [9.9, 10.1]), figure("a", 10.3, [10.2, 10.4]), undefined],
    ["measured once, by a fifth", figure("a", 10, [10, 10]), figure("a", 12, [12, 12]), undefined],
    ["measured once, doubled", figure("a", 10, [10, 10]), figure("a", 20, [20, 20]), false],
    ["of another name", figure("a", 10, [9, 11]), figure("b", 99, [99, 100]), undefined],
  ];
  for (const [name, before, now, isBetter] of cases) {
    const changes = changesBetween(results(before), results(now));
    assert.deepEqual(
      changes.map((change) => change.isBetter),
      isBetter === undefined ? [] : [isBetter],
      name,
    );
  }
});

Deno.test("the largest change comes first, whichever way it went", () => {
  const before = results(figure("a", 10, [9, 11]), figure("b", 10, [9, 11]));
  const now = results(figure("a", 20, [19, 21]), figure("b", 2, [1, 3]));
  assert.deepEqual(changesBetween(before, now).map(({ factor }) => factor), [0.2, 2]);
});

Deno.test("what was not measured anew is kept, of the same machine", () => {
  const before = {
    machine,
    benches: [bench("hits", [], "old"), bench("live", [], "old"), bench("gone", [])],
  };
  const now = { machine, benches: [bench("live", [], "new")] };
  const told = (results: Results) => results.benches.map(({ name, commit }) => `${name} ${commit}`);
  assert.deepEqual(told(joined(now, before, ["hits", "live"])), ["hits old", "live new"]);
  const elsewhere = { ...before, machine: { ...machine, cores: 4 } };
  assert.deepEqual(told(joined(now, elsewhere, ["hits", "live"])), ["live new"]);
});
