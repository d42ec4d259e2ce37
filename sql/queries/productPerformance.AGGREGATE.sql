-- What one product brought in a range and in the one compared with, and its place by revenue among the products that sold,
-- from the aggregates and what they lack. One row a range.
with ranges as materialized (
  select r.which, c.*
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) behind
  cross join lateral day_cover(r.lo, r.hi, :zone::text, behind) c
),
part as materialized (select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products),
-- In a range that nobody asks a place in, what others brought need not be known.
measured as materialized (
  select r.which, m.product_id, m.measure as revenue, m.is_sold
  from part f
  join ranges r on r.which = any (:ranked::text[])
  cross join lateral product_measures(r, :zone::text, f.products, 'REVENUE') m
  join products p on p.id = m.product_id
),
sold as materialized (
  select which, product_id, revenue from measured where is_sold
  union all
  select r.which, s.product_id, s.revenue
  from ranges r
  cross join lateral product_sums(r, :zone::text, array(
    select m.product_id from measured m where m.which = r.which and not m.is_sold
  )) s
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  where (s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
),
own as materialized (
  select r.which, s.*
  from part f
  cross join ranges r
  cross join lateral product_sums(r, :zone::text, array(
    select :product_id::uuid where f.products is null or :product_id::uuid = any (f.products)
  )) s
)
select
  r.which,
  exists (select from products where id = :product_id::uuid) as is_known,
  coalesce(own.revenue, 0) as revenue,
  coalesce(own.costed_revenue, 0) as costed_revenue,
  coalesce(own.costed_revenue - own.cost, 0) as profit,
  coalesce(own.units, 0)::float8 as units,
  coalesce(own.orders, 0)::float8 as orders,
  a.rank::integer as rank,
  a.products::integer as ranked_products,
  a.revenue as all_revenue,
  (select min(as_of) from ranges) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
left join own on own.which = r.which
cross join lateral (
  select count(*) as products, coalesce(sum(s.revenue), 0) as revenue,
    -- Null where it did not sell itself.
    case when bool_or(s.product_id = :product_id::uuid) then
      1 + count(*) filter (
        where s.revenue > own.revenue or s.revenue = own.revenue and s.product_id < :product_id::uuid
      )
    end as rank
  from sold s
  where s.which = r.which
) a
