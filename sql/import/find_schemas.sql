-- The schemas of imports of this user, running or dead.
select nspname as schema from pg_namespace
where nspname like 'laneway\_import\_%' and nspowner = current_user::regrole
