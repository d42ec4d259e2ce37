/** For tests: customers who are merged, in a shop of which a part is archived and in one that is whole. */
import assert from "node:assert/strict";
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

/** Fails unless both shops answer alike after every merge, and hold the same aggregates after every drain. */
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
