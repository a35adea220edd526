import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { markSettled, readBook, readUnsettled } from '../channels/index.ts';
import { customersOf } from '../customers/index.ts';
import { settleAgain } from './settlement-fold.ts';

const chunk = 1000;

/**
 * Computes the settlements of everybody who was ever in a channel anew, after its class changed. In chunks, each with the
 * row locked that every tick locks first, so that a tick and this never write the same person.
 */
export async function resettle(db: Db, workspaceId: number, name: string): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{ home: number }>`
      select distinct home from steps where workspace_id = ${workspaceId} and channel = ${name} and home > ${after}
      order by 1 limit ${chunk}`.execute(db);
    const homes = rows.map((row) => row.home);
    const last = homes.at(-1);
    if (last === undefined) break;
    after = last;
    await db.transaction().execute(async (tx) => {
      await sql`select 1 from engine_state where workspace_id = ${workspaceId} for update`.execute(tx);
      const book = await readBook(tx, workspaceId);
      const customers = await customersOf(tx, workspaceId, homes);
      await settleAgain(tx, workspaceId, [...new Set(customers.values())], book);
    });
  }
  await markSettled(db, workspaceId, name);
}

/** Finishes what a stopped process left undone. */
export async function resumeSettling(db: Db): Promise<void> {
  for (const { workspaceId, name } of await readUnsettled(db)) await resettle(db, workspaceId, name);
}
