select bench.change_orders(
  :round::integer, :day::text::date, :first_day::text::date, :zone, :customers::integer, :reps::integer, :products::integer
)
