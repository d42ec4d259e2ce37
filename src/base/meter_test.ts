import assert from "node:assert/strict";
import { createHistogram, createTally, createTimings, note } from "./meter.ts";

Deno.test("a histogram counts each value at the first bound that it does not exceed", () => {
  const histogram = createHistogram([1, 5]);
  for (const value of [0, 1, 1.5, 5, 5.1, 100]) note(histogram, value);
  assert.deepEqual(histogram.counts, [2, 2, 2]);
  assert.equal(histogram.sum, 112.6);
});

Deno.test("a tally counts by the values of its labels", () => {
  const tally = createTally(["field", "lane"]);
  tally.add(["a", "VIEW"]);
  tally.add(["a", "DIRECT"], 3);
  tally.add(["a", "VIEW"]);
  assert.deepEqual(tally.read(), [
    { labels: { field: "a", lane: "VIEW" }, value: 2 },
    { labels: { field: "a", lane: "DIRECT" }, value: 3 },
  ]);
});

Deno.test("timings are kept by the values of their labels", () => {
  const timings = createTimings(["route"]);
  timings.note(["/"], 0.002);
  timings.note(["/live"], 20);
  const [page, live] = timings.read();
  assert.deepEqual([page?.labels, page?.histogram.counts.indexOf(1)], [{ route: "/" }, 1]);
  assert.deepEqual([live?.labels, live?.histogram.counts.at(-1)], [{ route: "/live" }, 1]);
});
