import { checkBuildMerges, checkMerges } from "./archive_merges.ts";

// In America days begin in the evening before, in Asia in the morning.
for (const timeZone of ["America/New_York", "Asia/Kathmandu"]) {
  Deno.test(`customers with archived orders are merged everywhere, one by one and in groups: ${timeZone}`, () =>
    checkMerges(timeZone));
}

Deno.test("customers are merged in the middle of a build, whatever of it is done", () =>
  checkBuildMerges([0, 1, 2, 3]));
