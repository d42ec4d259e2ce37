-- Where lines differ in a customer's name, e-mail or segment, the last one of the file that says it counts.
insert into import_run.customers (id, ref, line, name, email, segment)
select c.id, l.customer_ref, c.line, n.customer_name, e.customer_email, s.customer_segment
from (
  select
    customer_id as id,
    min(line) as line,
    max(line) filter (where customer_name is not null) as name_line,
    max(line) filter (where customer_email is not null) as email_line,
    max(line) filter (where customer_segment is not null) as segment_line
  from import_run.good_lines where customer_id is not null
  group by customer_id
) c
join import_run.lines l on l.line = c.line
left join import_run.lines n on n.line = c.name_line
left join import_run.lines e on e.line = c.email_line
left join import_run.lines s on s.line = c.segment_line
