-- All lines of the orders that cannot be stored, with the first contradiction by line number.
with refused as (
  select l.*, o.order_date as date_of_order, o.status as status_of_order, o.total_amount as total_of_order
  from import_run.good_lines l join import_run.orders o on o.id = l.order_id
  where o.position is null
), told as (
  select order_id, field, value, min(line) as line
  from refused cross join lateral (values
    ('order_date', to_char(order_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), ('status', status), ('customer_id', customer_ref),
    ('sales_rep_id', sales_rep_ref), ('order_total', order_total::text)
  ) fields (field, value)
  where value is not null
  group by order_id, field, value
), ranked as (
  select *,
    row_number() over versions as version,
    first_value(line) over versions as first_line,
    first_value(value) over versions as first_value
  from told window versions as (partition by order_id, field order by line)
), contradictions as (
  select distinct on (order_id) order_id,
    format('its order has two values of %s: "%s" in line %s and "%s" in line %s', field, first_value, first_line, value, line) as reason
  from ranked where version = 2
  order by order_id, line, field
)
insert into import_run.rejects (line, reason)
select r.line, coalesce(
  c.reason,
  case
    when r.date_of_order is null then 'no good line of its order tells the order''s date'
    when r.status_of_order is null then 'no good line of its order tells the order''s status: its first row is missing or bad'
    when r.total_of_order is not null and abs(r.total_of_order) < 1e15
      then format('its order is in archived time, before %s, or was so far',
        (select to_char(closed_before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from precompute_state))
    else 'the lines of its order come to too large an amount'
  end)
from refused r left join contradictions c using (order_id)
