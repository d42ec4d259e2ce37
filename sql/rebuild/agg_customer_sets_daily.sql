-- The days [first_day, end_day), from the customers' days.
select at_least, day, chunk, customers from customer_sets_of_days(:first_day::date, :end_day::date)
