-- How many days the touched ranges come to.
select coalesce(sum(extract(epoch from until - at)) / 86400, 0)::float8 as days from touched where kind = 'range'
