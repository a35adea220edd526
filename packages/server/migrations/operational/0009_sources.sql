-- Where events come from: a write key, an import, a connector.
create table sources (
  workspace_id int not null,
  id int generated always as identity,
  name text not null,
  kind text not null check (kind in ('browser', 'server', 'mini_program', 'import', 'connector')),
  -- a server key is kept as its hash only; a browser key is public by nature and may be shown again
  key_hash bytea,
  key_public text,
  key_hint text,
  channel text,
  created_at bigint not null,
  created_by text,
  disabled_at bigint,
  -- a source silent for longer than this is reported as stale; null: never
  stale_after_ms bigint,
  primary key (workspace_id, id)
);
create unique index sources_key on sources (key_hash) where key_hash is not null;

-- Volume by source and day (UTC day number), counted by the collector.
create table source_days (
  workspace_id int not null,
  source_id int not null,
  day int not null,
  accepted bigint not null default 0,
  refused bigint not null default 0,
  last_at bigint not null,
  primary key (workspace_id, source_id, day)
);
