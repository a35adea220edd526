-- Which of several sources is believed, field by field; and what people say of the service they met.

-- Attributes as each source said them of each home: its latest word by (occurred_at, seq), and when it first spoke of the field.
-- Source 0: by hand, or the platform itself. Which word holds for a person is decided when read, by `field_rules`.
alter table attributes add column first_at bigint;
alter table attributes add column first_seq bigint;
-- said with a verified identity (secret key, import), or by hand
alter table attributes add column verified boolean not null default true;
update attributes set source_id = coalesce(source_id, 0), first_at = occurred_at, first_seq = seq;
alter table attributes alter column source_id set not null;
alter table attributes alter column first_at set not null;
alter table attributes alter column first_seq set not null;
alter table attributes alter column verified drop default;
alter table attributes drop constraint attributes_pkey;
alter table attributes add primary key (workspace_id, home, key, source_id);

-- A field without a row follows its latest word. A decision.
create table field_rules (
  workspace_id int not null,
  key text collate "C" not null,
  policy text not null check (policy in ('earliest', 'priority', 'verified')),
  -- of `priority`: `source:3` and `unit:2`, best first
  places text[] not null,
  -- the same by source: { "3": 1, "7": 2 }; sources of one unit share a place
  ranks jsonb not null,
  updated_at bigint not null,
  updated_by text not null,
  primary key (workspace_id, key)
);

-- While people's cards are brought up to date with changed rules: everybody up to this customer is done.
create table field_rule_runs (
  workspace_id int primary key,
  after_customer bigint not null
);

-- Which department's system a source is. A decision.
create table source_owners (
  workspace_id int not null,
  source_id int not null,
  unit_id int not null,
  primary key (workspace_id, source_id)
);

-- Scores and complaints, each by the home it came through (0: nobody's). A fold, only added to.
create table experience_entries (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  kind text not null check (kind in ('csat', 'nps', 'complaint', 'resolved')),
  -- as given; csat: 1…scale, nps: 0…10
  score smallint,
  scale smallint,
  step text,
  -- which complaint, as the source numbers it
  ref text,
  at bigint not null,
  channel text,
  outlet text,
  staff text,
  note text,
  primary key (workspace_id, home, seq)
);
create index experience_entries_at on experience_entries (workspace_id, at);

-- Notes of looking after somebody, with the day to come back to them. A fold, only added to.
create table follow_ups (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  at bigint not null,
  by text,
  note text not null,
  next_at bigint,
  primary key (workspace_id, home, seq)
);

-- the words that other sources had said, and scores that came before, are read from the log again
insert into engine_commands (workspace_id, kind, requested_at, requested_by)
select workspace_id, 'rebuild', (extract(epoch from now()) * 1000)::bigint, 'upgrade' from engine_state where last_seq > 0;
