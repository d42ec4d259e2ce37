-- How many parts of about the same size are left: pieces of a build, and months of touched ranges.
select (select count(*) from build_pieces)::float8
  + coalesce(sum(ceil(extract(epoch from until - at) / (31 * 86400))), 0)::float8 as parts
from touched
where kind = 'range'
