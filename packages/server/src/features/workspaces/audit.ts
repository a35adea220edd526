import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** What of a principal the audit log keeps. */
export type Actor = Pick<Principal, 'workspaceId' | 'accountId' | 'keyId' | 'label' | 'ip'>;

/**
 * Writes who did what, in the transaction that does it: both happen or neither.
 *
 * `action` is noun.verb-in-the-past (`key.created`), `target` is `noun:id`. The log is append-only and outlives an
 * erasure, so `details` must not carry a customer's personal data: numbers, names of fields, never their values.
 */
export async function audit(
  tx: Tx,
  actor: Actor,
  action: string,
  target: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .withTables<WorkspacesTables>()
    .insertInto('audit')
    .values({
      workspace_id: actor.workspaceId,
      happened_at: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)`,
      account_id: actor.accountId,
      key_id: actor.keyId,
      actor: actor.label,
      action,
      target,
      details: JSON.stringify(details),
      ip: actor.ip ?? null,
    })
    .execute();
}
