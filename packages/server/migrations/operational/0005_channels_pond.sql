-- Channels and the pond.

-- What a workspace says of a channel, over the defaults that come with the platform. A decision.
create table channels (
  workspace_id int not null,
  name text collate "C" not null,
  title text not null,
  platform text,
  domain_class text not null check (domain_class in ('public', 'commercial', 'stock', 'semi', 'private')),
  paid_to_reach boolean not null,
  reusable boolean not null,
  data_exportable boolean not null,
  updated_at bigint not null,
  updated_by text not null,
  -- the class changed and settlements of people who were here are still to be computed anew
  resettle boolean not null default false,
  primary key (workspace_id, name)
);

-- Spellings of channels that events carried, and the channel each means.
create table channel_activity (
  workspace_id int not null,
  spelling text collate "C" not null,
  name text collate "C" not null,
  events bigint not null,
  first_seen_at bigint not null,
  last_seen_at bigint not null,
  primary key (workspace_id, spelling)
) with (fillfactor = 50);

-- Every change of a person's state, evaluated event by event. null from: did not exist; null to: exists no more.
create table pond_changes (
  workspace_id int not null,
  customer bigint not null,
  seq bigint not null,
  -- when the event that caused it happened (epoch ms)
  at bigint not null,
  from_state smallint,
  to_state smallint,
  -- +1 into the private pond, -1 out of it, 0 neither
  flow smallint not null,
  reason text not null,
  channel text,
  primary key (workspace_id, customer, seq)
);
create index pond_changes_flow on pond_changes (workspace_id, at) where flow <> 0;

-- Where each person stands and is counted; and how many stand where.
create table pond_people (
  workspace_id int not null,
  customer bigint not null,
  state smallint not null,
  channel text,
  primary key (workspace_id, customer)
) with (fillfactor = 90);
create table pond_counts (
  workspace_id int not null,
  state smallint not null,
  -- '': none
  channel text collate "C" not null,
  people bigint not null,
  primary key (workspace_id, state, channel)
) with (fillfactor = 50);

-- First time a home was seen in a channel, or entered it by a relation (friend, follower, group member).
create table steps (
  workspace_id int not null,
  home bigint not null,
  channel text collate "C" not null,
  entered boolean not null,
  at bigint not null,
  seq bigint not null,
  campaign text,
  staff text,
  code text,
  primary key (workspace_id, home, channel, entered)
);

-- Contacts that a campaign, a code or money brought.
create table touches (
  workspace_id int not null,
  home bigint not null,
  seq bigint not null,
  at bigint not null,
  channel text,
  campaign text,
  cost_minor bigint not null,
  primary key (workspace_id, home, seq)
);

-- First moves from a more public to a more private container (ACQ-03): a function of the person's steps and touches and of
-- the channels' classes of today.
create table settlements (
  workspace_id int not null,
  customer bigint not null,
  to_channel text collate "C" not null,
  home bigint not null,
  at bigint not null,
  seq bigint not null,
  from_channel text,
  campaign text,
  staff text,
  code text,
  cost_minor bigint not null,
  first_touch jsonb,
  last_touch jsonb,
  primary key (workspace_id, customer, to_channel)
);
create index settlements_at on settlements (workspace_id, at, customer);
