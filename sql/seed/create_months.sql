select create_order_months(:first::timestamptz, :last::timestamptz) as made
