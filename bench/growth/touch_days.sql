select touch_range(:first_day::text::timestamp at time zone :zone, (:last_day::text::date + 1)::timestamp at time zone :zone)
