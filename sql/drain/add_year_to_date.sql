insert into years_to_date (until) values (:until::date)
