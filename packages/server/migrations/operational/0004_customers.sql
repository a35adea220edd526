-- Customers. `parts`, `attributes`, `relations` and `consents` are kept per home and never change by a merge; `customers`
-- is a function of its homes' rows. All but `erasures` are folds of the log. Times are epoch ms, money is minor units.

-- What one home (identity number) has seen and brought. `customer` follows the partition.
create table parts (
  workspace_id int not null,
  home bigint not null,
  customer bigint not null,
  namespace text collate "C" not null,
  -- the event that first carried the identity
  born_seq bigint not null,
  first_seen_at bigint not null,
  last_seen_at bigint not null,
  consumption int not null default 0,
  behaviour int not null default 0,
  relation int not null default 0,
  system int not null default 0,
  -- earliest and latest event that named a channel, by (occurred_at, seq)
  first_channel text,
  first_channel_at bigint,
  first_channel_seq bigint,
  last_channel text,
  last_channel_at bigint,
  last_channel_seq bigint,
  outlet text,
  outlet_at bigint,
  outlet_seq bigint,
  used_at bigint,
  intent_at bigint,
  paid_at bigint,
  orders int not null default 0,
  orders_paid int not null default 0,
  placed_minor bigint not null default 0,
  paid_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  primary key (workspace_id, home)
) with (fillfactor = 80);
create index parts_customer on parts (workspace_id, customer);

-- One row per customer, for lists and cards.
create table customers (
  workspace_id int not null,
  customer bigint not null,
  name text,
  -- bits of ACQ-01: 1 identifiable, 2 reachable, 4 operable; 7 = private. Bit 1 clear: a visitor.
  pond smallint not null default 0,
  owner text,
  owner_since bigint,
  first_seen_at bigint not null,
  last_seen_at bigint not null,
  -- days since 1970: what lists are ordered by through an index; a person seen twice in a day moves no index entry
  last_day int not null,
  events int not null default 0,
  channel text,
  channel_at bigint,
  channel_seq bigint,
  outlet text,
  outlet_at bigint,
  outlet_seq bigint,
  used_at bigint,
  intent_at bigint,
  paid_at bigint,
  orders int not null default 0,
  orders_paid int not null default 0,
  placed_minor bigint not null default 0,
  paid_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  net_minor bigint not null default 0,
  member_no text,
  member_level text,
  member_outlet text,
  member_since bigint,
  primary key (workspace_id, customer)
) with (fillfactor = 80);
create index customers_last_seen on customers (workspace_id, last_day, customer);
create index customers_pond on customers (workspace_id, pond, last_day);
create index customers_owner on customers (workspace_id, owner, last_day) where owner is not null;
create index customers_first_seen on customers (workspace_id, first_seen_at, customer);
create index customers_net on customers (workspace_id, net_minor, customer);

-- Attributes as each home said them: the latest by (occurred_at, seq) holds. jsonb null: removed.
create table attributes (
  workspace_id int not null,
  home bigint not null,
  key text collate "C" not null,
  value jsonb not null,
  occurred_at bigint not null,
  seq bigint not null,
  source_id int,
  primary key (workspace_id, home, key)
) with (fillfactor = 90);

-- Every relation event (friend, follower, group, owner, any edge between people). Only added to.
create table relations (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  kind text not null,
  ref text not null,
  active boolean not null,
  at bigint not null,
  -- who ended it: customer | staff
  by text,
  channel text,
  role text,
  primary key (workspace_id, home, seq)
);
create index relations_edge on relations (workspace_id, ref)
  where kind not in ('contact', 'follow', 'community', 'owner');

-- Every grant and withdrawal, written for each home the person had when it became known. Only added to.
create table consents (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  purpose text not null,
  -- '*': any
  channel text not null,
  granted boolean not null,
  text_version text,
  at bigint not null,
  recorded_by text,
  -- home the event came through
  via bigint not null,
  primary key (workspace_id, home, seq)
);

-- Who was erased: applied again by every restore and rebuild. A decision, never reset.
create table erasures (
  workspace_id int not null,
  customer bigint not null,
  homes bigint[] not null,
  at bigint not null,
  -- the log stood here
  up_to_seq bigint not null,
  requested_by text not null,
  reason text,
  -- when the event store had forgotten too; null: still to do
  stored_at bigint,
  primary key (workspace_id, customer, at)
);
create index erasures_open on erasures (workspace_id) where stored_at is null;
