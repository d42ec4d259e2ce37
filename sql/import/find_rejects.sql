-- As a number that JavaScript keeps exactly.
select line::double precision as line, reason from import_run.rejects where line > :after order by line limit :limit
