update orders set status = :status where id = :id::uuid and order_date = :order_date::timestamptz and status = 'pending'
