-- The same of months.
merge into agg_customer_sets_monthly a
using (
  select at_least, month, chunk, bit_or(bit) filter (where not is_in) as gone, bit_or(bit) filter (where is_in) as came
  from (
    select l.at_least, m.month, customer_chunk(n.number) as chunk, customer_bit(n.number) as bit,
      m.orders >= l.at_least as is_in
    from drained_customer_months m
    join agg_customer_numbers n using (customer_id)
    join (values (1), (2)) l (at_least) on (m.orders >= l.at_least) <> (m.old_orders >= l.at_least)
  ) moved
  group by at_least, month, chunk
) d
on a.at_least = d.at_least and a.month = d.month and a.chunk = d.chunk
when matched and moved_customers(a.customers, d.gone, d.came) = '0'::bit(16384) then delete
when matched then update set customers = moved_customers(a.customers, d.gone, d.came)
when not matched and d.came is not null then insert (at_least, month, chunk, customers) values (d.at_least, d.month, d.chunk, d.came)
