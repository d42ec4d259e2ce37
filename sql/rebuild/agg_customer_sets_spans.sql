-- Of the months that begin in [first_day, end_day), from the sets of their days.
select at_least, span, first_day_of_span as first_day, chunk, customers
from customer_sets_of_spans(:first_day::date, :end_day::date)
