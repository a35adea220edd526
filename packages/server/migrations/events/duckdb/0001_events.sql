-- Physical rows in seq order. Questions ask the view `events`, which the store keeps: while moves are pending it
-- answers `coalesce(moves.customer, customer)`, else the column itself (a join nobody needs costs 30 %).
create table event_rows (
  seq bigint not null,
  source bigint not null,
  customer bigint not null,
  name varchar not null,
  family varchar not null,
  occurred_at bigint not null,
  known_at bigint not null,
  received_at bigint not null,
  history boolean not null,
  amount_minor bigint,
  cost_minor bigint,
  channel varchar,
  play varchar,
  campaign varchar,
  code varchar,
  ticket varchar,
  content varchar,
  staff varchar,
  outlet varchar,
  order_id varchar,
  message_id varchar not null,
  origin bigint,
  props varchar not null,
  meta varchar not null
);

-- Homes whose rows in `event_rows` do not yet say where they belong today. No key: an index on a table that is emptied
-- and refilled in one transaction refuses the same key twice.
create table moves (source bigint not null, customer bigint not null, seq bigint not null);

-- `watermark`: the highest seq appended. Written in the transaction that appends: the one truth about what is in here.
create table watermark (seq bigint not null);
insert into watermark values (0);
