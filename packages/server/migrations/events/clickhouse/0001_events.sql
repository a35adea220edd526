-- Every node holds these. `customer_then` is the customer as resolved when the event came in, brought up to date in the
-- background; questions say `customer` and get today's (see rewrite-question.ts). It is outside the key, because a key
-- column cannot be updated. `append_id` is the watermark before the batch: rows with append_id < watermark are visible.
create table if not exists events_local (
  seq Int64,
  source Int64,
  customer_then Int64,
  name String,
  family String,
  occurred_at Int64,
  known_at Int64,
  received_at Int64,
  history UInt8,
  amount_minor Nullable(Int64),
  cost_minor Nullable(Int64),
  channel Nullable(String),
  play Nullable(String),
  campaign Nullable(String),
  code Nullable(String),
  ticket Nullable(String),
  content Nullable(String),
  staff Nullable(String),
  outlet Nullable(String),
  order_id Nullable(String),
  message_id String,
  origin Nullable(Int64),
  props String,
  meta String,
  prop_names Array(String),
  prop_values Array(String),
  append_id Int64
) engine = MergeTree partition by intDiv(occurred_at, 7776000000) order by (source, occurred_at, seq);

-- Written in full to every node.
create table if not exists moves_local (
  source Int64,
  customer Int64,
  seq Int64
) engine = ReplacingMergeTree(seq) order by source;

-- One row a batch, written to every node once all of them hold their part: the lowest of the nodes' highest is the watermark.
create table if not exists appended (append_id Int64, up_to Int64) engine = MergeTree order by append_id;

-- Moves up to here are in `customer_then`.
create table if not exists settled (seq Int64) engine = MergeTree order by seq;
