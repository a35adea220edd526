import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { recomputeNames } from './card-store.ts';

const chunk = 2000;

/** Keeps ticks away until this transaction ends: the row is locked that every tick locks first. */
export async function lockTicks(tx: Tx, workspaceId: number): Promise<void> {
  await sql`select 1 from engine_state where workspace_id = ${workspaceId} for update`.execute(tx);
}

/** Asks for every card to be brought up to date with the rules; a run under way begins again. */
export async function requestRun(tx: Tx, workspaceId: number): Promise<void> {
  await sql`insert into field_rule_runs (workspace_id, after_customer) values (${workspaceId}, 0)
    on conflict (workspace_id) do update set after_customer = 0`.execute(tx);
}

/** Whether cards are still being brought up to date. */
export async function isRunning(db: Db, workspaceId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from field_rule_runs where workspace_id = ${workspaceId}`.execute(db);
  return rows.length > 0;
}

/**
 * Brings the cards of a workspace up to date with its rules. In chunks, each with the row locked that every tick locks first,
 * so that a tick and this never write the same person; a stopped process goes on where it was.
 */
export async function runRules(db: Db, workspaceId: number): Promise<void> {
  for (let more = true; more; ) {
    more = await db.transaction().execute(async (tx) => {
      await lockTicks(tx, workspaceId);
      const { rows: run } = await sql<{ after: number }>`
        select after_customer as after from field_rule_runs where workspace_id = ${workspaceId} for update`.execute(
        tx,
      );
      if (!run[0]) return false;
      const { rows } = await sql<{ customer: number }>`
        select customer from customers where workspace_id = ${workspaceId} and customer > ${run[0].after}
        order by customer limit ${chunk}`.execute(tx);
      const customers = rows.map((row) => row.customer);
      await recomputeNames(tx, workspaceId, customers);
      const last = customers.at(-1);
      await (last === undefined
        ? sql`delete from field_rule_runs where workspace_id = ${workspaceId}`
        : sql`update field_rule_runs set after_customer = ${last} where workspace_id = ${workspaceId}`
      ).execute(tx);
      return last !== undefined;
    });
  }
}

/** Finishes what a stopped process left undone. */
export async function resumeRules(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`select workspace_id as id from field_rule_runs`.execute(db);
  for (const { id } of rows) await runRules(db, id);
}
