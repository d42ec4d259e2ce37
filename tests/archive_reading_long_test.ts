import assert from "node:assert/strict";
import { checkCuts, cuts } from "./archive_cuts.ts";
import { zones } from "./zones.ts";

for (const timeZone of zones) {
  Deno.test(`what is archived is answered as if it were not, over many more cuts: ${timeZone}`, async () => {
    assert.equal(await checkCuts(timeZone, 60), cuts.length + 60);
  });
}
