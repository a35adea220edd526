import type { Decision } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';

/** Who decided, and why. */
export interface DecisionNote {
  seq: number;
  actor: string | null;
  reason: string | null;
}

/** Keeps a decision; false when one of this id is there already (an alias repeated, perhaps withdrawn since). */
export async function insertDecision(
  tx: Tx,
  workspaceId: number,
  decision: Decision<number>,
  note: DecisionNote,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into identity_decisions (workspace_id, event_id, kind, decided_at, seq, actor, reason)
    values (${workspaceId}, ${decision.id}, ${decision.kind}, ${decision.at}, ${note.seq}, ${note.actor}, ${note.reason})
    on conflict do nothing`.execute(tx);
  if (!numAffectedRows) return false;
  const named = decision.sides.flatMap((homes, side) => homes.map((home) => [home, side] as const));
  await sql`
    insert into identity_decision_homes (workspace_id, home, event_id, side)
    select ${workspaceId}, n.home, ${decision.id}, n.side
    from unnest(${named.map(([home]) => home)}::bigint[], ${named.map(([, side]) => side)}::smallint[]) as n (home, side)
    on conflict do nothing`.execute(tx);
  return true;
}

/** Marks a decision as withdrawn, and by whom. */
export async function withdrawDecision(
  tx: Tx,
  workspaceId: number,
  id: string,
  { seq, actor, reason }: DecisionNote,
): Promise<void> {
  await sql`
    update identity_decisions set withdrawn_seq = ${seq}
    where workspace_id = ${workspaceId} and event_id = ${id}`.execute(tx);
  await sql`
    insert into identity_withdrawals (workspace_id, seq, decision, actor, reason)
    values (${workspaceId}, ${seq}, ${id}, ${actor}, ${reason}) on conflict do nothing`.execute(tx);
}

/** Keeps a value from linking, or lets it link again. */
export async function writeBarred(
  tx: Tx,
  workspaceId: number,
  value: { namespace: string; value: string },
  barred: boolean,
  note: DecisionNote & { at: number },
): Promise<void> {
  if (barred) {
    await sql`
      insert into non_linking_values (workspace_id, namespace, value, seq, set_at, actor, reason)
      values (${workspaceId}, ${value.namespace}, ${value.value}, ${note.seq}, ${note.at}, ${note.actor}, ${note.reason})
      on conflict do nothing`.execute(tx);
    return;
  }
  await sql`
    delete from non_linking_values
    where workspace_id = ${workspaceId} and namespace = ${value.namespace} and value = ${value.value}`.execute(
    tx,
  );
}
