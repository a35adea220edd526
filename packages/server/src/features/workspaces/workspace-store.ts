import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** What everybody needs to know of a workspace all the time. */
export interface WorkspaceInfo {
  id: number;
  name: string;
  /** IANA zone. */
  zone: string;
  /** ISO 4217. */
  currency: string;
  language: 'zh' | 'en';
  kind: 'real' | 'demo' | 'test';
  /** How far its clock is ahead of the real one, ms; 0 for a real workspace. */
  clockOffsetMs: number;
  createdAt: number;
  settings: Record<string, unknown>;
}

/** What a new workspace is made of. Unless told: Asia/Shanghai, CNY, Chinese, real. */
export interface WorkspaceMake {
  name: string;
  zone?: string | undefined;
  currency?: string | undefined;
  language?: 'zh' | 'en' | undefined;
  kind?: 'real' | 'demo' | 'test' | undefined;
}

/** The zone in its proper spelling. Throws `request.invalid` naming the field. */
export function checkedZone(zone: string, field: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new AppError('request.invalid', { field, reason: 'is not an IANA time zone, e.g. Asia/Shanghai' });
  }
}

/** Makes a workspace without members and answers its id. Throws `request.invalid` for an unknown zone. */
export async function createWorkspace(tx: Tx, make: WorkspaceMake, now: number): Promise<number> {
  const made = await tx
    .withTables<WorkspacesTables>()
    .insertInto('workspaces')
    .values({
      name: make.name.trim(),
      zone: checkedZone(make.zone ?? 'Asia/Shanghai', 'body.zone'),
      currency: make.currency ?? 'CNY',
      language: make.language ?? 'zh',
      kind: make.kind ?? 'real',
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** A workspace, or undefined. */
export function readWorkspace(db: Db, id: number): Promise<WorkspaceInfo | undefined> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('workspaces')
    .select(['id', 'name', 'zone', 'currency', 'language', 'kind', 'settings'])
    .select(['clock_offset_ms as clockOffsetMs', 'created_at as createdAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Every workspace's number, ascending: the engine serves each. */
export async function workspaceIds(db: Db): Promise<number[]> {
  const rows = await db
    .withTables<WorkspacesTables>()
    .selectFrom('workspaces')
    .select('id')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** What of a workspace may change. A setting that is null is removed. */
export interface WorkspaceChange {
  name?: string | undefined;
  zone?: string | undefined;
  currency?: string | undefined;
  language?: 'zh' | 'en' | undefined;
  settings?: Record<string, unknown> | undefined;
}

/** Changes a workspace; settings are merged by name. Throws `request.invalid` for an unknown zone. */
export async function updateWorkspace(tx: Tx, id: number, change: WorkspaceChange): Promise<void> {
  const set = {
    ...(change.name !== undefined && { name: change.name.trim() }),
    ...(change.zone !== undefined && { zone: checkedZone(change.zone, 'body.zone') }),
    ...(change.currency !== undefined && { currency: change.currency }),
    ...(change.language !== undefined && { language: change.language }),
    ...(change.settings !== undefined && { settings: mergedSettings(change.settings) }),
  };
  await tx.withTables<WorkspacesTables>().updateTable('workspaces').set(set).where('id', '=', id).execute();
}

function mergedSettings(settings: Record<string, unknown>) {
  const gone = Object.keys(settings).filter((name) => settings[name] === null);
  const kept = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
  return sql<string>`(settings || ${JSON.stringify(kept)}::jsonb) - ${gone}::text[]`;
}

/**
 * Moves the clock of a demo or test workspace forward by `byMs`. The engine passes through what falls due.
 * Throws `workspace.real-clock`; a clock never goes back (plain error: our bug).
 */
export async function advanceClock(tx: Tx, id: number, byMs: number): Promise<void> {
  if (!Number.isSafeInteger(byMs) || byMs < 0) throw new Error(`a clock does not move by ${byMs} ms`);
  const moved = await tx
    .withTables<WorkspacesTables>()
    .updateTable('workspaces')
    .set((eb) => ({ clock_offset_ms: eb('clock_offset_ms', '+', byMs) }))
    .where('id', '=', id)
    .where('kind', '<>', 'real')
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) throw new AppError('workspace.real-clock');
}
