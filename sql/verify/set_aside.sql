-- What is set aside, by reason.
select reason, count(*)::float8 as changes
from touched
where reason is not null
group by reason
order by reason
