-- What an earlier demo has done already.
select
  exists (select from orders) as has_orders,
  exists (select from precompute_state where as_of is not null) as is_built
