-- Who has an order, or two, on a day, and had none, or one, before; and the other way round.
merge into agg_customer_sets_daily a
using (
  select at_least, day, chunk, bit_or(bit) filter (where not is_in) as gone, bit_or(bit) filter (where is_in) as came
  from (
    select l.at_least, c.day, customer_chunk(n.number) as chunk, customer_bit(n.number) as bit,
      coalesce(c.orders, 0) >= l.at_least as is_in
    from changed_customer_days c
    join agg_customer_numbers n using (customer_id)
    join (values (1), (2)) l (at_least)
      on (coalesce(c.orders, 0) >= l.at_least) <> (coalesce(c.old_orders, 0) >= l.at_least)
  ) moved
  group by at_least, day, chunk
) d
on a.at_least = d.at_least and a.day = d.day and a.chunk = d.chunk
when matched and moved_customers(a.customers, d.gone, d.came) = '0'::bit(16384) then delete
when matched then update set customers = moved_customers(a.customers, d.gone, d.came)
when not matched and d.came is not null then insert (at_least, day, chunk, customers) values (d.at_least, d.day, d.chunk, d.came)
