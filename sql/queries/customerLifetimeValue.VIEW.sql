-- What one customer has brought, with scores and rank, from mv_customer_segments and what is made of it. One row, of zeros and
-- nulls for a customer without orders; none where there is no such customer.
select
  c.id as customer_id,
  coalesce(v.total_spent, 0) as revenue,
  coalesce(v.total_profit, 0) as profit,
  coalesce(v.costed_revenue, 0) as costed_revenue,
  coalesce(v.order_count, 0)::float8 as orders,
  v.first_order_date as first_order,
  v.last_order_date as last_order,
  v.recency_score as recency,
  v.frequency_score as frequency,
  v.monetary_score as monetary,
  case when v.order_count > 0 then (
    -- The last of mv_customer_ranks that is not behind, and those from it to the customer.
    select (m.rank - 1 + count(*))::float8
    from (
      select r.rank, r.customer_id, r.total_spent
      from mv_customer_ranks r
      where r.total_spent > v.total_spent or r.total_spent = v.total_spent and r.customer_id <= v.customer_id
      order by r.rank desc
      limit 1
    ) m
    join mv_customer_segments b on b.total_spent <= m.total_spent and b.total_spent >= v.total_spent and b.order_count > 0
      and (b.total_spent < m.total_spent or b.customer_id >= m.customer_id)
      and (b.total_spent > v.total_spent or b.customer_id <= v.customer_id)
    group by m.rank
  ) end as rank,
  (select coalesce(sum(customers), 0) from mv_rfm_scores)::float8 as ranked,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
join customers c on c.id = :customer_id::uuid
left join mv_customer_segments v on v.customer_id = c.id
where s.name = 'mv_customer_segments'
