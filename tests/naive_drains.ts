/**
 * For tests: drains as they are often written, each with the fault it is known for. They keep no more than revenue by hour,
 * and get right what only comes in, one after the other.
 */
import type { Pool, Queryable } from "../src/db/pool.ts";
import { parseStatement, statement } from "../src/db/statements.ts";
import { isLockTaken } from "../src/precompute/lock.ts";
import type { Subject } from "./interleave.ts";

const rebuild = parseStatement(
  "rebuild",
  `with hours as (select distinct hour::timestamptz from unnest(:hours::text[]) hour)
  insert into agg_hourly_metrics (metric_hour, hour_end, revenue, line_revenue, costed_revenue, cost, units, order_count, unique_customers)
  select hour, hour + interval '1 hour',
    (select coalesce(sum(revenue), 0) from completed_orders where date_trunc('hour', order_date) = hour),
    (select coalesce(sum(revenue), 0) from completed_lines where date_trunc('hour', order_date) = hour), 0, 0, 0, 0, 0
  from hours
  on conflict (metric_hour) do update set revenue = excluded.revenue, line_revenue = excluded.line_revenue`,
);

const compare = parseStatement(
  "compare",
  `select 'hour ' || hour as row
  from (
    select date_trunc('hour', order_date) as hour, sum(revenue) as revenue, sum(line_revenue) as line_revenue
    from (
      select order_date, revenue, 0 as line_revenue from completed_orders
      union all select order_date, 0, revenue from completed_lines
    ) parts
    group by 1
  ) d
  full join (select metric_hour as hour, revenue, line_revenue from agg_hourly_metrics) a using (hour)
  where (coalesce(d.revenue, 0), coalesce(d.line_revenue, 0)) <> (coalesce(a.revenue, 0), coalesce(a.line_revenue, 0))`,
);

interface HoursRow {
  readonly hours: readonly string[];
}

// None of them says what is still to be drained, so that nothing can be told before the end.
async function wrong(pool: Pool, untouched: boolean): Promise<readonly string[]> {
  return untouched ? [] : (await pool.run<{ row: string }>(compare)).map(({ row }) => row);
}

function subject(
  { prepare = "", reset = "", drain }: Pick<Subject, "drain"> & Partial<Pick<Subject, "prepare" | "reset">>,
): Subject {
  return {
    prepare,
    reset: `delete from agg_hourly_metrics; delete from touched; ${reset}`,
    points: { rebuild: "rebuild", finish: "finish" },
    drain,
    settle: drain,
    wrong,
  };
}

/** One at a time, in one snapshot: these two are no fault of most. */
async function locked(pool: Pool, work: (transaction: Queryable) => Promise<void>): Promise<void> {
  try {
    await pool.snapshot("write", async (transaction) => {
      await transaction.run(statement("precompute/lock"));
      await work(transaction);
    });
  } catch (error) {
    if (!isLockTaken(error)) throw error;
  }
}

/** Rebuilds the hours of what was written since it last looked, by when it was written. */
function byWrittenAt(): Subject {
  const changed = parseStatement(
    "changed",
    `select array(
      select date_trunc('hour', order_date)::text from orders where created_at > (select seen from naive_state)
      union select date_trunc('hour', order_date)::text from order_items where created_at > (select seen from naive_state)
    ) as hours`,
  );
  return subject({
    prepare: "create table naive_state (seen timestamptz); insert into naive_state values ('-infinity')",
    drain: (pool) =>
      locked(pool, async (transaction) => {
        const [row] = await transaction.run<HoursRow>(changed);
        await transaction.run(rebuild, { hours: row?.hours ?? [] });
        await transaction.run(parseStatement("finish", "update naive_state set seen = now()"));
      }),
  });
}

/** Rebuilds the hours of touched rows above the highest number it has seen. */
function byNumber(): Subject {
  const changed = parseStatement(
    "changed",
    `select coalesce(max(id), 0)::text as last, array_agg(date_trunc('hour', at)::text) filter (where at is not null) as hours
    from touched where id > (select last from naive_state)`,
  );
  return subject({
    prepare: "create table naive_state (last bigint); insert into naive_state values (0)",
    drain: (pool) =>
      locked(pool, async (transaction) => {
        const [row] = await transaction.run<HoursRow & { readonly last: string }>(changed);
        await transaction.run(rebuild, { hours: row?.hours ?? [] });
        await transaction.run(
          parseStatement("finish", "update naive_state set last = greatest(last, :last::bigint)"),
          { last: row?.last ?? "0" },
        );
      }),
  });
}

/** Adds up what triggers say has changed, each from what it sees. */
function byAmounts(): Subject {
  const add = parseStatement(
    "rebuild",
    `with gone as (delete from naive_amounts returning *)
    insert into agg_hourly_metrics as a
      (metric_hour, hour_end, revenue, line_revenue, costed_revenue, cost, units, order_count, unique_customers)
    select date_trunc('hour', at), date_trunc('hour', at) + interval '1 hour', sum(revenue), sum(line_revenue), 0, 0, 0, 0, 0
    from gone group by 1, 2
    on conflict (metric_hour) do update
    set revenue = a.revenue + excluded.revenue, line_revenue = a.line_revenue + excluded.line_revenue`,
  );
  return subject({
    prepare: `
      create table naive_amounts (at timestamptz, revenue numeric, line_revenue numeric);
      create function log_order_amounts() returns trigger language plpgsql as $$
      begin
        if old.status = 'completed' then
          insert into naive_amounts values (old.order_date, -old.total_amount,
            -(select coalesce(sum(total_price), 0) from order_items where order_id = old.id and order_date = old.order_date));
        end if;
        if new.status = 'completed' then
          insert into naive_amounts values (new.order_date, new.total_amount,
            (select coalesce(sum(total_price), 0) from order_items where order_id = new.id and order_date = new.order_date));
        end if;
        return null;
      end $$;
      create function log_line_amounts() returns trigger language plpgsql as $$
      begin
        insert into naive_amounts
          select order_date, 0, amount
          from (values (old.order_id, -old.total_price), (new.order_id, new.total_price)) l (of, amount)
          join orders o on o.id = l.of and o.status = 'completed';
        return null;
      end $$;
      create trigger z_amounts after insert or update or delete on orders for each row execute function log_order_amounts();
      create trigger z_amounts after insert or update or delete on order_items for each row execute function log_line_amounts()`,
    reset: "delete from naive_amounts;",
    drain: (pool) =>
      locked(pool, async (transaction) => {
        await transaction.run(add);
        await transaction.run(parseStatement("finish", "select"));
      }),
  });
}

const touchedHours = parseStatement(
  "changed",
  "select array(select distinct date_trunc('hour', at)::text from touched where at is not null) as hours",
);
const forget = parseStatement(
  "finish",
  "delete from touched where date_trunc('hour', at)::text = any(:hours::text[])",
);

/** Rebuilds touched hours from one snapshot a statement, and forgets all that is touched in them by then. */
function withoutSnapshot(): Subject {
  return subject({
    async drain(pool) {
      const [row] = await pool.run<HoursRow>(touchedHours);
      await pool.run(rebuild, { hours: row?.hours ?? [] });
      await pool.run(forget, { hours: row?.hours ?? [] });
    },
  });
}

/** Reads sums, forgets what it saw touched, and stores the sums: in one snapshot, and with nobody kept out meanwhile. */
function withoutLock(): Subject {
  const take = parseStatement(
    "take",
    "select array_agg(id::text) as ids, array_agg(date_trunc('hour', at)::text) as hours from touched where at is not null",
  );
  const read = parseStatement(
    "rebuild",
    `select hour, (select coalesce(sum(revenue), 0) from completed_orders where date_trunc('hour', order_date) = hour::timestamptz)::text as revenue,
      (select coalesce(sum(revenue), 0) from completed_lines where date_trunc('hour', order_date) = hour::timestamptz)::text as line_revenue
    from unnest(:hours::text[]) hour group by hour`,
  );
  const store = parseStatement(
    "finish",
    `with gone as (delete from touched where id = any(:ids::text[]::bigint[]))
    insert into agg_hourly_metrics (metric_hour, hour_end, revenue, line_revenue, costed_revenue, cost, units, order_count, unique_customers)
    select hour::timestamptz, hour::timestamptz + interval '1 hour', revenue::numeric, line_revenue::numeric, 0, 0, 0, 0, 0
    from unnest(:hours::text[], :revenue::text[], :line_revenue::text[]) s (hour, revenue, line_revenue)
    on conflict (metric_hour) do update set revenue = excluded.revenue, line_revenue = excluded.line_revenue`,
  );
  return subject({
    async drain(pool) {
      const [taken] = await pool.run<HoursRow & { readonly ids: readonly string[] }>(take);
      const sums = await pool.run<{ hour: string; revenue: string; line_revenue: string }>(read, {
        hours: taken?.hours ?? [],
      });
      await pool.run(store, {
        ids: taken?.ids ?? [],
        hours: sums.map(({ hour }) => hour),
        revenue: sums.map(({ revenue }) => revenue),
        line_revenue: sums.map(({ line_revenue }) => line_revenue),
      });
    },
  });
}

export interface NaiveDrain {
  readonly subject: Subject;
  /** Interleavings that show its fault, and ones that it survives. */
  readonly fails: readonly string[];
  readonly survives: readonly string[];
}

const late = "a transaction begins before a drain and commits after it";
const during = "a writer commits while a drain rebuilds the same hour";
const after = "a writer commits after a drain has rebuilt the same hour";
const twice = "a drain begins and ends while another is held";

export const naiveDrains: Readonly<Record<string, NaiveDrain>> = {
  "a watermark over when rows were written": {
    subject: byWrittenAt(),
    fails: [
      late,
      "a transaction begins before two drains, and another commits between them",
      "an order is cancelled, and gets a line, in this order",
      "an order is deleted with its lines",
    ],
    survives: [during, after, twice, "a writer rolls back"],
  },
  "a watermark over the log's numbers": {
    subject: byNumber(),
    fails: [late, "an order is completed, and gets a line, the other way round"],
    survives: [
      during,
      after,
      twice,
      "an order is completed, and gets a line, in this order",
      "an order is deleted with its lines",
    ],
  },
  "amounts added up": {
    subject: byAmounts(),
    fails: [
      "an order is completed, and gets a line, in this order",
      "an order is completed, and gets a line, the other way round",
      "an order is cancelled, and gets a line, in this order",
      "an order is completed, and loses a line, the other way round",
      "an order is deleted with its lines",
    ],
    survives: [late, during, after, twice],
  },
  "a rebuild without one snapshot": {
    subject: withoutSnapshot(),
    fails: [
      after,
      "an order is deleted with its lines, with a drain before its finish",
      "an order moves to another month with its lines, with a drain before its finish",
    ],
    survives: [late, during, "an order is completed, and gets a line, the other way round"],
  },
  "a rebuild without a lock": {
    subject: withoutLock(),
    fails: [twice],
    survives: [late, during, after, "two drains take the same"],
  },
};
