-- The latest day of a year, not past :today, up to which sums of products are missing; null where none are.
select max(day)::text as until
from (
  select (month + n * interval '10 days')::date as day
  from generate_series(
    (select min(month) from agg_product_monthly)::timestamp, date_trunc('month', :today::timestamp), interval '1 month'
  ) month
  cross join generate_series(0, 2) n
) days
where day <= :today::date and not exists (select from years_to_date y where y.until = day)
