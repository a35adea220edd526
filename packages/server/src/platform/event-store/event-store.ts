/**
 * The port to the event store. Two adapters (DuckDB, ClickHouse) and one contract suite stand behind it.
 *
 * One event database per workspace. Rows are appended by the exporter only, in `seq` order, exactly once;
 * `watermark` tells up to which `seq` questions are answered.
 */
export interface EventStore {
  /** Makes the workspace's event database if it is not there, and brings its tables up to date. Cheap when repeated. */
  open(workspaceId: number): Promise<void>;
  /** Highest `seq` that is durably appended; 0 when empty. */
  watermark(workspaceId: number): Promise<number>;
  /**
   * Appends rows with `seq` in (watermark, upTo] and applies the moves, atomically with the new watermark.
   * Rows at or below the watermark are ignored, so a repeated call changes nothing. One caller at a time per workspace.
   */
  append(workspaceId: number, batch: AppendBatch): Promise<void>;
  /**
   * Runs a read-only question. `:name` parameters are escaped in one place. Answers rows as plain objects: int64 as
   * number (nearest, beyond 2^53), truth values as 0 and 1 (old ClickHouse has no boolean), NaN and infinities as null.
   */
  query<Row = Record<string, unknown>>(workspaceId: number, question: Question): Promise<Row[]>;
  /** Brings the physical `customer` column up to date with `moves` and forgets the moves that are done. Returns rows changed. */
  settleMoves(workspaceId: number): Promise<number>;
  /** Removes the rows of an origin (an import that was undone) with `seq ≤ upTo`. Repeating it changes nothing. Returns rows removed. */
  retract(workspaceId: number, origin: number, upTo: number): Promise<number>;
  /** Erases a person: events of these homes keep seq, name, family, instants and amounts; nothing else. */
  erase(workspaceId: number, sources: number[]): Promise<void>;
  /** Drops everything of a workspace. */
  drop(workspaceId: number): Promise<void>;
  /** `count(*)` and `count(distinct seq)`: equal, or the store is broken. */
  audit(workspaceId: number): Promise<{ rows: number; distinct: number; minSeq: number; maxSeq: number }>;
  /** Engine name and version, for doctor. */
  describe(): Promise<{ engine: 'duckdb' | 'clickhouse'; version: string }>;
  /** Lets go of files and connections. Nothing acknowledged is lost, with or without it. */
  close(): Promise<void>;
}

/** One event as stored: the log's row, JSON columns as text. Times are epoch ms. */
export interface EventRow {
  seq: number;
  source: number;
  customer: number;
  name: string;
  family: string;
  occurred_at: number;
  known_at: number;
  received_at: number;
  history: boolean;
  amount_minor: number | null;
  cost_minor: number | null;
  channel: string | null;
  play: string | null;
  campaign: string | null;
  code: string | null;
  ticket: string | null;
  content: string | null;
  staff: string | null;
  outlet: string | null;
  order_id: string | null;
  message_id: string;
  /** What brought it, when that can be undone as a whole (an import). */
  origin: number | null;
  /** Properties or traits: JSON object text. */
  props: string;
  /** `{type, identities: [[namespace, value, verified]], context, sourceId}`: JSON text. */
  meta: string;
}

/** From `seq` on, `source` belongs to `customer`. */
export interface MoveRow {
  source: number;
  customer: number;
  seq: number;
}

export interface AppendBatch {
  rows: EventRow[];
  moves: MoveRow[];
  /** New watermark: the highest seq of the batch. */
  upTo: number;
}

/**
 * A question, in the conservative SQL both engines speak (see `dialect.ts`), or one text per engine where that is
 * not enough. Views to ask: `events` (with `customer` as of today's partition). Rows above the watermark are never seen.
 */
export interface Question {
  sql: string | { duckdb: string; clickhouse: string };
  /** A list is written `in (:list)`; an empty list matches nothing, and `not in` it everything. */
  params?: QuestionParams;
  /** Upper bound on rows answered, the rest is cut off; default 10 000. */
  limit?: number;
  /** Gives up after this many ms (default 30 000) with `question.timeout`. */
  timeoutMs?: number;
}

export type QuestionParams = Record<string, QuestionValue>;

export type QuestionValue = string | number | boolean | null | readonly (string | number)[];
