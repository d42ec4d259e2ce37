-- Lines and rejects are rows of the file, orders those that can be stored.
select
  (select count(*)::integer from import_run.rejects) as rejected,
  (select coalesce(max(position), 0)::integer from import_run.orders) as orders
