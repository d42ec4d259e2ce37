/** What is archived is answered as if it were not, wherever a range cuts it. */
import assert from "node:assert/strict";
import { untilBlocked } from "../src/dev/locks.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import { checkCuts, cuts } from "./archive_cuts.ts";
import {
  archiveMonths,
  type Asked,
  assertAlike,
  assertSameAggregates,
  drainBoth,
  withTwins,
} from "./archive_twins.ts";
import { last } from "./lanes_law.ts";

// One whose clock changes by an hour and one by half an hour; archive_reading_long_test.ts has all kinds.
for (const timeZone of ["America/New_York", "Australia/Lord_Howe"]) {
  Deno.test(`what is archived is answered as if it were not, wherever it is cut: ${timeZone}`, async () => {
    assert.equal(await checkCuts(timeZone, 2), cuts.length + 2);
  });
}

Deno.test("a build makes what follows from customers' days anew, of archived time too", async () => {
  await withTwins("America/New_York", async (twins) => {
    const { archived, calendar } = twins;
    await archiveMonths(archived);
    for (
      const table of [
        "agg_activity_daily",
        "agg_cohort_monthly",
        "agg_customer_sets_daily",
        "agg_customer_sets_spans",
      ]
    ) {
      await archived.sql`delete from ${archived.sql(table)}`;
    }
    await archived.sql`update agg_customer_daily set prev_day = null`;
    await beginRebuild(archived.pool, calendar);
    await drainBoth(twins);
    await assertSameAggregates(twins);
  });
});

Deno.test("whoever asks while a month is being archived finds all of it", async () => {
  await withTwins("America/New_York", async (twins) => {
    const asked: Asked = {
      period: "CUSTOM",
      now: last,
      cut: [Temporal.Instant.from("2010-12-25T10:20:00Z"), Temporal.Instant.from("2011-01-01T04:31:00Z")],
    };
    for (const month of ["2010-12-01", "2011-01-01"]) {
      let answered: Promise<void> = Promise.resolve();
      await twins.archived.sql.begin(async (archive) => {
        await archive`select archive_month(${month})`;
        answered = assertAlike(twins, asked, ["AGGREGATE"]);
        answered.catch(() => {});
        await untilBlocked(twins.archived.sql);
      });
      await answered;
    }
  });
});
