-- Every category that a product names, and every one above it.
insert into import_run.categories (path)
select distinct category[1 : depth]
from import_run.products cross join lateral generate_series(1, cardinality(category)) depth
