-- What was revoked since; a little before, because what commits late has an earlier time.
select kind, subject, revoked_at, expires_at
from revocations
where revoked_at > :since::timestamptz - interval '1 minute' and expires_at > clock_timestamp()
