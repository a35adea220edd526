-- Workspaces and the people, sessions and keys that may enter them.
-- workspaces, accounts, sessions and login_attempts stand above a workspace, so they do not begin with workspace_id:
-- one person may be a member of several. All times are epoch milliseconds of the real clock.

create table workspaces (
  id int generated always as identity primary key,
  name text not null,
  zone text not null,
  currency text not null,
  language text not null check (language in ('zh', 'en')),
  kind text not null check (kind in ('real', 'demo', 'test')),
  clock_offset_ms bigint not null default 0 check (clock_offset_ms >= 0),
  created_at bigint not null,
  settings jsonb not null default '{}',
  check (kind <> 'real' or clock_offset_ms = 0)
);

create table accounts (
  id bigint generated always as identity primary key,
  login text collate "C" not null unique check (login = lower(login)),
  name text not null,
  password_hash text not null,
  language text not null check (language in ('zh', 'en')),
  disabled boolean not null default false,
  created_at bigint not null
);

create table members (
  workspace_id int not null references workspaces,
  account_id bigint not null references accounts,
  role text not null check (role in ('owner', 'admin', 'operator', 'manager', 'guide', 'analyst')),
  staff_ref text,
  joined_at bigint not null,
  primary key (workspace_id, account_id)
);
create index members_account on members (account_id, workspace_id);

-- Of every token only the sha256 is kept: a copy of the database opens no door.
create table sessions (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  account_id bigint not null references accounts,
  workspace_id int not null references workspaces,
  created_at bigint not null,
  last_seen_at bigint not null,
  ip text not null,
  user_agent text not null
);
create index sessions_account on sessions (account_id);

create table invitations (
  workspace_id int not null references workspaces,
  id bigint generated always as identity,
  token_hash bytea not null unique,
  role text not null,
  staff_ref text,
  note text not null,
  created_by bigint,
  created_by_label text not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by bigint,
  revoked_at bigint,
  primary key (workspace_id, id)
);

create table api_keys (
  workspace_id int not null references workspaces,
  id bigint generated always as identity,
  key_hash bytea not null unique,
  prefix text not null,
  label text not null,
  scopes text[] not null,
  created_by bigint,
  created_by_label text not null,
  created_at bigint not null,
  last_used_at bigint,
  expires_at bigint,
  revoked_at bigint,
  primary key (workspace_id, id)
);

-- Attempts to sign in, counted before the password is looked at. Rows are short-lived.
create table login_attempts (
  bucket text collate "C" primary key,
  attempts int not null,
  until bigint not null
);

create table audit (
  workspace_id int not null,
  id bigint generated always as identity,
  happened_at bigint not null,
  account_id bigint,
  key_id bigint,
  actor text not null,
  action text collate "C" not null,
  target text not null,
  details jsonb not null,
  ip text,
  primary key (workspace_id, id)
);
create index audit_account on audit (workspace_id, account_id, id);
create index audit_target on audit (workspace_id, target, id);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function audit_is_append_only();
