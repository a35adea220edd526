import type { AuditEntry, AuditQuery } from '@yutang/contracts/audit';
import type { Db } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** The audit log of a workspace, newest first, `limit + 1` rows from below `before`. */
export function listAudit(
  db: Db,
  workspaceId: number,
  query: AuditQuery,
  limit: number,
  before: number | undefined,
): Promise<AuditEntry[]> {
  let rows = db
    .withTables<WorkspacesTables>()
    .selectFrom('audit')
    .select(['id', 'actor', 'action', 'target', 'details', 'ip'])
    .select(['happened_at as at', 'account_id as accountId', 'key_id as keyId'])
    .where('workspace_id', '=', workspaceId);
  const { accountId, actor, action, target, from, to } = query;
  if (before !== undefined) rows = rows.where('id', '<', before);
  if (accountId !== undefined) rows = rows.where('account_id', '=', accountId);
  if (actor !== undefined) rows = rows.where((eb) => eb(eb.fn('strpos', ['actor', eb.val(actor)]), '>', 0));
  if (action?.endsWith('.'))
    rows = rows.where((eb) => eb(eb.fn('starts_with', ['action', eb.val(action)]), '=', true));
  else if (action !== undefined) rows = rows.where('action', '=', action);
  if (target !== undefined) rows = rows.where('target', '=', target);
  if (from !== undefined) rows = rows.where('happened_at', '>=', from);
  if (to !== undefined) rows = rows.where('happened_at', '<', to);
  return rows
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
}
