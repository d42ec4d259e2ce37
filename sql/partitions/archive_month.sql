select archive_month(:month::date)::integer as archived
