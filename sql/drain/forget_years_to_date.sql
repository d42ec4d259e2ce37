-- Those that the days [first_day, end_day) lie in.
with gone as (
  delete from years_to_date
  where until > :first_day::date and until <= date_trunc('year', :end_day::date - interval '1 day') + interval '1 year'
  returning until
)
delete from agg_product_year_to_date a using gone g where a.until = g.until
