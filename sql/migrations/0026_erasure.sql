-- Customers who asked to be forgotten: their orders stay, and with them all figures; who they were does not.
alter table customers add column forgotten_at timestamptz;

-- An import that names them again, or sets their e-mail address, brings nothing back.
create function keep_forgotten() returns trigger language plpgsql as $$
begin
  new.name := 'Forgotten customer';
  new.email := null;
  new.forgotten_at := old.forgotten_at;
  return new;
end
$$;
create trigger keep_forgotten before update on customers for each row
  when (old.forgotten_at is not null) execute function keep_forgotten();
