import type { MergeRecord } from '@yutang/contracts/identity';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

export interface MergeFilter {
  /** Homes of a customer: only changes that moved one of them, or moved others to it. */
  homes?: readonly number[] | undefined;
  reason?: MergeRecord['reason'] | undefined;
}

/** Moves shown of one change. */
const shownMoves = 100;

/** Changes of the partition before `seq`, newest first: one record per event that caused any. */
export async function listMerges(
  db: Db,
  workspaceId: number,
  filter: MergeFilter,
  beforeSeq: number,
  limit: number,
): Promise<MergeRecord[]> {
  const homes = filter.homes ? [...filter.homes] : null;
  const { rows } = await sql<{
    seq: number;
    at: number;
    reason: MergeRecord['reason'];
    event_id: string;
    moved: number;
    homes: number[];
    sources: number[];
    targets: number[];
    actor: string | null;
    why: string | null;
    undoable: boolean;
  }>`
    with changes as (
      select seq, max(reason) as reason from moves
      where workspace_id = ${workspaceId} and seq < ${beforeSeq} and reason <> 'republished'
        and (${homes}::bigint[] is null or home = any(${homes}::bigint[]) or customer = any(${homes}::bigint[]))
      group by seq
      having ${filter.reason ?? null}::text is null or max(reason) = ${filter.reason ?? null}
      order by seq desc limit ${limit}
    )
    select c.seq, c.reason, max(m.at) as at, max(m.event_id) as event_id, count(*) as moved,
      array_agg(m.home order by m.home) as homes, array_agg(m.previous order by m.home) as sources,
      array_agg(m.customer order by m.home) as targets,
      coalesce(max(d.actor), max(w.actor)) as actor, coalesce(max(d.reason), max(w.reason)) as why,
      case when c.reason = 'joined' then bool_or(i.customer = t.customer)
        else bool_or(d.event_id is not null and d.withdrawn_seq is null) end as undoable
    from changes c
    join moves m on m.workspace_id = ${workspaceId} and m.seq = c.seq
    join identities i on i.workspace_id = ${workspaceId} and i.home = m.home
    join identities t on t.workspace_id = ${workspaceId} and t.home = m.customer
    left join identity_decisions d on d.workspace_id = ${workspaceId} and d.seq = c.seq
    left join identity_withdrawals w on w.workspace_id = ${workspaceId} and w.seq = c.seq
    group by c.seq, c.reason order by c.seq desc`.execute(db);
  return rows.map((row) => ({
    id: row.seq,
    at: row.at,
    reason: row.reason,
    moves: row.homes.slice(0, shownMoves).map((home, i) => ({
      home,
      from: row.sources[i] as number,
      to: row.targets[i] as number,
    })),
    moved: row.moved,
    by: row.actor,
    why: row.why,
    eventId: row.event_id,
    undoable: row.undoable,
  }));
}

/** One change of the partition: what moved, and the decision behind it if one is in force. */
export async function findMerge(
  db: Db | Tx,
  workspaceId: number,
  seq: number,
): Promise<
  { moves: { home: number; customer: number; reason: string }[]; decision: string | null } | undefined
> {
  const { rows: moves } = await sql<{ home: number; customer: number; reason: string }>`
    select home, customer, reason from moves
    where workspace_id = ${workspaceId} and seq = ${seq} and reason <> 'republished' order by home`.execute(
    db,
  );
  if (moves.length === 0) return undefined;
  const { rows } = await sql<{ event_id: string }>`
    select event_id from identity_decisions
    where workspace_id = ${workspaceId} and seq = ${seq} and withdrawn_seq is null`.execute(db);
  return { moves, decision: rows[0]?.event_id ?? null };
}
