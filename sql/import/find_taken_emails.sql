-- How many went in without their e-mail, and the first of them.
select count(*)::integer as count, (array_agg(ref order by line))[1] as ref, (array_agg(email order by line))[1] as email
from (
  select line, ref, email from import_run.customers where email_taken
  union all
  select line, ref, email from import_run.sales_representatives where email_taken
) taken
