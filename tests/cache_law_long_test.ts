import assert from "node:assert/strict";
import { checkCache } from "./cache_law.ts";

for (const timeZone of ["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
  Deno.test(`whatever changes in ${timeZone}, what is kept and told as fresh is what the database answers`, async () => {
    const tally = await checkCache(timeZone, 2, 40);
    const kept = [...tally].filter(([kind]) => kind.endsWith(" CACHE"));
    assert.ok(kept.reduce((sum, [, times]) => sum + times, 0) > 1_000, JSON.stringify(kept));
  });
}
