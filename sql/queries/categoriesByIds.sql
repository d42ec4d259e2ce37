-- Categories as they are now, each with the names from the top of the tree to it.
select category_id as id, name, path
from category_paths
where category_id = any (:ids::uuid[])
