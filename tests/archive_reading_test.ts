/** What is archived is answered as if it were not, wherever a range cuts it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createClock } from "../src/base/clock.ts";
import { untilBlocked } from "../src/dev/locks.ts";
import { drain } from "../src/precompute/drain.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import {
  archiveMonths,
  type Asked,
  assertAlike,
  assertSameAggregates,
  drainBoth,
  withTwins,
} from "./archive_twins.ts";
import { cutIn, last, periods } from "./lanes_law.ts";

const at = Temporal.Instant.from;

// Of an archived day, of one in a night that clocks change in, over the bound of the archive, and all of time.
const cuts: readonly Asked[] = [
  ["2011-02-05T10:20:00Z", "2011-02-05T10:20:01Z"],
  ["2011-01-03T10:20:00Z", "2011-02-07T22:40:30Z"],
  ["2011-03-12T18:20:10Z", "2011-03-13T08:45:00Z"],
  ["2011-04-02T14:10:00Z", "2011-04-02T15:50:00Z"],
  ["2011-04-30T10:20:00Z", "2011-05-02T10:20:00Z"],
  ["2011-04-02T14:31:00Z", "2011-11-06T06:31:00Z"],
  ["2010-12-25T00:00:00Z", "2012-01-05T00:00:00Z"],
].map(([from, to]) => ({ period: "CUSTOM", now: last, cut: [at(from ?? ""), at(to ?? "")] }));

for (const timeZone of ["UTC", "America/New_York", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe"]) {
  Deno.test(`what is archived is answered as if it were not, wherever it is cut: ${timeZone}`, async () => {
    await withTwins(timeZone, async (twins) => {
      await archiveMonths(twins.archived);
      for (const asked of cuts) await assertAlike(twins, asked);
      const instant = cutIn(timeZone).filter((at) => Temporal.Instant.compare(at, "2011-05-20T00:00Z") < 0);
      const ends = fc.uniqueArray(instant, { minLength: 2, maxLength: 2, selector: String })
        .map((cut) => cut.toSorted(Temporal.Instant.compare) as [Temporal.Instant, Temporal.Instant]);
      const asked = fc.record<Asked>({
        period: fc.constantFrom("CUSTOM", ...periods),
        now: instant,
        cut: ends,
      });
      await fc.assert(fc.asyncProperty(asked, (asked) => assertAlike(twins, asked)), { numRuns: 15 });
    });
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

Deno.test("a build makes what follows from customers' days anew, of archived time too", async () => {
  await withTwins("America/New_York", async (twins) => {
    const { archived, calendar } = twins;
    await archiveMonths(archived);
    for (const table of ["agg_activity_daily", "agg_activity_monthly", "agg_cohort_monthly"]) {
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
      cut: [at("2010-12-25T10:20:00Z"), at("2011-01-01T04:31:00Z")],
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
