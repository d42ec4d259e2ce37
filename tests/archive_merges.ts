/** For tests: customers who are merged, in a shop of which a part is archived and in one that is whole. */
import assert from "node:assert/strict";
import { createClock } from "../src/base/clock.ts";
import { buildRound, type Piece } from "../src/precompute/build.ts";
import { drain } from "../src/precompute/drain.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import {
  archiveMonths,
  type Asked,
  assertAlike,
  assertSameAggregates,
  drainBoth,
  type Twins,
  withTwins,
} from "./archive_twins.ts";
import { last } from "./lanes_law.ts";

const at = Temporal.Instant.from;

// Of the archive alone, over its bound, of open time alone; and nights that many buy in, whose hours they share.
export const questions: readonly Asked[] = [
  ...[
    ["2010-12-25T00:00:00Z", "2011-03-20T10:20:00Z"],
    ["2011-03-12T00:00:00Z", "2011-05-21T12:00:00Z"],
    ["2011-05-20T10:20:00Z", "2012-01-05T00:00:00Z"],
    ["2010-12-25T00:00:00Z", "2012-01-05T00:00:00Z"],
  ].map(([from, to]): Asked => ({ period: "CUSTOM", now: last, cut: [at(from ?? ""), at(to ?? "")] })),
  ...["2011-03-13T08:45:00Z", "2011-04-02T15:50:00Z"].map((now): Asked => ({
    period: "TODAY",
    now: at(now),
    cut: [last, last],
  })),
];

export async function merge({ archived, whole }: Twins, from: string, into: string): Promise<void> {
  const moved = [archived, whole].map(async ({ sql }) => {
    const [row] = await sql`select merge_customers(f.id, i.id) as orders from customers f, customers i
      where f.name = ${from} and i.name = ${into}`;
    return Number(row?.orders);
  });
  const [some, all] = await Promise.all(moved);
  assert.ok(some && some > 0);
  assert.equal(some, all);
}

// The last of each group is followed by a drain. Few hours of open time are touched by a group: were they more than 48, answers
// would be as of the drain before.
const merges = [
  [["C1", "C2"]],
  [["C3", "C2"]],
  // Back to who has no orders any more.
  [["C2", "C1"]],
  [["C4", "C5"], ["C5", "C1"], ["C6", "C5"]],
] as const;
const withFewOpenOrders = ["C1", "C2", "C3", "C4", "C5", "C6"];

/** Fails unless both shops answer alike after each of the merges, and hold the same aggregates after every drain. */
export async function checkMerges(timeZone: string): Promise<void> {
  await withTwins(timeZone, async (twins) => {
    for (const { sql } of [twins.archived, twins.whole]) {
      await sql`delete from orders o using customers c where c.id = o.customer_id and c.name in ${
        sql(withFewOpenOrders)
      }
        and o.order_date > '2011-05-02' and extract(hour from o.order_date) <> 5`;
    }
    await drainBoth(twins);
    await archiveMonths(twins.archived);
    for (const group of merges) {
      for (const [from, into] of group) {
        await merge(twins, from, into);
        for (const asked of questions) await assertAlike(twins, asked);
      }
      await drainBoth(twins);
      await assertSameAggregates(twins);
    }
  });
}

/** Fails where a merge in the middle of a build is not in it; `steps` of nothing, the days, the customers, one of two counts. */
export async function checkBuildMerges(steps: readonly (0 | 1 | 2 | 3)[]): Promise<void> {
  await withTwins("America/New_York", async (twins) => {
    await archiveMonths(twins.archived);
    const { pool, sql } = twins.archived;
    const step = () => drain(pool, { ...twins.calendar, clock: createClock(last), buildMs: 0 });
    const countOne = async () => {
      const pieces = await sql<
        Piece[]
      >`select id::float8 as id, kind from build_pieces where part = 'activity'`;
      await buildRound(pool, pieces, {
        zone: twins.calendar.timeZone,
        end: 0,
        rebuildTaken: () => Promise.resolve([]),
      });
    };
    for (const count of steps) {
      await beginRebuild(pool, twins.calendar);
      for (let done = 0; done < Math.min(count, 2); done++) assert.equal((await step())?.asOf, undefined);
      if (count === 3) await countOne();
      assert.equal((await sql`select from build_pieces`).length > 0, true);
      await merge(twins, `C${10 + count}`, `C${20 - count % 2}`);
      await drainBoth(twins);
      await assertSameAggregates(twins);
    }
  });
}
