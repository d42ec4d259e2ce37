-- The days of a piece, as if they had been touched.
insert into taken (kind, at, until, tries)
select 'range', lower(span), upper(span), 0 from unnest(:spans::tstzmultirange) span
