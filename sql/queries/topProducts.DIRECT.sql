-- Products ranked by a measure over a range, with their revenue in the range before, from the lines alone. One row a
-- product; one of nulls where there is none.
with sums as (
  select product_id, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue,
    sum(costed_revenue) - sum(cost) as profit, sum(units) as units
  from sold_lines
  where order_date >= :from::timestamptz and order_date < :to::timestamptz
    and line_date >= :from::timestamptz and line_date < :to::timestamptz
  group by product_id
  -- What was on no order and came to nothing in every sum was not sold: see the other lane.
  having (count(*) filter (where not is_return), sum(units), sum(revenue), sum(costed_revenue), sum(cost))
    <> (0, 0, 0, 0, 0)
),
top as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select *, case :sort::text
      when 'REVENUE' then revenue
      when 'UNITS' then units
      when 'PROFIT' then profit
      when 'MARGIN' then profit / nullif(costed_revenue, 0)
    end as measure
    from sums
  ) measured
  order by measure desc nulls last, product_id
  limit :limit::integer
),
before as (
  select product_id, sum(revenue) as revenue
  from sold_lines
  where order_date >= :previous_from::timestamptz and order_date < :previous_to::timestamptz
    and line_date >= :previous_from::timestamptz and line_date < :previous_to::timestamptz
    and product_id in (select product_id from top)
  group by product_id
)
select
  t.product_id,
  t.revenue,
  t.costed_revenue,
  t.profit,
  t.units::float8 as units,
  coalesce(b.revenue, 0) as previous_revenue,
  snapshot_as_of() as as_of
from (values (true)) always (row)
left join (top t left join before b using (product_id)) on true
order by t.rank
