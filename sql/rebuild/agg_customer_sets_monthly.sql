-- The months that begin in [first_day, end_day), from the sets of their days.
select at_least, month, chunk, customers
from customer_sets_of_months(
  date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')::date,
  date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')::date
)
