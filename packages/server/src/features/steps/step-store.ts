import { defaultSteps, type Step } from '@yutang/core/steps';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** The steps a workspace goes by, in order. `own`: described by people. */
export async function readSteps(
  db: Db | Tx,
  workspaceId: number,
): Promise<{ own: boolean; steps: readonly Step[] }> {
  const { rows } = await sql<Step>`
    select key, name, events, channel, times from loyalty_steps where workspace_id = ${workspaceId} order by place`.execute(
    db,
  );
  return rows.length > 0 ? { own: true, steps: rows } : { own: false, steps: defaultSteps };
}

/** Writes the whole list; an empty one is the platform's own again. */
export async function writeSteps(tx: Tx, workspaceId: number, steps: readonly Step[]): Promise<void> {
  await sql`delete from loyalty_steps where workspace_id = ${workspaceId}`.execute(tx);
  for (const [place, { key, name, events, channel, times }] of steps.entries()) {
    await sql`
      insert into loyalty_steps (workspace_id, place, key, name, events, channel, times)
      values (${workspaceId}, ${place}, ${key}, ${name}, ${[...events]}::text[], ${channel}, ${times})`.execute(
      tx,
    );
  }
}
