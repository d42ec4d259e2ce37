-- The number of this drain for every tag whose kind was taken: by month for what has an instant; once for all months for what
-- names or groups sales; and for "any month" in each case. What is new is in no month's answers yet, only in those
-- about any.
with kinds as (
  select k.kind, k.tag from unnest(:kinds::text[], :tags::text[]) k (kind, tag)
),
noted as (
  select distinct k.tag, date_trunc('month', d.day::timestamp)::date as month
  from drained_days d
  cross join unnest(:sales_tags::text[]) k (tag)
  union
  select tag, '-infinity' from kinds where kind in (select kind from taken)
  union
  select tag, 'infinity' from kinds where 'listed_' || kind in (select kind from taken)
)
insert into generations as g (tag, month, generation)
select tag, month, :generation::bigint from noted
union
select tag, 'infinity', :generation::bigint from noted
on conflict (tag, month) do update set generation = excluded.generation
