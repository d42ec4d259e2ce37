-- With their lines.
delete from orders stored
using unnest(:ids::uuid[], :dates::timestamptz[]) as changed (id, order_date)
where stored.id = changed.id and stored.order_date = changed.order_date
