import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';

const folds = ['pond_people', 'pond_counts', 'steps', 'touches', 'settlements'] as const;

/**
 * Empties what the log can fill again. The changes of people who were erased stay, for their events name nobody any more:
 * the flow of the past keeps its sums.
 */
export async function resetPond(tx: Tx, workspaceId: number, erased: readonly number[]): Promise<void> {
  for (const table of folds) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(tx);
  }
  await sql`delete from pond_changes
    where workspace_id = ${workspaceId} and customer <> all(${erased}::bigint[])`.execute(tx);
}
