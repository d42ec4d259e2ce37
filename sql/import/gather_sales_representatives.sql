-- Where lines differ, the last one of the file that says it counts.
insert into import_run.sales_representatives (id, ref, line, name, email, region, commission_rate)
select r.id, l.sales_rep_ref, r.line, n.sales_rep_name, e.sales_rep_email, g.region, c.commission_rate
from (
  select
    sales_rep_id as id,
    min(line) as line,
    max(line) filter (where sales_rep_name is not null) as name_line,
    max(line) filter (where sales_rep_email is not null) as email_line,
    max(line) filter (where region is not null) as region_line,
    max(line) filter (where commission_rate is not null) as rate_line
  from import_run.good_lines where sales_rep_id is not null
  group by sales_rep_id
) r
join import_run.lines l on l.line = r.line
left join import_run.lines n on n.line = r.name_line
left join import_run.lines e on e.line = r.email_line
left join import_run.lines g on g.line = r.region_line
left join import_run.lines c on c.line = r.rate_line
