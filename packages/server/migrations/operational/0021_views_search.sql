-- Saved views of lists, what people chose for their own screen, names that are found by their beginning, and demos that
-- are being deleted. Times are epoch ms.

-- A list as somebody wants to see it again: its address without the path. A decision.
create table saved_views (
  workspace_id int not null,
  id int generated always as identity,
  list text not null,
  name text not null,
  -- filters, order and columns, as the address bar says them
  query text not null,
  -- null: for everybody of the workspace
  account_id bigint,
  -- who made it, as account; null: an API key, or somebody who has left
  made_by bigint,
  made_by_label text not null,
  updated_at bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references members (workspace_id, account_id) on delete cascade
);
create index saved_views_list on saved_views (workspace_id, list, name);
create index saved_views_account on saved_views (workspace_id, account_id) where account_id is not null;

-- What a person chose for their own screen in a workspace.
create table preferences (
  workspace_id int not null,
  account_id bigint not null,
  key text not null,
  value jsonb not null,
  primary key (workspace_id, account_id, key),
  foreign key (workspace_id, account_id) references members (workspace_id, account_id) on delete cascade
);

-- Names by their beginning, and all of them without the table (which wants the bare name in the index too). No trigrams:
-- the extension is not on every server, and under the C locale it leaves Chinese out.
create index customers_name on customers (workspace_id, lower(name) text_pattern_ops) include (customer, name)
  where name is not null;

-- A demo whose rows are gone and whose files may not be: finished at the next start.
create table demo_deletions (
  workspace_id int primary key,
  begun_at bigint not null
);
