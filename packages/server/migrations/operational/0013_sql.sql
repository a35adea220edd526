-- The analyst's door: saved queries and runs. The views themselves are made by code, in schemas of their own.

create table sql_queries (
  workspace_id int not null,
  id bigint generated always as identity,
  name text not null,
  text text not null,
  -- null: an API key's
  account_id bigint,
  owner text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (workspace_id, id)
);

-- Who ran what. Rows live 90 days; the audit log keeps the text without its values.
create table sql_runs (
  workspace_id int not null,
  id bigint generated always as identity,
  account_id bigint,
  key_id bigint,
  kind text not null check (kind in ('screen', 'csv', 'parquet')),
  text text not null,
  masked boolean not null,
  started_at bigint not null,
  ms bigint not null,
  rows bigint not null,
  -- code of the catalogue when it did not end well
  error text,
  primary key (workspace_id, id)
);
create index sql_runs_account on sql_runs (workspace_id, account_id, id);
