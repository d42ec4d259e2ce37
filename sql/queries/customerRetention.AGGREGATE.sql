-- The customers of a range beside those of the range before: how many they are, and how many of the earlier ones came back. How
-- many had never ordered before is told with :with_new, how many ordered twice or more with :with_repeat; null without.
select
  c.customers::float8 as customers,
  c.other_customers::float8 as previous_customers,
  c.both_customers::float8 as retained_customers,
  (c.customers - c.known_customers)::float8 as new_customers,
  c.repeat_customers::float8 as repeat_customers,
  c.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from is_behind(
  :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
) behind
cross join lateral customers_compared(
  :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text, behind,
  :with_repeat::boolean, :with_new::boolean
) c
