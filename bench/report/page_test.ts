import assert from "node:assert/strict";
import type { Figure } from "../suite/figure.ts";
import type { Results } from "../suite/results.ts";
import { reportPage } from "./page.ts";

const hono: Figure = {
  group: "kept <answers>",
  name: 'bare "Hono" & co',
  unit: "/s",
  median: 90_000,
  spread: [80_000, 95_000],
};
const figures: readonly Figure[] = [
  hono,
  {
    group: "kept <answers>",
    name: "ours",
    unit: "/s",
    median: 60_000,
    spread: [60_000, 60_000],
    ratio: { to: "Hono", value: 0.66, budget: { atLeast: 0.85 } },
  },
  { group: "wide", name: "quick", unit: "ms", median: 0.1, spread: [0.1, 0.1], budget: { atMost: 1 } },
  { group: "wide", name: "slow", unit: "ms", median: 900, spread: [800, 1_000] },
  { group: "nothing", name: "wrong", unit: "rows", median: 0, spread: [0, 0], budget: { atMost: 0 } },
];

const results: Results = {
  machine: {
    cpu: "a processor",
    cores: 2,
    memory: 24,
    system: "linux",
    deno: "2",
    v8: "14",
    postgres: "18",
    redis: "",
    node: "",
  },
  benches: [{
    name: "hits",
    what: "answers",
    at: "2026-01-01T10:20:30Z",
    commit: "abc",
    size: "usual",
    seconds: 1,
    figures,
  }],
};

Deno.test("the page shows every figure, escaped, with its verdict, and needs no other file", async () => {
  const changes = [{
    bench: "hits",
    figure: { ...hono, median: 59_400 },
    before: hono,
    factor: 0.66,
    isBetter: false,
  }];
  const page = await reportPage(results, { compared: { file: "<old>", changes }, drawings: {} });
  assert.ok(!page.includes("NaN") && !page.includes("undefined"));
  assert.ok(page.includes("kept &lt;answers>") && !page.includes("<old>"));
  assert.ok(page.includes("2 budgets kept") && page.includes("1 missed"));
  assert.ok(page.includes("66 % of Hono") && page.includes("× 0.66"));
  assert.equal(page.match(/<svg /g)?.length, 3);
  // The narrow values stand on a logarithmic axis, where no bar begins.
  assert.equal(page.match(/<circle /g)?.length, 2);
  assert.ok(!/(?:src|href)="(?!#)/.test(page));
});
