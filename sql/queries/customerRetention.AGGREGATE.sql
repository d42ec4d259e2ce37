-- The customers of a range beside those of the range before: how many they are, and how many of the earlier ones came back. Two
-- ranges that touch share as many customers as they have less those of both as one; of others, customers are compared one by
-- one; so they are where too much is touched in all the past, as then some of these ranges are as of the last drain and others
-- of now, and the difference of such counts counts nobody. How many had never ordered before is told with :with_new, how many
-- ordered twice or more with :with_repeat; null without.
with counted as materialized (
  select r.which, c.customers, c.as_of, behind
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz),
    ('both', :previous_from::timestamptz,
      case when :previous_to::timestamptz = :from::timestamptz then :to::timestamptz else :previous_from::timestamptz end),
    ('ever', case when :with_new::boolean then '1969-12-30Z' else :to::timestamptz end, :to::timestamptz),
    ('before', case when :with_new::boolean then '1969-12-30Z' else :from::timestamptz end, :from::timestamptz)
  ) r (which, lo, hi)
  cross join is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) behind
  cross join lateral customers_in(r.lo, r.hi, :zone::text, behind) c
),
counts as materialized (
  select
    max(customers) filter (where which = 'current') as customers,
    max(customers) filter (where which = 'previous') as previous_customers,
    max(customers) filter (where which = 'both') as both_customers,
    max(customers) filter (where which = 'ever') - max(customers) filter (where which = 'before') as new_customers,
    min(as_of) as as_of,
    bool_or(behind) as behind,
    -- In whatever hour any of the ranges reads.
    touched_hours('1969-12-30Z', :to::timestamptz + interval '1 day', :zone::text) is null as past_is_behind
  from counted
)
select
  c.customers::float8 as customers,
  c.previous_customers::float8 as previous_customers,
  case
    when :previous_to::timestamptz = :from::timestamptz and not c.past_is_behind
      then c.customers + c.previous_customers - c.both_customers
    else customers_in_both(
      :previous_from::timestamptz, :previous_to::timestamptz, :from::timestamptz, :to::timestamptz, :zone::text, c.behind
    )
  end::float8 as retained_customers,
  case when :with_new::boolean then
    case when c.past_is_behind
      then c.customers
        - customers_in_both('1969-12-30Z', :from::timestamptz, :from::timestamptz, :to::timestamptz, :zone::text, c.behind)
      else c.new_customers end
  end::float8 as new_customers,
  case when :with_repeat::boolean then (
    select count(*) from orders_by_customer(:from::timestamptz, :to::timestamptz, :zone::text, c.behind) where orders > 1
  ) end::float8 as repeat_customers,
  c.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from counts c
