/** Every field answers a shop of which a part is archived as if nothing were: with any filter, wherever a range cuts. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createCoverage } from "../src/analytics/coverage.ts";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { anyQuestion, fields } from "./any_question.ts";
import { archiveMonths, withTwins } from "./archive_twins.ts";
import { askIn } from "./asking.ts";
import { answer, readCatalogue, toldBy } from "./fields_law.ts";
import { cutIn, directly, laneOf } from "./lanes_law.ts";

const log = createLog({ write: () => {} });

for (const timeZone of ["America/New_York", "Asia/Kathmandu"]) {
  Deno.test(`every field is answered as if nothing were archived, with any filter: ${timeZone}`, async () => {
    await withTwins(timeZone, async ({ archived, whole, calendar }) => {
      await archiveMonths(archived);
      await refreshViews({ pool: archived.pool, log }, "all");
      const catalogue = await readCatalogue(whole.url);
      // Not long after the archive's end, so that most ranges reach into it.
      const instant = cutIn(timeZone).filter((at) => Temporal.Instant.compare(at, "2011-06-20T00:00Z") < 0);
      for (const field of fields) {
        const asked = fc.record({ now: instant, question: anyQuestion(catalogue, instant, [field]) });
        await fc.assert(
          fc.asyncProperty(asked, async ({ now, question }) => {
            const clock = createClock(now);
            const expected = await answer(askIn(directly(whole.pool, calendar, clock)), question);
            const direct = directly(archived.pool, calendar, clock);
            const best = { ...direct, coverage: createCoverage(archived.pool, clock) };
            for (const analytics of [direct, best]) {
              const found = await answer(askIn(analytics), question);
              assert.deepEqual(toldBy(found), toldBy(expected), `${laneOf(found)} at ${now}`);
            }
          }),
          { numRuns: 6 },
        );
      }
    });
  });
}
