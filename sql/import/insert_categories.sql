-- One level; the one above is there.
insert into categories (name, parent_id)
select c.path[cardinality(c.path)], above.id
from import_run.categories c
left join import_run.categories above on above.path = c.path[1 : cardinality(c.path) - 1]
where cardinality(c.path) = :depth
on conflict (parent_id, name) do nothing
