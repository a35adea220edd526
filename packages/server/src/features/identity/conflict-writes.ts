import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';

/** What happened to the review list in a tick, in order. `b` = 0 stands for a shared value. */
export type ConflictChange = { seq: number; at: number } & (
  | { type: 'list'; a: number; b: number; kind: 'exclusive' | 'claimed' | 'shared' | 'oversize' }
  | { type: 'unlist'; a: number; b: number }
  | {
      type: 'resolve';
      a: number;
      b: number;
      state: 'same' | 'different' | 'shared';
      decision: string;
      actor: string | null;
    }
  /** A decision was withdrawn: what it resolved is open again, if it still stands. */
  | { type: 'reopen'; decision: string; stands: (a: number, b: number) => boolean }
);

interface ConflictRow {
  a: number;
  b: number;
  kind: string;
  state: string;
  opened_seq: number;
  opened_at: number;
  decision_event: string | null;
  actor: string | null;
  resolved_at: number | null;
}

/** Applies a tick's changes to the review list. */
export async function writeConflicts(tx: Tx, workspaceId: number, changes: ConflictChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = await readTouched(tx, workspaceId, changes);
  const gone = new Map<string, ConflictRow>();
  for (const change of changes) applyChange(rows, gone, change);
  await deleteRows(tx, workspaceId, [...gone.values()]);
  await upsertRows(tx, workspaceId, [...rows.values()]);
}

const keyOf = ({ a, b }: { a: number; b: number }) => `${a}-${b}`;

function applyChange(
  rows: Map<string, ConflictRow>,
  gone: Map<string, ConflictRow>,
  change: ConflictChange,
): void {
  if (change.type === 'reopen') {
    for (const [key, row] of rows) {
      if (row.decision_event !== change.decision) continue;
      Object.assign(row, { state: 'open', decision_event: null, actor: null, resolved_at: null });
      if (row.b !== 0 && !change.stands(row.a, row.b)) drop(rows, gone, key, row);
    }
    return;
  }
  const key = keyOf(change);
  const row = rows.get(key);
  if (change.type === 'unlist') {
    if (row?.state === 'open') drop(rows, gone, key, row);
    return;
  }
  if (change.type === 'list') {
    if (row?.state === 'open') row.kind = change.kind;
    else if (!row) put(rows, gone, key, newRow(change, change.kind));
    return;
  }
  const resolved = row ?? newRow(change, change.b === 0 ? 'shared' : 'exclusive');
  const { state, decision, actor, at } = change;
  Object.assign(resolved, { state, decision_event: decision, actor, resolved_at: at });
  put(rows, gone, key, resolved);
}

function newRow(
  { a, b, seq, at }: { a: number; b: number; seq: number; at: number },
  kind: string,
): ConflictRow {
  const open = { state: 'open', decision_event: null, actor: null, resolved_at: null };
  return { a, b, kind, opened_seq: seq, opened_at: at, ...open };
}

function put(
  rows: Map<string, ConflictRow>,
  gone: Map<string, ConflictRow>,
  key: string,
  row: ConflictRow,
): void {
  rows.set(key, row);
  gone.delete(key);
}

function drop(
  rows: Map<string, ConflictRow>,
  gone: Map<string, ConflictRow>,
  key: string,
  row: ConflictRow,
): void {
  rows.delete(key);
  gone.set(key, row);
}

async function readTouched(
  tx: Tx,
  workspaceId: number,
  changes: ConflictChange[],
): Promise<Map<string, ConflictRow>> {
  const pairs = changes.flatMap((change) =>
    change.type === 'reopen' ? [] : [[change.a, change.b] as const],
  );
  const withdrawn = changes.flatMap((change) => (change.type === 'reopen' ? [change.decision] : []));
  const { rows } = await sql<ConflictRow>`
    select a, b, kind, state, opened_seq, opened_at, decision_event, actor, resolved_at from identity_conflicts
    where workspace_id = ${workspaceId} and ((a, b) in (
      select * from unnest(${pairs.map(([a]) => a)}::bigint[], ${pairs.map(([, b]) => b)}::bigint[])
    ) or decision_event = any(${withdrawn}::text[]))`.execute(tx);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function deleteRows(tx: Tx, workspaceId: number, rows: ConflictRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    delete from identity_conflicts where workspace_id = ${workspaceId} and (a, b) in (
      select * from unnest(${rows.map((row) => row.a)}::bigint[], ${rows.map((row) => row.b)}::bigint[])
    )`.execute(tx);
}

async function upsertRows(tx: Tx, workspaceId: number, rows: ConflictRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into identity_conflicts (workspace_id, a, b, kind, state, opened_seq, opened_at, decision_event, actor,
      resolved_at)
    select ${workspaceId}, * from unnest(${rows.map((row) => row.a)}::bigint[], ${rows.map((row) => row.b)}::bigint[],
      ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.state)}::text[],
      ${rows.map((row) => row.opened_seq)}::bigint[], ${rows.map((row) => row.opened_at)}::bigint[],
      ${rows.map((row) => row.decision_event)}::text[], ${rows.map((row) => row.actor)}::text[],
      ${rows.map((row) => row.resolved_at)}::bigint[])
    on conflict (workspace_id, a, b) do update set kind = excluded.kind, state = excluded.state,
      opened_seq = excluded.opened_seq, opened_at = excluded.opened_at, decision_event = excluded.decision_event, actor = excluded.actor,
      resolved_at = excluded.resolved_at`.execute(tx);
}
