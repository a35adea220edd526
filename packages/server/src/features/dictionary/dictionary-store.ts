import type { EventDefinition } from '@yutang/core/dictionary';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A row of `event_definitions`; `definition` null: deleted or set back. */
export interface DefinitionRow {
  name: string;
  version: number;
  definition: EventDefinition | null;
  updated_at: number;
  updated_by: string;
}

/** How often a name was seen, over all time. */
export interface SightingRow {
  name: string;
  seen: number;
  first_at: number;
  last_at: number;
  source_ids: number[];
}

/** Every definition of a workspace, deleted ones included. */
export async function readDefinitions(db: Db | Tx, workspaceId: number): Promise<DefinitionRow[]> {
  const { rows } = await sql<DefinitionRow>`
    select name, version, definition, updated_at, updated_by
    from event_definitions where workspace_id = ${workspaceId} order by name`.execute(db);
  return rows;
}

/** Goes up with every change of any definition of the workspace: versions never go down. */
export async function readRevision(db: Db, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select coalesce(sum(version), 0)::bigint as revision
    from event_definitions where workspace_id = ${workspaceId}`.execute(db);
  return rows[0]?.revision ?? 0;
}

/** The present row of a name, locked against other editors until the transaction ends. */
export async function lockDefinition(
  tx: Tx,
  workspaceId: number,
  name: string,
): Promise<DefinitionRow | undefined> {
  // the row may not be there yet, so the lock is on the name
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dictionary ${workspaceId} ${name}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<DefinitionRow>`
    select name, version, definition, updated_at, updated_by
    from event_definitions where workspace_id = ${workspaceId} and name = ${name}`.execute(tx);
  return rows[0];
}

/** Writes a version, as the present one and into the history. */
export async function writeDefinition(tx: Tx, workspaceId: number, row: DefinitionRow): Promise<void> {
  const definition = row.definition === null ? null : JSON.stringify(row.definition);
  await sql`
    insert into event_definitions (workspace_id, name, version, definition, updated_at, updated_by)
    values (${workspaceId}, ${row.name}, ${row.version}, ${definition}, ${row.updated_at}, ${row.updated_by})
    on conflict (workspace_id, name) do update set version = excluded.version, definition = excluded.definition,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(tx);
  await sql`
    insert into event_definition_versions (workspace_id, name, version, definition, changed_at, changed_by)
    values (${workspaceId}, ${row.name}, ${row.version}, ${definition}, ${row.updated_at}, ${row.updated_by})`.execute(
    tx,
  );
}

/** Versions of a name below `before`, newest first. */
export async function readVersions(
  db: Db,
  workspaceId: number,
  name: string,
  before: number,
  limit: number,
): Promise<DefinitionRow[]> {
  const { rows } = await sql<DefinitionRow>`
    select name, version, definition, changed_at as updated_at, changed_by as updated_by
    from event_definition_versions
    where workspace_id = ${workspaceId} and name = ${name} and version < ${before}::bigint
    order by version desc limit ${limit}`.execute(db);
  return rows;
}

/** Every name ever seen, most frequent first. */
export async function readSightings(db: Db, workspaceId: number): Promise<SightingRow[]> {
  const { rows } = await sql<SightingRow>`
    select name, sum(seen)::bigint as seen, min(first_at) as first_at, max(last_at) as last_at,
      array_agg(distinct source_id order by source_id) as source_ids
    from event_sightings where workspace_id = ${workspaceId}
    group by name order by seen desc, name`.execute(db);
  return rows;
}
