-- Takes a piece, unless another process has it.
delete from build_pieces
where id = (select id from build_pieces where id = :id::bigint for update skip locked)
returning spans::text as spans, from_customer::text as from_customer, to_customer::text as to_customer, definition, part
