-- The days up to which the years' sums of products are held.
select until::text as until from years_to_date order by until
