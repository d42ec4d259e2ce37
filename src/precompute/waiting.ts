/**
 * Which rows of the aggregates made from orders the next drain rebuilds anyway, because a touched row names them: until
 * then they may differ. What is made from other aggregates is stored together with these, and never waits for a drain.
 */
import {
  type Aggregate,
  customerDaily,
  hourly,
  orderDaily,
  productCategories,
  productDaily,
} from "./aggregates.ts";

interface Waiting {
  /** What `waits` reads, as common table expressions over the days [:first_day, :end_day), the instants [:from, :to). */
  readonly tables: string;
  /** Whether a row `d` of the aggregate waits, as a condition. */
  readonly waits: string;
}

// Ranges stand for whole days; of the others, keys follow as they do for the drain (sql/drain/find_*.sql).
const touchedTables = `
  day_starts as materialized (
    select array_agg(day_start(:first_day::date + i, :zone::text) order by i) as starts
    from generate_series(0, :end_day::date - :first_day::date - 1) i
  ),
  touched_days as materialized (
    select distinct :first_day::date + i - 1 as day
    from day_starts s
    join touched t on t.kind = 'range'
      and tstzrange(t.at, t.until) && tstzrange(:from::timestamptz, :to::timestamptz)
    cross join lateral generate_series(
      greatest(1, width_bucket(t.at, s.starts)), width_bucket(t.until - interval '1 microsecond', s.starts)
    ) i
  ),
  touched_rows as materialized (
    select t.kind, t.at, t.order_id, t.customer_id, t.sales_rep_id, t.product_id,
      :first_day::date + width_bucket(t.at, s.starts) - 1 as day
    from day_starts s
    join touched t on t.kind in ('order', 'line') and t.at >= :from::timestamptz and t.at < :to::timestamptz
  ),`;

const hours: Waiting = {
  tables: `${touchedTables}
  touched_keys as materialized (select distinct date_trunc('hour', at, :zone::text) as hour from touched_rows),`,
  waits: `day_of(d.metric_hour, :zone::text) in (select day from touched_days)
    or date_trunc('hour', d.metric_hour, :zone::text) in (select hour from touched_keys)`,
};

const repDays: Waiting = {
  tables: `${touchedTables}
  touched_keys as materialized (
    select day, sales_rep_id from touched_rows where kind = 'order'
    union
    select t.day, o.sales_rep_id
    from touched_rows t join orders o on o.id = t.order_id and o.order_date = t.at
    where t.kind = 'line'
  ),`,
  waits: `d.day in (select day from touched_days) or exists (
      select from touched_keys k where k.day = d.day and k.sales_rep_id is not distinct from d.sales_rep_id
    )`,
};

const productDays: Waiting = {
  tables: `${touchedTables}
  touched_keys as materialized (
    select day, product_id from touched_rows where kind = 'line'
    union
    select t.day, i.product_id
    from touched_rows t join order_items i on i.order_id = t.order_id and i.order_date = t.at
    where t.kind = 'order'
  ),`,
  waits: `d.day in (select day from touched_days)
    or (d.day, d.product_id) in (select day, product_id from touched_keys)`,
};

const customerDays: Waiting = {
  tables: `${touchedTables}
  touched_keys as materialized (
    select day, customer_id from touched_rows where kind = 'order' and customer_id is not null
    union
    select t.day, o.customer_id
    from touched_rows t join orders o on o.id = t.order_id and o.order_date = t.at
    where t.kind = 'line' and o.customer_id is not null
  ),`,
  waits: `d.day in (select day from touched_days)
    or (d.day, d.customer_id) in (select day, customer_id from touched_keys)`,
};

// Products are no aggregate: one may be in another category, which no drain has seen yet.
const moves: Waiting = {
  tables: "",
  waits: "exists (select from touched where kind in ('product', 'listed_product'))",
};

const never: Waiting = { tables: "", waits: "false" };

const known: ReadonlyMap<Aggregate, Waiting> = new Map<Aggregate, Waiting>([
  [hourly, hours],
  [orderDaily, repDays],
  [productDaily, productDays],
  [customerDaily, customerDays],
  [productCategories, moves],
]);

export function waitingOf(aggregate: Aggregate): Waiting {
  return known.get(aggregate) ?? never;
}
