-- Where imported data comes from, by name. A row of a source is taken in once, for ever.
create table import_sources (
  workspace_id int not null,
  id int generated always as identity,
  name text collate "C" not null,
  -- counts undone imports: what is imported again afterwards must not look like the messages that were undone
  generation int not null default 0,
  primary key (workspace_id, id)
);
create unique index import_sources_name on import_sources (workspace_id, name);

create table import_files (
  workspace_id int not null,
  id int generated always as identity,
  name text not null,
  bytes bigint not null,
  sha256 text not null,
  format text not null check (format in ('csv', 'jsonl')),
  compression text not null check (compression in ('none', 'gzip')),
  encoding text not null check (encoding in ('utf-8', 'gb18030')),
  delimiter text,
  header json not null,
  sample json not null,
  uploaded_at bigint not null,
  uploaded_by text not null,
  -- the file itself is gone, its imports remain
  deleted_at bigint,
  primary key (workspace_id, id)
);

create table imports (
  workspace_id int not null,
  id int generated always as identity,
  file_id int not null,
  source_id int not null,
  -- the source (in the sense of `sources`) its events name as their origin; an undo takes that origin back
  origin int not null,
  kind text not null,
  spec json not null,
  state text not null check (state in ('queued', 'running', 'paused', 'done', 'failed', 'undoing', 'undone')),
  -- Checkpoint: where in the (decompressed) file to go on, and the line number there. Moves in the transaction that posts.
  byte_offset bigint not null default 0,
  line bigint not null default 0,
  -- Lines up to here were read already; of them only those of orders still open (number, first line) count once more.
  read_to bigint not null default 0,
  open_orders json not null default '[]',
  accepted bigint not null default 0,
  repeated bigint not null default 0,
  rejected bigint not null default 0,
  events bigint not null default 0,
  progress double precision not null default 0,
  -- milliseconds spent running, for the rate
  busy_ms bigint not null default 0,
  waiting boolean not null default false,
  -- rejections by reason: [{column, code, reason, note, count}]
  reasons json not null default '[]',
  last_inbox_id bigint,
  -- the engine's command that takes the events back
  command_id bigint,
  fault text,
  created_at bigint not null,
  created_by text not null,
  started_at bigint,
  finished_at bigint,
  -- who works on it, and when it was last heard of
  worker text,
  heartbeat_at bigint,
  primary key (workspace_id, id)
);
create index imports_open on imports (state) where state in ('queued', 'running', 'undoing');

-- Rows taken in, by a 16-byte hash of their key. An order has one row per import that brought lines of it.
create table imported_rows (
  workspace_id int not null,
  source_id int not null,
  key bytea not null,
  import_id int not null,
  -- orders: 8 bytes of hash per line
  lines bytea,
  primary key (workspace_id, source_id, key, import_id)
);
create index imported_rows_import on imported_rows (workspace_id, import_id);

create table import_rejects (
  workspace_id int not null,
  import_id int not null,
  line bigint not null,
  -- false: taken in, with something left out
  rejected boolean not null,
  problems json not null,
  row_text text not null,
  primary key (workspace_id, import_id, line)
);
