-- No two share an e-mail: it stays with whoever has it already and does not give it up for another one; else it goes
-- to the first of the file.
update import_run.sales_representatives mine set email_taken = true
from (
  select c.id, row_number() over (partition by c.email order by holder.id = c.id desc nulls last, c.line) as turn,
    holder.id <> c.id and not exists (
      select from import_run.sales_representatives leaver where leaver.id = holder.id and leaver.email <> holder.email
    ) as kept
  from import_run.sales_representatives c left join sales_representatives holder on holder.email = c.email
  where c.email is not null
) claims
where claims.id = mine.id and (claims.turn > 1 or claims.kept)
