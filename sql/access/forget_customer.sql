-- Returns nothing where there is no such customer; who was forgotten before stays so.
update customers
set name = 'Forgotten customer', email = null, forgotten_at = coalesce(forgotten_at, clock_timestamp())
where id = :id
returning id
