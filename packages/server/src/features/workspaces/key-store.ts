import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** One API key as its page shows it. */
export interface KeyRow {
  id: number;
  label: string;
  prefix: string;
  scopes: string[];
  createdBy: string;
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

const columns = [
  'id',
  'label',
  'prefix',
  'scopes',
  'created_by_label as createdBy',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
] as const;

/** The newest 500 keys of a workspace, revoked ones included. */
export function listKeys(db: Db, workspaceId: number): Promise<KeyRow[]> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('api_keys')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
}

/** A key to be written. */
export interface KeyMake {
  workspaceId: number;
  keyHash: Buffer;
  prefix: string;
  label: string;
  scopes: string[];
  createdBy: number | null;
  createdByLabel: string;
  expiresAt: number | null;
}

/** Writes a key. */
export function insertKey(tx: Tx, make: KeyMake, now: number): Promise<KeyRow> {
  return tx
    .withTables<WorkspacesTables>()
    .insertInto('api_keys')
    .values({
      workspace_id: make.workspaceId,
      key_hash: make.keyHash,
      prefix: make.prefix,
      label: make.label,
      scopes: make.scopes,
      created_by: make.createdBy,
      created_by_label: make.createdByLabel,
      created_at: now,
      expires_at: make.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Revokes a key; its label, or undefined when there is no such living key. */
export async function revokeKey(
  tx: Tx,
  workspaceId: number,
  id: number,
  now: number,
): Promise<string | undefined> {
  const row = await tx
    .withTables<WorkspacesTables>()
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('label')
    .executeTakeFirst();
  return row?.label;
}

/** How many working keys an account made in a workspace. */
export async function countKeysOf(
  tx: Tx,
  workspaceId: number,
  accountId: number,
  now: number,
): Promise<number> {
  const { keys } = await tx
    .withTables<WorkspacesTables>()
    .selectFrom('api_keys')
    .select((eb) => eb.fn.countAll<number>().as('keys'))
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', accountId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  return keys;
}

/** What authentication needs of a key. */
export interface KeyOfToken {
  id: number;
  workspaceId: number;
  label: string;
  scopes: string[];
  expiresAt: number | null;
  lastUsedAt: number | null;
  language: 'zh' | 'en';
}

/** The unrevoked key with this hash, or undefined. */
export function readKey(db: Db, keyHash: Buffer): Promise<KeyOfToken | undefined> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('api_keys as k')
    .innerJoin('workspaces as w', 'w.id', 'k.workspace_id')
    .select(['k.id', 'k.workspace_id as workspaceId', 'k.label', 'k.scopes', 'w.language'])
    .select(['k.expires_at as expiresAt', 'k.last_used_at as lastUsedAt'])
    .where('k.key_hash', '=', keyHash)
    .where('k.revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Notes that a key was used. */
export async function touchKey(db: Db, workspaceId: number, id: number, now: number): Promise<void> {
  await db
    .withTables<WorkspacesTables>()
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}
