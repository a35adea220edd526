-- Identity: who is who. Everything here but non_linking_values' reasons is a fold of the log; see ADR 0004.

-- One row per workspace: the next home to give.
create table identity_state (
  workspace_id int primary key,
  next_home bigint not null default 1
);

-- An identity and its home, the number it was born with. A reset keeps the row (customer = 0) so that a replay gives
-- the same number again even when events were retracted or erased meanwhile: `source` of a stored event never changes.
create table identities (
  workspace_id int not null,
  home bigint not null,
  namespace text collate "C" not null,
  value text collate "C" not null,
  -- smallest home of its group today; 0: not seen since the last reset
  customer bigint not null,
  -- identities connected by linking pairs or decisions, joined or not: what has to be looked at together
  component bigint not null,
  verified boolean not null default false,
  first_seen_at bigint not null default 0,
  -- exact to one hour
  last_seen_at bigint not null default 0,
  first_source_id int,
  first_channel text,
  -- place in the evidence order from which on this value is seen with too many people to link them
  shared_claimed boolean,
  shared_at bigint,
  shared_event text collate "C",
  shared_home bigint,
  primary key (workspace_id, home)
) with (fillfactor = 90);
create unique index identities_value on identities (workspace_id, namespace, value);
create index identities_component on identities (workspace_id, component);

-- Earliest evidence for each pair of identities; `a` is the smaller home.
create table identity_links (
  workspace_id int not null,
  a bigint not null,
  b bigint not null,
  claimed boolean not null,
  -- evidence time (epoch ms), see core/identity/evidence
  at bigint not null,
  event_id text collate "C" not null,
  seq bigint not null,
  -- takes part in the partition; otherwise `outcome` says why not
  linking boolean not null,
  outcome text not null,
  primary key (workspace_id, a, b)
) with (fillfactor = 90);
-- by place in the evidence order: of a value shared by thousands only the first few pairs are ever read
create index identity_links_a_order on identity_links (workspace_id, a, claimed, at, event_id);
create index identity_links_b_order on identity_links (workspace_id, b, claimed, at, event_id);

-- What people (and servers, by alias) decided: `must` = one person, `part` = side 0 and side 1 are different people.
create table identity_decisions (
  workspace_id int not null,
  event_id text collate "C" not null,
  kind text not null check (kind in ('must', 'part')),
  decided_at bigint not null,
  seq bigint not null,
  withdrawn_seq bigint,
  actor text,
  reason text,
  primary key (workspace_id, event_id)
);
create index identity_decisions_seq on identity_decisions (workspace_id, seq);
-- Who withdrew a decision, and why.
create table identity_withdrawals (
  workspace_id int not null,
  seq bigint not null,
  decision text collate "C" not null,
  actor text,
  reason text,
  primary key (workspace_id, seq)
);
create table identity_decision_homes (
  workspace_id int not null,
  home bigint not null,
  event_id text collate "C" not null,
  side smallint not null,
  primary key (workspace_id, home, event_id)
);
create index identity_decision_homes_event on identity_decision_homes (workspace_id, event_id);

-- For review. `b` = 0 for a shared value. Rows that no longer hold and that nobody decided on are deleted.
create table identity_conflicts (
  workspace_id int not null,
  a bigint not null,
  b bigint not null,
  kind text not null check (kind in ('exclusive', 'claimed', 'shared', 'oversize')),
  state text not null default 'open' check (state in ('open', 'same', 'different', 'shared')),
  opened_seq bigint not null,
  opened_at bigint not null,
  decision_event text,
  actor text,
  resolved_at bigint,
  primary key (workspace_id, a, b)
);
create index identity_conflicts_list on identity_conflicts (workspace_id, state, opened_seq, a, b);

-- Values that never link anybody.
create table non_linking_values (
  workspace_id int not null,
  namespace text collate "C" not null,
  value text collate "C" not null,
  seq bigint not null,
  set_at bigint not null,
  actor text,
  reason text,
  primary key (workspace_id, namespace, value)
);

-- Every change of the partition: from `seq` on, `home` belongs to `customer`. The exporter copies it to the event store.
create table moves (
  workspace_id int not null,
  seq bigint not null,
  home bigint not null,
  customer bigint not null,
  previous bigint not null,
  -- epoch ms: `known_at` of the event that caused it
  at bigint not null,
  reason text not null,
  event_id text not null,
  primary key (workspace_id, seq, home)
);
create index moves_home on moves (workspace_id, home, seq);
