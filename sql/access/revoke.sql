insert into revocations (kind, subject, expires_at)
values (:kind, :subject, :expires_at)
on conflict (kind, subject) do update
set revoked_at = excluded.revoked_at, expires_at = greatest(revocations.expires_at, excluded.expires_at)
