import assert from "node:assert/strict";
import { freshnessOf, leastOf } from "./source.ts";

const source = (lane: string, asOf: string) => ({ lane, asOf: Temporal.Instant.from(asOf) });

Deno.test("several answers are as slow as the slowest and as old as the oldest", () => {
  const least = leastOf([
    source("AGGREGATE", "2017-12-30T10:00:01Z"),
    source("DIRECT", "2017-12-30T10:00:05Z"),
    source("CACHE", "2017-12-30T10:00:00Z"),
  ]);
  assert.deepEqual([least?.lane, least?.asOf.toString()], ["DIRECT", "2017-12-30T10:00:00Z"]);
  assert.equal(leastOf([]), undefined);
});

Deno.test("a minute is live, a view's quarter of an hour delayed, more is stale", () => {
  assert.deepEqual([0, 59, 60, 900, 1200].map(freshnessOf), ["live", "live", "delayed", "delayed", "stale"]);
});
