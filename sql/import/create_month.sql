select create_order_months(:month::text::timestamptz, :month::text::timestamptz)
