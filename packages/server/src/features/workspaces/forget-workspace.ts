import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import { deleteWorkspaceRows } from '../../platform/postgres/workspace-rows.ts';

/**
 * Deletes a demo workspace with every row of every feature, and the accounts that were members of nothing else; answers
 * how many rows went. Sessions of those who stay go on in another workspace of theirs. Throws `demo.not-demo`.
 */
export async function forgetDemo(tx: Tx, workspaceId: number): Promise<number> {
  const { rows: found } = await sql`
    select 1 from workspaces where id = ${workspaceId} and kind = 'demo' for update`.execute(tx);
  if (found.length === 0) throw new AppError('demo.not-demo');
  const { rows: leaving } = await sql<{ id: number; login: string }>`
    select a.id, a.login from members m join accounts a on a.id = m.account_id
    where m.workspace_id = ${workspaceId}
      and not exists (select 1 from members o where o.account_id = a.id and o.workspace_id <> ${workspaceId})`.execute(
    tx,
  );
  await sql`
    update sessions s set workspace_id = o.workspace_id
    from (select account_id, min(workspace_id) as workspace_id from members
      where workspace_id <> ${workspaceId} group by account_id) o
    where s.workspace_id = ${workspaceId} and o.account_id = s.account_id`.execute(tx);
  const rows = await deleteWorkspaceRows(tx, workspaceId);
  for (const { id, login } of leaving) {
    await sql`delete from sessions where account_id = ${id}`.execute(tx);
    await sql`delete from login_attempts where bucket = ${`login ${login}`}
      or starts_with(bucket, ${`pair ${login} `})`.execute(tx);
    await sql`delete from accounts where id = ${id}`.execute(tx);
  }
  await sql`delete from workspaces where id = ${workspaceId}`.execute(tx);
  return rows + leaving.length + 1;
}
