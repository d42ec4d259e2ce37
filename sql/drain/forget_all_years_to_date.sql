delete from years_to_date
