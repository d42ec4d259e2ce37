-- Whether no customer-day is known from first_day on.
select not exists (select from agg_customer_daily where day >= :first_day::date) as is_past_all
