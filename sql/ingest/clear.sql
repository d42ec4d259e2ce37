-- What the batch before has left. To truncate eight tables takes longer than to store a few orders: where it was little, and little has
-- come together since, it is deleted.
do $$
begin
  if pg_relation_size('import_run.lines') > 65536 then
    truncate import_run.lines, import_run.rejects, import_run.orders, import_run.items, import_run.customers,
      import_run.products, import_run.categories, import_run.sales_representatives;
    return;
  end if;
  delete from import_run.lines;
  delete from import_run.rejects;
  delete from import_run.orders;
  delete from import_run.items;
  delete from import_run.customers;
  delete from import_run.products;
  delete from import_run.categories;
  delete from import_run.sales_representatives;
end
$$
