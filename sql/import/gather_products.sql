-- Names and categories: the last line of the file that says one counts. Today's prices are those of the newest order.
insert into import_run.products (id, ref, name, category, selling_price, cost_price)
select p.id, l.product_ref, n.product_name, string_to_array(c.category, ' > '), s.unit_price, k.unit_cost
from (
  select
    product_id as id,
    min(line) as line,
    max(line) filter (where product_name is not null) as name_line,
    max(line) filter (where category is not null) as category_line
  from import_run.good_lines
  group by product_id
) p
join (
  select
    product_id as id,
    (max(array[extract(epoch from order_date), line]))[2]::bigint as price_line,
    (max(array[extract(epoch from order_date), line]) filter (where unit_cost is not null))[2]::bigint as cost_line
  from import_run.items
  group by product_id
) i using (id)
join import_run.lines l on l.line = p.line
join import_run.lines s on s.line = i.price_line
left join import_run.lines n on n.line = p.name_line
left join import_run.lines c on c.line = p.category_line
left join import_run.lines k on k.line = i.cost_line
