import assert from "node:assert/strict";
import { readCacheControl } from "./cache_control.ts";

const now = 1_000_000_000;

Deno.test("Cache-Control says how old an answer may be, and whether one may be made", () => {
  const cases: readonly [header: string | null, since: number | undefined, onlyIfCached?: boolean][] = [
    [null, undefined],
    ["", undefined],
    ["no-cache", now],
    ["No-Cache", now],
    ["no-cache, no-store", now],
    // An age of 5.999 seconds is told as 5.
    ["max-age=5", now - 5_999],
    ["max-age=0", now - 999],
    ["MAX-AGE=5", now - 5_999],
    ['max-age="5"', now - 5_999],
    ["max-age=60, max-age=5", now - 5_999],
    ["max-age=5, no-cache", now],
    ["no-cache, max-age=5", now],
    ["max-age", undefined],
    ["max-age=", undefined],
    ["max-age=-1", undefined],
    ["max-age=soon", undefined],
    ["max-age=5.5", undefined],
    ["only-if-cached", undefined, true],
    ["max-age=5,only-if-cached", now - 5_999, true],
    ["min-fresh=5, max-stale, x-no-cache", undefined],
    ['reason="no-cache, max-age=5"', undefined],
    ['reason="a \\" no-cache", max-age=5', now - 5_999],
  ];
  for (const [header, since, onlyIfCached = false] of cases) {
    assert.deepEqual(readCacheControl(header, now), { since, onlyIfCached }, String(header));
  }
});
