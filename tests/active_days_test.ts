/** How many customers were active on each day, and on any days together, whatever a view holds of it or a drain has changed since. */
import assert from "node:assert/strict";
import type postgres from "postgres";
import { createLog } from "../src/base/log.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { archiveMonths, drainBoth, type Twins, withTwins } from "./archive_twins.ts";
import { buildAggregates, last } from "./lanes_law.ts";
import { merge } from "./archive_merges.ts";

const log = createLog({ write: () => {} });

// All months of the shop, and the days around them.
const [firstDay, lastDay] = ["2010-11-20", "2012-01-20"];

interface Step {
  readonly name: string;
  readonly change: (twins: Twins) => Promise<unknown>;
  /** The months that the view tells of, of those in which somebody was active. */
  readonly kept: "all" | "none" | "not the changed one";
}

const refresh = ({ archived: { pool } }: Twins) => refreshViews({ pool, log }, "all");
const order = ({ archived, whole }: Twins) =>
  Promise.all(
    [archived, whole].map(({ sql }) =>
      sql`insert into orders (customer_id, order_date, total_amount)
        select id, '2011-08-15T12:00Z', 10 from customers`
    ),
  );

const steps: readonly Step[] = [
  { name: "no view yet", change: () => Promise.resolve(), kept: "none" },
  { name: "a view", change: refresh, kept: "all" },
  { name: "orders not drained", change: order, kept: "all" },
  { name: "orders drained", change: drainBoth, kept: "not the changed one" },
  { name: "a view again", change: refresh, kept: "all" },
  { name: "a renamed customer", change: rename, kept: "all" },
  { name: "months archived", change: ({ archived }) => archiveMonths(archived), kept: "all" },
  { name: "and a drain and a view after that", change: drainAndRefresh, kept: "all" },
  { name: "a merge of archived customers", change: (twins) => merge(twins, "C1", "C2"), kept: "none" },
  { name: "a merge drained", change: drainBoth, kept: "none" },
  { name: "a view after the merge", change: refresh, kept: "all" },
];

async function rename(twins: Twins): Promise<void> {
  await twins.archived.sql`update customers set name = 'Cé' where name = 'C9'`;
  await drainBoth(twins);
}

async function drainAndRefresh(twins: Twins): Promise<void> {
  await drainBoth(twins);
  await refresh(twins);
}

Deno.test("active customers of days are what the aggregates hold, with views of any age", async () => {
  await withTwins("America/New_York", async (twins) => {
    const { sql } = twins.archived;
    for (const { name, change, kept } of steps) {
      await change(twins);
      assert.deepEqual(await activeOnDays(sql), await linkedOnDays(sql), name);
      await assertCounts(sql, name);
      assert.deepEqual(await monthsOfView(sql), monthsKept(await monthsOf(sql), kept), name);
    }
  });
});

Deno.test("a view of another zone's days tells nothing of active customers", async () => {
  await withTwins("Asia/Kathmandu", async (twins) => {
    const { sql, pool } = twins.archived;
    await refresh(twins);
    await buildAggregates(pool, { timeZone: "America/New_York", weekStart: 1 }, last);
    assert.deepEqual(await activeOnDays(sql), await linkedOnDays(sql));
    assert.deepEqual(await monthsOfView(sql), []);
  });
});

type Rows = readonly Readonly<Record<string, unknown>>[];

async function activeOnDays(sql: postgres.Sql | postgres.TransactionSql): Promise<Rows> {
  return [
    ...await sql`select day::text, customers::integer from active_on_days(${firstDay}, ${lastDay})
      where customers > 0 order by 1`,
  ];
}

async function linkedOnDays(sql: postgres.Sql): Promise<Rows> {
  return [
    ...await sql`select day::text, sum(customers)::integer as customers from agg_activity_daily group by 1 order by 1`,
  ];
}

/** Fails where the sets of some days, months among them, hold not as many customers as there are links that lead into these days. */
async function assertCounts(sql: postgres.Sql, name: string): Promise<void> {
  const wrong = await sql`
    select first_day::text, last_day::text, held.customers as held, linked.customers as linked
    from (select ${firstDay}::date + n * 11 as first_day from generate_series(0, 38) n) f
    cross join lateral (
      select first_day + length as last_day from unnest('{0,1,5,30,31,59,61,92,200,365,426}'::integer[]) length
    ) l
    cross join lateral (
      select coalesce(sum(bit_count(once)), 0) as customers from customer_sets(first_day, last_day, false)
    ) held
    cross join lateral (
      select coalesce(sum(a.customers), 0) as customers
      from agg_activity_daily a
      where a.day >= first_day and a.day < last_day and (a.prev_day is null or a.prev_day < first_day)
    ) linked
    where held.customers <> linked.customers`;
  assert.deepEqual([...wrong], [], name);
}

async function monthsOf(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<
    { month: string }[]
  >`select distinct to_char(day, 'YYYY-MM') as month from agg_activity_daily
    order by 1`;
  return rows.map(({ month }) => month);
}

function monthsKept(months: readonly string[], kept: Step["kept"]): readonly string[] {
  if (kept === "none") return [];
  return kept === "all" ? months : months.filter((month) => month !== "2011-08");
}

/** @returns the months of days that are told without the links by day */
async function monthsOfView(sql: postgres.Sql): Promise<readonly string[]> {
  const without = await sql.begin(async (transaction) => {
    await transaction`delete from agg_activity_daily`;
    const days = await activeOnDays(transaction);
    await transaction`rollback and chain`;
    return days;
  });
  return [...new Set(without.map(({ day }) => String(day).slice(0, 7)))];
}
