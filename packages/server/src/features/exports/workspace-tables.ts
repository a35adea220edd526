/** What an export does with a table's rows. */
export interface TableRule {
  /**
   * `kept`: written, and read back by an intake: what people decided, and what the log alone cannot tell again.
   * `answer`: written for readers; an intake computes it anew from the log.
   */
  role: 'kept' | 'answer';
  /** Only these rows, as an SQL condition on `t`. */
  only?: string;
  /** Columns whose value does not leave the house, with the SQL expression that stands in for it. */
  instead?: Record<string, string>;
}

const kept: TableRule = { role: 'kept' };
const answer: TableRule = { role: 'answer' };
const ofErased = `in (select unnest(e.homes) from erasures e where e.workspace_id = t.workspace_id)`;

/**
 * The tables of a workspace that are in an export, by name. The log is not among them: it has a file of its own. Every
 * table stands here or in `leftBehind`; a test holds the two against the schema, so that whoever adds a table decides.
 *
 * Of some folds rows are kept: where a person was erased the log no longer says what they were, and a rebuild leaves them.
 */
export const exportedTables: Readonly<Record<string, TableRule>> = {
  // what an intake needs so that the log falls into place: numbers of homes, the partition, message ids seen
  identities: kept,
  identity_state: kept,
  moves: kept,
  seen_messages: kept,
  erasures: kept,
  orders: kept,
  order_entries: { role: 'kept', only: 't.erased' },
  pond_changes: { role: 'kept', only: `t.customer ${ofErased}` },
  // what people decided
  channels: kept,
  plays: kept,
  loyalty_steps: kept,
  spend: kept,
  spend_files: kept,
  tag_groups: kept,
  tags: kept,
  tag_words: kept,
  tag_batches: kept,
  tag_batch_people: kept,
  units: kept,
  staff: kept,
  organisation_moves: kept,
  duties: kept,
  assignments: kept,
  assignment_people: kept,
  assignment_rules: kept,
  posts: kept,
  field_rules: kept,
  field_rule_runs: kept,
  source_owners: kept,
  event_definitions: kept,
  event_definition_versions: kept,
  saved_views: { role: 'kept', only: 't.account_id is null', instead: { made_by: 'null::bigint' } },
  sql_queries: { role: 'kept', instead: { account_id: 'null::bigint' } },
  // where data came from: names without the keys that open doors
  sources: {
    role: 'kept',
    instead: {
      stale_since: 'null::bigint',
      key_hash: 'null::bytea',
      key_public: 'null::text',
      key_hint: 'null::text',
    },
  },
  // their keys stay behind, so nobody delivers here yet: silence is no alarm
  source_days: { role: 'kept', instead: { live_at: 'null::bigint' } },
  import_sources: kept,
  // the uploaded files themselves stay: the export holds what they brought
  import_files: { role: 'kept', instead: { deleted_at: 'coalesce(t.deleted_at, t.uploaded_at)' } },
  imports: {
    role: 'kept',
    instead: {
      state: `case when t.state in ('done', 'failed', 'undone') then t.state else 'failed' end`,
      worker: 'null::text',
      command_id: 'null::bigint',
    },
  },
  imported_rows: kept,
  import_rejects: kept,
  quarantine: kept,
  event_problems: kept,
  // for readers
  customers: answer,
  attributes: answer,
  consents: answer,
  relations: answer,
  settlements: answer,
  organisations: answer,
  tag_changes: answer,
  audit: {
    role: 'answer',
    instead: { account_id: 'null::bigint', key_id: 'null::bigint', ip: 'null::text' },
  },
};

/** Tables of a workspace that no export holds, and why. */
export const leftBehind: Readonly<Record<string, string>> = {
  log: 'it is the file events',
  inbox: 'accepted and not yet known; the export waits for it, and says what it did not wait for',
  inbox_failed: 'what no tick could digest cannot be taken in elsewhere',
  engine_state: 'the cursor is in the manifest',
  engine_drafts: 'the export waits until they are events',
  engine_commands: 'work of this house',
  export_state: 'of this house’s event store',
  members: 'accounts stay with their house',
  invitations: 'accounts stay with their house',
  sessions: 'accounts stay with their house',
  api_keys: 'keys stay with their house',
  idempotency_keys: 'answers of this house to its askers',
  verification_files: 'they belong to an address',
  webhooks: 'their secrets are sealed for this house, and two houses would tell everything twice',
  webhook_deliveries: 'of this house’s webhooks',
  webhook_attempts: 'of this house’s webhooks',
  preferences: 'what people of this house like',
  demo_deletions: 'the stage of a demo',
  sql_runs: 'who asked what in this house',
  demos: 'the stage of a demo',
  parts: 'a fold of the log',
  identity_links: 'a fold of the log',
  identity_decisions: 'a fold of the log',
  identity_decision_homes: 'a fold of the log',
  identity_withdrawals: 'a fold of the log',
  identity_conflicts: 'a fold of the log',
  non_linking_values: 'a fold of the log',
  channel_activity: 'a fold of the log',
  pond_people: 'a fold of the log',
  pond_counts: 'a fold of the log',
  steps: 'a fold of the log',
  touches: 'a fold of the log',
  play_people: 'a fold of the log',
  seen_refs: 'a fold of the log',
  served: 'a fold of the log',
  event_sightings: 'a fold of the log',
  experience_entries: 'a fold of the log',
  follow_ups: 'a fold of the log',
  organisation_words: 'a fold of the log',
};
