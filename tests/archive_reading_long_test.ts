import { checkCuts } from "./archive_cuts.ts";
import { zones } from "./zones.ts";

for (const timeZone of zones) {
  Deno.test(`what is archived is answered as if it were not, over many more cuts: ${timeZone}`, () =>
    checkCuts(timeZone, 60));
}
