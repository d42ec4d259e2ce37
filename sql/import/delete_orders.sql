-- With their lines. Returns how many were still there.
with deleted as (
  delete from orders stored
  using unnest(:ids::uuid[], :dates::timestamptz[]) as changed (id, order_date)
  where stored.id = changed.id and stored.order_date = changed.order_date
  returning 1
)
select count(*)::integer as deleted from deleted
