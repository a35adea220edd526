-- Parties (ID-12): organisations, that is companies and households, and who pays for whom.

-- Who uses what was bought: the beneficiary's home, or where none is named who placed it; 0: an organisation, or nobody known.
alter table orders add column user_home bigint not null default 0;
update orders set user_home = home where beneficiary is null;
-- buyer_home is the payer's home where an order names one; until now it was who placed it
update orders o set
  buyer_home = case when o.payer ->> 'kind' is distinct from 'identity' then o.buyer_home else coalesce((
    select i.home from identities i where i.workspace_id = o.workspace_id and i.customer <> 0
      and i.namespace = split_part(o.payer ->> 'ref', ' ', 1)
      and i.value = substr(o.payer ->> 'ref', strpos(o.payer ->> 'ref', ' ') + 1)), 0) end,
  user_home = case when o.beneficiary ->> 'kind' is distinct from 'identity' then o.user_home else coalesce((
    select i.home from identities i where i.workspace_id = o.workspace_id and i.customer <> 0
      and i.namespace = split_part(o.beneficiary ->> 'ref', ' ', 1)
      and i.value = substr(o.beneficiary ->> 'ref', strpos(o.beneficiary ->> 'ref', ' ') + 1)), 0) end
where o.payer ->> 'kind' = 'identity' or o.beneficiary ->> 'kind' = 'identity';
update parts p set orders = s.orders, orders_paid = s.orders_paid, placed_minor = s.placed, paid_minor = s.paid,
  refunded_minor = s.refunded, paid_at = s.paid_at
from (
  select t.workspace_id, t.home, count(o.order_id) as orders, count(o.paid_at) as orders_paid,
    coalesce(sum(o.placed_minor), 0) as placed, coalesce(sum(o.paid_minor), 0) as paid,
    coalesce(sum(o.refunded_minor), 0) as refunded, max(o.paid_at) as paid_at
  from (
    select workspace_id, home from orders where payer ->> 'kind' = 'identity'
    union select workspace_id, buyer_home from orders where payer ->> 'kind' = 'identity'
  ) t left join orders o on o.workspace_id = t.workspace_id and o.buyer_home = t.home
  where t.home <> 0 group by t.workspace_id, t.home
) s
where p.workspace_id = s.workspace_id and p.home = s.home;
update customers c set orders = s.orders, orders_paid = s.orders_paid, placed_minor = s.placed, paid_minor = s.paid,
  refunded_minor = s.refunded, net_minor = s.paid - s.refunded, paid_at = s.paid_at
from (
  select workspace_id, customer, sum(orders) as orders, sum(orders_paid) as orders_paid, sum(placed_minor) as placed,
    sum(paid_minor) as paid, sum(refunded_minor) as refunded, max(paid_at) as paid_at
  from parts where (workspace_id, customer) in (
    select k.workspace_id, k.customer from parts k join orders o on o.workspace_id = k.workspace_id
      and k.home in (o.home, o.buyer_home) where o.payer ->> 'kind' = 'identity')
  group by workspace_id, customer
) s
where c.workspace_id = s.workspace_id and c.customer = s.customer;

-- what somebody else paid for, and what an organisation paid for
create index orders_received on orders (workspace_id, user_home) where user_home <> 0 and user_home <> buyer_home;
create index orders_sides on orders (workspace_id, buyer_home, user_home) where buyer_home <> user_home;
create index orders_organisation on orders (workspace_id, (payer ->> 'ref')) where payer ->> 'kind' = 'organisation';
-- whose payer or beneficiary may become known later
create index order_entries_payer on order_entries (workspace_id, (payer ->> 'ref')) where payer ->> 'kind' = 'identity';
create index order_entries_beneficiary on order_entries (workspace_id, (beneficiary ->> 'ref'))
  where beneficiary ->> 'kind' = 'identity';

-- What each home, or nobody (0), said of an organisation: the latest word for each key; key '': that it spoke of it.
create table organisation_words (
  workspace_id int not null,
  ref text collate "C" not null,
  home bigint not null,
  key text collate "C" not null,
  value jsonb,
  first_at bigint not null,
  occurred_at bigint not null,
  seq bigint not null,
  primary key (workspace_id, ref, home, key)
);
create index organisation_words_home on organisation_words (workspace_id, home) where home <> 0;

-- One row for each organisation, for lists: a function of its words.
create table organisations (
  workspace_id int not null,
  ref text collate "C" not null,
  name text,
  kind text not null check (kind in ('company', 'household')),
  archived boolean not null,
  traits jsonb not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (workspace_id, ref)
);
