-- Who has an order, or two, on a day, and had none, or one, before; and the other way round. Put together in pieces first: most
-- of a day's customers may be among them.
merge into agg_customer_sets_daily a
using (
  select at_least, day, chunk_of_piece(piece) as chunk, bit_or(piece_in_chunk(gone, piece)) as gone,
    bit_or(piece_in_chunk(came, piece)) as came
  from (
    select l.at_least, c.day, customer_piece(n.number) as piece,
      bit_or(bit_in_piece(n.number)) filter (where coalesce(c.orders, 0) < l.at_least) as gone,
      bit_or(bit_in_piece(n.number)) filter (where coalesce(c.orders, 0) >= l.at_least) as came
    from changed_customer_days c
    join agg_customer_numbers n using (customer_id)
    join (values (1), (2)) l (at_least)
      on (coalesce(c.orders, 0) >= l.at_least) <> (coalesce(c.old_orders, 0) >= l.at_least)
    group by l.at_least, c.day, piece
  ) moved
  group by at_least, day, chunk
) d
on a.at_least = d.at_least and a.day = d.day and a.chunk = d.chunk
when matched and moved_customers(a.customers, d.gone, d.came) = '0'::bit(16384) then delete
when matched then update set customers = moved_customers(a.customers, d.gone, d.came)
when not matched and d.came is not null then insert (at_least, day, chunk, customers) values (d.at_least, d.day, d.chunk, d.came)
