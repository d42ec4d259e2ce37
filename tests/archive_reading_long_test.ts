import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { drain } from "../src/precompute/drain.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import { checkCuts, cuts } from "./archive_cuts.ts";
import { archiveMonths, assertAlike, assertSameAggregates, drainBoth, withTwins } from "./archive_twins.ts";
import { last } from "./lanes_law.ts";
import { zones } from "./zones.ts";

for (const timeZone of zones) {
  Deno.test(`what is archived is answered as if it were not, over many more cuts: ${timeZone}`, async () => {
    assert.equal(await checkCuts(timeZone, 60), cuts.length + 60);
  });
}

Deno.test("while the aggregates are built anew, what is archived is answered as before, and stays", async () => {
  await withTwins("Asia/Kathmandu", async (twins) => {
    const { archived, whole, calendar } = twins;
    await archiveMonths(archived);
    await beginRebuild(archived.pool, calendar);
    const step = () => drain(archived.pool, { ...calendar, clock: createClock(last), buildMs: 0 });
    // Before the days, the customers, and the counts.
    for (let steps = 0; steps < 3; steps++) {
      for (const asked of cuts) await assertAlike(twins, asked);
      for (const { sql } of [archived, whole]) {
        await sql`update orders set total_amount = total_amount + 1
          where order_date >= '2011-05-02' and order_date < '2011-06-01'`;
      }
      for (const asked of cuts) await assertAlike(twins, asked);
      assert.ok((await archived.sql`select from build_pieces`).length > 0);
      await step();
    }
    await drainBoth(twins);
    await assertSameAggregates(twins);
  });
});
