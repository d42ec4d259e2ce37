-- What the file does not say stays as it is.
update products stored
set name = coalesce(p.name, stored.name),
  category_id = coalesce(c.id, stored.category_id),
  selling_price = p.selling_price,
  cost_price = coalesce(p.cost_price, stored.cost_price)
from import_run.products p left join import_run.categories c on c.path = p.category
where stored.id = p.id
  and (stored.name, stored.category_id, stored.selling_price, stored.cost_price) is distinct from
    (coalesce(p.name, stored.name), coalesce(c.id, stored.category_id), p.selling_price,
      coalesce(p.cost_price::numeric(19,4), stored.cost_price))
