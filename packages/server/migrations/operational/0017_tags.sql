-- Tags. Groups, tags and batches are decisions; what was said of whom (`tag_changes`) is a fold of the log, kept per home
-- and only added to, so that a merge moves nothing. Times are epoch ms.

create table tag_groups (
  workspace_id int not null,
  id int generated always as identity,
  -- '': tags that came without a group
  name text collate "C" not null,
  choice text not null check (choice in ('single', 'multi')),
  created_at bigint not null,
  -- null: an event brought it
  created_by text,
  primary key (workspace_id, id)
);
create unique index tag_groups_name on tag_groups (workspace_id, name);

create table tags (
  workspace_id int not null,
  id int generated always as identity,
  group_id int not null,
  name text collate "C" not null,
  colour text,
  description text,
  -- whoever gets it without an end of its own loses it after so many days
  expires_days int check (expires_days > 0),
  archived_at bigint,
  -- counts as that tag since it was merged; its own changes stay what they are
  merged_into int,
  created_at bigint not null,
  created_by text,
  primary key (workspace_id, id)
);
create unique index tags_name on tags (workspace_id, group_id, name);

-- What events call a tag: every name it ever had. Never changed, or a replay would read the log otherwise.
create table tag_words (
  workspace_id int not null,
  group_name text collate "C" not null,
  name text collate "C" not null,
  tag int not null,
  primary key (workspace_id, group_name, name)
);

-- Every adding and removing. Only added to.
create table tag_changes (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  tag int not null,
  added boolean not null,
  at bigint not null,
  -- as the event says; null: as the tag says
  until bigint,
  reason text not null,
  by text,
  note text,
  batch int,
  primary key (workspace_id, home, seq)
);
create index tag_changes_tag on tag_changes (workspace_id, tag, home);

-- Changes of many people at once, to be undone as one. A decision.
create table tag_batches (
  workspace_id int not null,
  id int generated always as identity,
  at bigint not null,
  by text not null,
  added int[] not null,
  removed int[] not null,
  people int not null,
  undone_at bigint,
  undone_by text,
  primary key (workspace_id, id)
);

create table tag_batch_people (
  workspace_id int not null,
  batch int not null,
  home bigint not null,
  tag int not null,
  added boolean not null,
  -- the end the tag had before it was removed
  until bigint,
  primary key (workspace_id, batch, home, tag)
);
create index tag_batch_people_home on tag_batch_people (workspace_id, home);
