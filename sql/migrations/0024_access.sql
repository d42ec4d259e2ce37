-- Who may sign in, what is no longer valid, and what was done.

create table users (
  id uuid primary key default gen_random_uuid(),
  -- In lower case, so that an address is one user however it is written.
  email text not null unique check (email = lower(email) and length(email) between 3 and 254 and position('@' in email) > 1),
  role text not null check (role in ('viewer', 'analyst', 'admin')),
  -- scrypt$N$r$p$salt$hash: the parameters stand beside the hash they made.
  password_hash text not null,
  disabled boolean not null default false,
  created_at timestamptz not null default now()
);

-- Tokens by jti, sessions by the hash of their id, and all sessions of a user up to a moment. Every web process reads what is
-- new here once a second, so that no request asks for it.
create table revocations (
  kind text not null check (kind in ('token', 'session', 'user')),
  subject text not null check (length(subject) between 1 and 200),
  revoked_at timestamptz not null default clock_timestamp(),
  -- When it would have ended by itself, so that this row is of no use any more.
  expires_at timestamptz not null,
  primary key (kind, subject)
);
create index revocations_revoked_at on revocations (revoked_at);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- user:EMAIL, token:JTI, or who ran a command.
  actor text not null,
  action text not null,
  -- Whom or what it was done to; null where the actor is all there is to say.
  subject text,
  address text,
  request_id text,
  detail jsonb not null default '{}'
);
create index audit_log_at on audit_log (at);
