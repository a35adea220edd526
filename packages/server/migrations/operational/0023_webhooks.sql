-- Outgoing webhooks. Everything here is a decision or a record of work done in real time: nothing is folded, nothing rebuilt.

create table webhooks (
  workspace_id int not null,
  id int generated always as identity,
  url text not null,
  description text not null default '',
  -- names of events as the log has them; empty: all
  events text[] not null,
  active boolean not null default true,
  -- sealed; the one before signs too until previous_until
  secret text not null,
  previous_secret text,
  previous_until bigint,
  -- up to this seq of the log every event has its delivery
  planned_seq bigint not null,
  created_at bigint not null,
  created_by text not null,
  -- who or what turned it off: by hand, an answer 410, days of failure
  disabled_at bigint,
  disabled_why text check (disabled_why in ('hand', 'gone', 'failing')),
  -- failures since the last success: how many, the first of them, and until when nothing is tried
  failures int not null default 0,
  failing_since bigint,
  held_until bigint not null default 0,
  delivered_at bigint,
  primary key (workspace_id, id)
);

-- One event for one webhook. The body is made from the log when it is sent, so nothing of a person is kept here.
create table webhook_deliveries (
  workspace_id int not null,
  id bigint generated always as identity,
  webhook int not null,
  -- 0: a test
  seq bigint not null,
  -- the customer's home, for exports and erasures; 0: nobody's
  home bigint not null,
  name text not null,
  -- read off the event instead of being it: the number of a customer that was not there before
  derived boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'dropped')),
  -- attempts of this round; sending again by hand begins a new one
  attempts int not null default 0,
  next_at bigint not null,
  created_at bigint not null,
  finished_at bigint,
  primary key (workspace_id, id)
);
create unique index webhook_deliveries_once on webhook_deliveries (workspace_id, webhook, seq, derived) where seq > 0;
create index webhook_deliveries_list on webhook_deliveries (workspace_id, webhook, id);
create index webhook_deliveries_due on webhook_deliveries (workspace_id, webhook, next_at, id) where state = 'waiting';
create index webhook_deliveries_home on webhook_deliveries (workspace_id, home) where home <> 0;
create index webhook_deliveries_finished on webhook_deliveries (finished_at) where finished_at is not null;

create table webhook_attempts (
  workspace_id int not null,
  delivery bigint not null,
  id bigint generated always as identity,
  at bigint not null,
  took_ms int not null,
  -- null: there was no answer, `error` says why
  status int,
  error text,
  -- the first bytes of the answer
  answer text,
  primary key (workspace_id, delivery, id)
);
