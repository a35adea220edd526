import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';

const folds = ['parts', 'customers', 'attributes', 'relations', 'consents'] as const;

/** Empties what the log can fill again. Erasures are decisions and stay. */
export async function resetCustomers(tx: Tx, workspaceId: number): Promise<void> {
  for (const table of folds) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(tx);
  }
}
