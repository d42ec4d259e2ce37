-- The same of months and their thirds.
merge into agg_customer_sets_spans a
using (
  select at_least, span, first_day, chunk, bit_or(bit) filter (where not is_in) as gone, bit_or(bit) filter (where is_in) as came
  from (
    select l.at_least, p.span, p.first_day, customer_chunk(n.number) as chunk, customer_bit(n.number) as bit,
      p.orders >= l.at_least as is_in
    from drained_customer_months m
    join agg_customer_numbers n using (customer_id)
    cross join lateral (
      values ('month', m.month, m.old_orders, m.orders), ('third', m.month, m.old_thirds[1], m.thirds[1]),
        ('third', m.month + 10, m.old_thirds[2], m.thirds[2]), ('third', m.month + 20, m.old_thirds[3], m.thirds[3])
    ) p (span, first_day, old_orders, orders)
    join (values (1), (2)) l (at_least) on (p.orders >= l.at_least) <> (p.old_orders >= l.at_least)
  ) moved
  group by at_least, span, first_day, chunk
) d
on a.at_least = d.at_least and a.span = d.span and a.first_day = d.first_day and a.chunk = d.chunk
when matched and moved_customers(a.customers, d.gone, d.came) = '0'::bit(16384) then delete
when matched then update set customers = moved_customers(a.customers, d.gone, d.came)
when not matched and d.came is not null then insert (at_least, span, first_day, chunk, customers)
  values (d.at_least, d.span, d.first_day, d.chunk, d.came)
