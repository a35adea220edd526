-- Plays, what was spent, and how channels differ in more than their class.

-- What a channel is made of (ACQ-41) and how it connects people (ACQ-06). null: as it came with the platform.
alter table channels add column form text check (form in ('image_text', 'live', 'short_video'));
alter table channels add column line text check (line in ('online', 'offline'));
alter table channels add column carrier text
  check (carrier in ('personal_account', 'moments', 'group', 'feed', 'account', 'shop', 'program', 'place'));
alter table channels add column connection text
  check (connection in ('transaction', 'content', 'community', 'third_party'));
alter table channels add column trend text check (trend in ('decline', 'bonus'));

-- The play that the event carried which changed somebody's place.
alter table pond_changes add column play text;

-- One named effort. A decision; `code` is what events carry in `play`.
create table plays (
  workspace_id int not null,
  code text collate "C" not null,
  name text not null,
  goal text,
  -- who answers for it, as people call them
  owner text,
  -- local days, both included
  starts_on date,
  ends_on date,
  budget_minor bigint,
  hypothesis text,
  status text not null check (status in ('draft', 'running', 'paused', 'finished')),
  archived_at bigint,
  created_at bigint not null,
  created_by text not null,
  updated_at bigint not null,
  updated_by text not null,
  primary key (workspace_id, code)
);

-- Who had events of which play, by home; a fold. Home 0: nobody known.
create table play_people (
  workspace_id int not null,
  play text collate "C" not null,
  home bigint not null,
  events bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (workspace_id, play, home)
) with (fillfactor = 80);
create index play_people_home on play_people (workspace_id, home) where home <> 0;

-- A file of spend that was taken in; undone as a whole.
create table spend_files (
  workspace_id int not null,
  id bigint generated always as identity,
  name text not null,
  content_hash bytea not null,
  lines int not null,
  amount_minor bigint not null,
  uploaded_at bigint not null,
  uploaded_by text not null,
  undone_at bigint,
  undone_by text,
  primary key (workspace_id, id)
);
-- the same file counts once
create unique index spend_files_content on spend_files (workspace_id, content_hash) where undone_at is null;

-- Money paid: day × channel × placement × play. A decision.
create table spend (
  workspace_id int not null,
  id bigint generated always as identity,
  -- local day of the workspace
  day date not null,
  kind text not null check (kind in ('acquisition', 'reach')),
  channel text collate "C" not null,
  play text,
  campaign text,
  outlet text,
  amount_minor bigint not null check (amount_minor >= 0),
  impressions bigint,
  clicks bigint,
  -- the caller's own name of the line: sent again it replaces
  key text collate "C",
  file bigint,
  written_at bigint not null,
  written_by text not null,
  primary key (workspace_id, id)
);
create unique index spend_key on spend (workspace_id, key) where key is not null;
create index spend_day on spend (workspace_id, day, id);
create index spend_file on spend (workspace_id, file) where file is not null;
