insert into import_run.rejects (line, reason) select line, reason from import_run.lines where reason is not null
