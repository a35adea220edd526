import type { DutyDraft } from '@yutang/contracts/ownership';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** Who answers for a channel. */
export interface DutyRow {
  channel: string;
  unitId: number;
  staffId: number | null;
  standard: string;
  replyMinutes: number | null;
  updatedAt: number;
  updatedBy: string;
}

/** Every duty of a workspace. */
export async function listDuties(db: Db, workspaceId: number): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select channel, unit_id as "unitId", staff_id as "staffId", standard, reply_minutes as "replyMinutes",
      updated_at as "updatedAt", updated_by as "updatedBy"
    from duties where workspace_id = ${workspaceId} order by channel`.execute(db);
  return rows;
}

/** Says who answers for a channel: one unit, whoever it was before. */
export async function writeDuty(
  tx: Tx,
  workspaceId: number,
  channel: string,
  { unitId, staffId = null, standard, replyMinutes = null }: DutyDraft,
  by: { at: number; label: string },
): Promise<void> {
  await sql`
    insert into duties (workspace_id, channel, unit_id, staff_id, standard, reply_minutes, updated_at, updated_by)
    values (${workspaceId}, ${channel}, ${unitId}, ${staffId}, ${standard}, ${replyMinutes}, ${by.at}, ${by.label})
    on conflict (workspace_id, channel) do update set unit_id = excluded.unit_id, staff_id = excluded.staff_id,
      standard = excluded.standard, reply_minutes = excluded.reply_minutes, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`.execute(tx);
}

/** Nobody answers for a channel any more; false when nobody did. */
export async function deleteDuty(tx: Tx, workspaceId: number, channel: string): Promise<boolean> {
  const { rows } = await sql`
    delete from duties where workspace_id = ${workspaceId} and channel = ${channel} returning channel`.execute(
    tx,
  );
  return rows.length > 0;
}
