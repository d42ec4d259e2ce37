insert into import_run.rejects (line, reason)
select line, format('its line_id is that of line %s, of the same order', first_line)
from (
  select line, first_value(line) over same as first_line
  from import_run.lines where has_line_id
  window same as (partition by id order by line)
) numbered
where line <> first_line
