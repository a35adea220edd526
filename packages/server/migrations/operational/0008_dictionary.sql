-- What the workspace says about its events. A standard event has a row only once somebody changed it.
create table event_definitions (
  workspace_id int not null,
  name text collate "C" not null,
  -- counts up with every change, deletion included, and never starts again
  version int not null,
  -- null: deleted, or set back to how the standard event came
  definition json,
  updated_at bigint not null,
  updated_by text not null,
  primary key (workspace_id, name)
);

create table event_definition_versions (
  workspace_id int not null,
  name text collate "C" not null,
  version int not null,
  definition json,
  changed_at bigint not null,
  changed_by text not null,
  primary key (workspace_id, name, version)
);

-- Fold: events taken in, by name, source (0: none) and UTC day number of receipt.
create table event_sightings (
  workspace_id int not null,
  name text collate "C" not null,
  source_id int not null,
  day int not null,
  seen bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (workspace_id, name, source_id, day)
);
create index event_sightings_day on event_sightings (workspace_id, day);

-- What was wrong, counted. Warnings are counted in memory first, so a crash may lose the last second of them.
create table event_problems (
  workspace_id int not null,
  day int not null,
  source_id int not null,
  name text collate "C" not null,
  field text not null,
  code text not null,
  outcome text not null check (outcome in ('warn', 'quarantine')),
  count bigint not null,
  last_at bigint not null,
  reason text not null,
  primary key (workspace_id, day, source_id, name, field, code, outcome)
);

-- Items refused at the door, kept to be corrected and replayed once. The item is text because jsonb cannot hold \u0000.
create table quarantine (
  workspace_id int not null,
  id bigint generated always as identity,
  source_id int,
  received_at bigint not null,
  history boolean not null,
  -- came by a server key
  verified boolean not null,
  name text,
  item text not null,
  -- as received, once somebody corrected `item`
  original text,
  problems json not null,
  -- `code field` of each problem, for filters and counts
  reasons text[] not null,
  state text not null default 'open' check (state in ('open', 'replayed', 'dismissed')),
  closed_at bigint,
  closed_by text,
  primary key (workspace_id, id)
);
create index quarantine_state on quarantine (workspace_id, state, id);
