-- Orders: a function of the set of their events, so repeats and order of arrival do not matter.

-- What one order event said.
create table order_entries (
  workspace_id int not null,
  order_id text collate "C" not null,
  seq bigint not null,
  at bigint not null,
  -- 0: anonymous
  home bigint not null,
  kind text not null check (kind in ('placed', 'paid', 'placed_and_paid', 'refunded', 'cancelled')),
  -- which piece of the order; parts add up, within one the latest holds
  part int not null default 0,
  amount_minor bigint,
  currency text,
  channel text,
  outlet text,
  staff text,
  payer jsonb,
  beneficiary jsonb,
  lines jsonb not null,
  -- of somebody who was erased: kept for the sums, because its event no longer says what it was
  erased boolean not null default false,
  primary key (workspace_id, order_id, seq)
);
create index order_entries_erased on order_entries (workspace_id, seq) where erased;
create index order_entries_home on order_entries (workspace_id, home) where home <> 0;
create index order_entries_refunds on order_entries (workspace_id, at) where kind = 'refunded';

create table orders (
  workspace_id int not null,
  order_id text collate "C" not null,
  -- who placed it; 0: anonymous
  home bigint not null,
  -- whose value it is: the home, or 0 when an organisation pays or nobody is known
  buyer_home bigint not null,
  status text not null,
  placed_at bigint,
  paid_at bigint,
  refunded_at bigint,
  cancelled_at bigint,
  -- latest instant of any of them, for lists
  latest_at bigint not null,
  placed_minor bigint not null,
  paid_minor bigint not null,
  refunded_minor bigint not null,
  currency text,
  channel text,
  outlet text,
  staff text,
  payer jsonb,
  beneficiary jsonb,
  lines jsonb not null,
  primary key (workspace_id, order_id)
) with (fillfactor = 90);
create index orders_home on orders (workspace_id, home) where home <> 0;
create index orders_buyer on orders (workspace_id, buyer_home) where buyer_home <> 0;
create index orders_placed on orders (workspace_id, placed_at);
create index orders_paid on orders (workspace_id, paid_at);
create index orders_latest on orders (workspace_id, latest_at, order_id);
