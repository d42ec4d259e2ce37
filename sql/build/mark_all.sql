-- All that a build has to do, in place of what an earlier one had: the months of the shop's calendar that orders or aggregates
-- lie in, with days to spare for another zone; what is archived stays as it is. Where there are not many orders, all months are
-- one piece.
with forgotten as (
  delete from build_pieces where kind <> 'index'
),
spans as (
  select min(order_date) as lo, max(order_date) as hi from orders
  union all
  select min(metric_hour), max(metric_hour) from agg_hourly_metrics
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_customer_daily
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_product_daily
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_category_daily
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_order_daily
),
span as (
  select greatest(min(lo) - interval '2 days', max(s.closed_before)) as lo, max(hi) + interval '2 days' as hi
  from spans cross join precompute_state s
),
months as (
  select tstzrange(greatest(s.lo, b.lo), b.hi) as month
  from span s
  cross join lateral generate_series(
    date_trunc('month', s.lo at time zone :zone::text), s.hi at time zone :zone::text, interval '1 month'
  ) month
  cross join lateral (
    select day_start(month::date, :zone::text) as lo, day_start((month + interval '1 month')::date, :zone::text) as hi
  ) b
  -- One order with a date that is off by decades is no reason to go through them.
  where exists (select from orders o where o.order_date >= b.lo and o.order_date < b.hi)
    or exists (
      select from agg_hourly_metrics a
      where a.metric_hour >= b.lo - interval '2 days' and a.metric_hour < b.hi + interval '2 days'
    )
    or exists (select from agg_customer_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
    or exists (select from agg_product_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
    or exists (select from agg_category_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
    or exists (select from agg_order_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
),
customers as (
  select '00000000-0000-0000-0000-000000000000'::uuid as first
  union
  select bound
  from (
    select percentile_disc(array[0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]) within group (order by id) as bounds
    from customers
  ) c
  cross join unnest(c.bounds) bound
  where :is_large::boolean
)
insert into build_pieces (kind, spans, from_customer, to_customer, part)
select kind, spans, from_customer, to_customer, part
from (
  select 1 as step, 'days' as kind, range_agg(month) as spans, null::uuid as from_customer, null::uuid as to_customer,
    null as part
  from months
  group by case when :is_large::boolean then lower(month) end
  union all
  select 2, 'customers', null, first, lead(first) over (order by first), null from customers
  union all
  select 3, 'counts', null, null, null, part from unnest(:parts::text[]) part
) pieces
where exists (select from months)
order by step, lower(spans), from_customer
