-- The steps toward loyalty as a workspace describes them, in order; a decision. No rows: the list that came with the platform.
create table loyalty_steps (
  workspace_id int not null,
  place int not null,
  key text collate "C" not null,
  -- null: as the platform calls the key
  name text,
  -- any of which is a data point
  events text[] not null,
  -- null: of any channel
  channel text,
  times int not null check (times > 0),
  primary key (workspace_id, place)
);
create unique index loyalty_steps_key on loyalty_steps (workspace_id, key);
