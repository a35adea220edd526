-- Answers to POST requests that named an Idempotency-Key: the same request again gets the same answer and does nothing.
create table idempotency_keys (
  workspace_id int not null,
  -- who asked: key:<id> or account:<id>
  asker text collate "C" not null,
  key text collate "C" not null,
  -- sha256 of method, address and body
  request bytea not null,
  asked_at bigint not null,
  -- null: the first request has not been answered yet
  status int,
  content_type text,
  -- sealed: some answers show a key once
  answer text,
  primary key (workspace_id, asker, key)
);
create index idempotency_keys_age on idempotency_keys (asked_at);
