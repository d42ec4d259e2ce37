-- What the lines say of their orders. An order whose lines contradict each other gets no position: to choose between
-- two customers, dates or totals would be to guess. Nor does one that is, or would be, in archived time.
insert into import_run.orders (id, position, order_date, status, customer_id, customer_segment, sales_rep_id, total_amount)
select
  id,
  case when sound then row_number() over (partition by sound order by order_date, id) end,
  order_date, status, customer_id, customer_segment, sales_rep_id, total_amount
from (
  select
    id, order_date, status, customer_id::uuid, sales_rep_id::uuid, total_amount,
    case when first_segment = last_segment then first_segment
      else (select customer_segment from import_run.lines where line = segment_line) end as customer_segment,
    sound and order_date is not null and status is not null and abs(total_amount) < 1e15 and (
      closed_before is null
      or order_date >= closed_before
        and coalesce((select known.order_date from order_ids known where known.id = told.id) >= closed_before, true)
    ) as sound
  from (
    select
      order_id as id,
      min(order_date) as order_date,
      coalesce(min(status), :default_status) as status,
      min(customer_id::text) as customer_id,
      min(customer_segment) as first_segment,
      max(customer_segment) as last_segment,
      max(line) filter (where customer_segment is not null) as segment_line,
      min(sales_rep_id::text) as sales_rep_id,
      coalesce(min(order_total), sum(total_price)) as total_amount,
      -- Null, where no line says it, contradicts nothing.
      (min(order_date) <> max(order_date)) is not true
        and (min(status) <> max(status)) is not true
        and (min(customer_id::text) <> max(customer_id::text)) is not true
        and (min(sales_rep_id::text) <> max(sales_rep_id::text)) is not true
        and (min(order_total) <> max(order_total)) is not true as sound
    from import_run.good_lines
    group by order_id
  ) told cross join precompute_state
) judged
