select empty_default_month(:month::date)::integer as moved
