-- Whether the running periods only get what the drained days of products add: not where something else altered which
-- category a product lies under, nor where whole days of the year are rebuilt. And whether they wait, set aside.
select not exists (
  select from taken t
  where t.kind in ('product', 'category')
    or t.kind = 'range' and exists (
      select from running_periods(:today::date, :week_start::integer) p
      -- A day to spare on either side, whatever the zone.
      where t.at < p.period_end::timestamp at time zone 'UTC' + interval '1 day'
        and t.until > p.period_start::timestamp at time zone 'UTC' - interval '1 day'
    )
) as keeps,
exists (select from touched where kind = 'category' and reason is not null) as is_set_aside
