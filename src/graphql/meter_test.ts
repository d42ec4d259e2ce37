import assert from "node:assert/strict";
import { plainError } from "./errors.ts";
import type { GraphqlResult } from "./execute.ts";
import { createGraphqlMeter, type GraphqlStatus, graphqlStatusOf, noteRequest } from "./meter.ts";

Deno.test("an outcome is told by whose fault an error is, and what came in spite of it", () => {
  const refused = plainError("no", "BAD_USER_INPUT");
  const ours = plainError("no", "UNAVAILABLE");
  const cases: readonly [GraphqlResult, GraphqlStatus][] = [
    [{ data: { a: 1 } }, "ok"],
    [{}, "ok"],
    [{ errors: [refused] }, "refused"],
    [{ errors: [refused], data: null }, "refused"],
    [{ errors: [refused], data: { a: 1, b: null } }, "partial"],
    [{ errors: [ours], data: { a: 1, b: null } }, "partial"],
    [{ errors: [ours], data: { b: null } }, "failed"],
    [{ errors: [ours], data: null }, "failed"],
    [{ errors: [plainError("no", "OVERLOADED")] }, "failed"],
    [{ errors: [plainError("no", "RATE_LIMITED")] }, "refused"],
  ];
  for (const [result, status] of cases) assert.equal(graphqlStatusOf(result), status, JSON.stringify(result));
});

Deno.test("what was ready is in every count, as the shortest", async () => {
  const meter = createGraphqlMeter(new Map([["id", "Overview"]]));
  const overview = meter.of("id");
  noteRequest(overview, "ok", 0.3);
  overview.ready.get += 2;
  overview.ready.post += 1;
  meter.of(undefined).ready.unchanged += 4;
  assert.deepEqual(meter.ready(), { get: 2, unchanged: 4, post: 1 });
  const [requests, durations, lookups] = await Promise.all(meter.families.map((family) => family.read()));
  assert.deepEqual(requests?.filter((sample) => "value" in sample && sample.value > 0), [
    { labels: { operation: "Overview", status: "ok" }, value: 4 },
    { labels: { operation: "other", status: "ok" }, value: 4 },
  ]);
  const [first] = durations ?? [];
  assert.ok(first && "histogram" in first);
  assert.deepEqual([first.histogram.counts[0], first.histogram.counts[8]], [3, 1]);
  assert.equal(first.histogram.sum, 0.3);
  assert.deepEqual(lookups?.[0], { labels: { result: "memory" }, value: 7 });
});
