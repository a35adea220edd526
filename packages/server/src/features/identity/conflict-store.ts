import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A row of the review list. `b` = 0 for a shared value. */
export interface StoredConflict {
  a: number;
  b: number;
  kind: 'exclusive' | 'claimed' | 'shared' | 'oversize';
  state: 'open' | 'same' | 'different' | 'shared';
  opened_seq: number;
  opened_at: number;
  actor: string | null;
  resolved_at: number | null;
}

export interface ConflictFilter {
  kind?: StoredConflict['kind'] | undefined;
  /** `decided`: every state but open. */
  state?: StoredConflict['state'] | 'decided' | undefined;
}

const columns = sql`a, b, kind, state, opened_seq, opened_at, actor, resolved_at`;

const decided = ['same', 'different', 'shared'];

const matches = (workspaceId: number, { kind, state }: ConflictFilter) => sql`workspace_id = ${workspaceId}
    and (${kind ?? null}::text is null or kind = ${kind ?? null})
    and (${state ?? null}::text is null or state = any(${state === 'decided' ? decided : [state ?? null]}::text[]))`;

/** The review list, newest first, after the row `after` names. */
export async function listConflicts(
  db: Db,
  workspaceId: number,
  filter: ConflictFilter,
  after: [number, number, number] | undefined,
  limit: number,
): Promise<StoredConflict[]> {
  const [seq, a, b] = after ?? [Number.MAX_SAFE_INTEGER, 0, 0];
  const { rows } = await sql<StoredConflict>`
    select ${columns} from identity_conflicts
    where ${matches(workspaceId, filter)} and (opened_seq, a, b) < (${seq}::bigint, ${a}::bigint, ${b}::bigint)
    order by opened_seq desc, a desc, b desc limit ${limit}`.execute(db);
  return rows;
}

/** How many rows of the review list a filter leaves. */
export async function countConflicts(db: Db, workspaceId: number, filter: ConflictFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from identity_conflicts where ${matches(workspaceId, filter)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** One row of the review list. */
export async function findConflict(
  db: Db | Tx,
  workspaceId: number,
  a: number,
  b: number,
): Promise<StoredConflict | undefined> {
  const { rows } = await sql<StoredConflict>`
    select ${columns} from identity_conflicts
    where workspace_id = ${workspaceId} and a = ${a} and b = ${b}`.execute(db);
  return rows[0];
}
