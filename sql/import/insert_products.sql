insert into products (id, name, category_id, selling_price, cost_price)
select p.id, coalesce(p.name, p.ref), c.id, p.selling_price, p.cost_price
from import_run.products p left join import_run.categories c on c.path = p.category
where not exists (select from products stored where stored.id = p.id)
order by p.id
