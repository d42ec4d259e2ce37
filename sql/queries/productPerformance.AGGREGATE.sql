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
ranked as materialized (
  select r.which, s.product_id, s.revenue, s.costed_revenue, s.cost, s.units, s.orders,
    row_number() over (partition by r.which order by s.revenue desc, s.product_id) as rank
  from part f
  cross join ranges r
  -- In a range that nobody asks a place in, what others brought need not be known.
  cross join lateral (
    select case when r.which = any (:ranked::text[]) then f.products
      else array(select :product_id::uuid where f.products is null or :product_id::uuid = any (f.products)) end as products
  ) needed
  cross join lateral product_sums(r, :zone::text, needed.products) s
  join products p on p.id = s.product_id
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  where (s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
)
select
  r.which,
  exists (select from products where id = :product_id::uuid) as is_known,
  coalesce(own.revenue, 0) as revenue,
  coalesce(own.costed_revenue, 0) as costed_revenue,
  coalesce(own.costed_revenue - own.cost, 0) as profit,
  coalesce(own.units, 0)::float8 as units,
  coalesce(own.orders, 0)::float8 as orders,
  own.rank::integer as rank,
  a.products::integer as ranked_products,
  a.revenue as all_revenue,
  (select min(as_of) from ranges) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
left join ranked own on own.which = r.which and own.product_id = :product_id::uuid
cross join lateral (
  select count(*) as products, coalesce(sum(revenue), 0) as revenue from ranked where which = r.which
) a
