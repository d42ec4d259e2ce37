-- Whether there are so many orders that it pays to build in pieces.
select count(*) = 20000 as is_large from (select from orders limit 20000) first_ones
