insert into audit_log (actor, action, subject, address, request_id, detail)
values (:actor, :action, :subject, :address, :request_id, :detail::text::jsonb)
