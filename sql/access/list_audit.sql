select at, actor, action, subject, address, request_id, detail::text as detail
from audit_log
where at >= :since
  and (:actor::text is null or actor = :actor)
  and (:subject::text is null or subject = :subject)
order by id desc
limit :most
