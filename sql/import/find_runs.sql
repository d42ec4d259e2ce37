-- The imports of this user, running or dead, that have tables.
select left(relname, -length('_lines')) as name
from pg_class
where relnamespace = 'laneway_import'::regnamespace and relkind = 'r' and relname like 'run\_%\_lines'
  and pg_get_userbyid(relowner) = current_user
