-- The customers who first ordered in each month from :first_month on, and how many of them ordered, for how much, in it and in
-- each month after it up to :last_month: as the last drain left them. One row a cohort and month; one of nulls where there is
-- none.
select
  a.cohort,
  a.month,
  a.customers::float8 as customers,
  a.revenue,
  case when exists (select from touched where kind in ('order', 'range')) then p.as_of else snapshot_as_of() end as as_of,
  p.generation::float8 as generation,
  p.epoch::text as epoch
from precompute_state p
left join agg_cohort_monthly a on a.cohort >= :first_month::date and a.month >= a.cohort and a.month <= :last_month::date
