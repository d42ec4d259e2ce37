-- The earliest touched range, at most a month of it, and all others that end by then; what reaches past it is left. Where
-- there are not many orders from there on, all of it. Returns how many rows that is, and whether they hold few orders.
with due as (
  select id, at, until from touched where kind = 'range' and coalesce(retry_at <= transaction_timestamp(), true)
),
few as (
  select count(*) < 20000 as few
  from (select from orders where order_date >= (select min(at) from due) limit 20000) ahead
),
cut as (
  select
    min(at) as first,
    -- A month of the shop's calendar, with an hour more or less.
    case when (select few from few) then 'infinity' else min(at) + interval '32 days' end as last
  from due
),
gone as (
  delete from touched t using due d, cut c where t.id = d.id and (d.until <= c.last or d.at = c.first)
  returning t.at, t.until, t.tries
),
left_over as (
  insert into touched (kind, at, until)
  select distinct 'range', c.last, g.until from gone g cross join cut c where g.until > c.last
),
stored as (
  insert into taken (kind, at, until, tries)
  select 'range', g.at, least(g.until, c.last), g.tries from gone g cross join cut c
  returning 1
)
select count(*)::integer as taken, (select few from few) as few from stored
