import type { EngineState } from '@yutang/contracts/sources';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

type Figures = Pick<EngineState, 'lastSeq' | 'exportedSeq' | 'failedRows' | 'exportError'>;

/** Where the log ends, how far the event store follows, and inbox rows set aside. */
export async function engineFigures(db: Db, workspaceId: number): Promise<Figures> {
  const { rows } = await sql<Figures>`
    select coalesce((select last_seq from engine_state where workspace_id = ${workspaceId}), 0)::bigint as "lastSeq",
      coalesce((select watermark from export_state where workspace_id = ${workspaceId}), 0)::bigint as "exportedSeq",
      (select count(*) from inbox_failed where workspace_id = ${workspaceId})::int as "failedRows",
      (select error from export_state where workspace_id = ${workspaceId}) as "exportError"`.execute(db);
  return rows[0] as Figures;
}

/** The newest 20 commands given to the engine. */
export async function engineCommands(db: Db, workspaceId: number): Promise<EngineState['commands']> {
  const { rows } = await sql<EngineState['commands'][number]>`
    select id, kind, state, requested_at as "requestedAt", requested_by as "requestedBy", finished_at as "finishedAt", events, error
    from engine_commands where workspace_id = ${workspaceId} order by id desc limit 20`.execute(db);
  return rows;
}

/** Asks the engine to compute every fold anew; one request at a time waits, a second joins it. */
export async function requestRebuild(tx: Tx, workspaceId: number, by: string): Promise<number> {
  return requestCommand(tx, workspaceId, { kind: 'rebuild', origin: null, by });
}

/** Asks the engine to take back everything one origin delivered (an import undone). */
export async function requestRetract(
  tx: Tx,
  workspaceId: number,
  origin: number,
  by: string,
): Promise<number> {
  return requestCommand(tx, workspaceId, { kind: 'retract', origin, by });
}

async function requestCommand(
  tx: Tx,
  workspaceId: number,
  command: { kind: 'rebuild' | 'retract'; origin: number | null; by: string },
): Promise<number> {
  const waiting = await sql<{ id: number }>`
    select id from engine_commands where workspace_id = ${workspaceId} and state = 'waiting' and kind = ${command.kind}
      and origin is not distinct from ${command.origin}::int limit 1`.execute(tx);
  if (waiting.rows[0]) return waiting.rows[0].id;
  const { rows } = await sql<{ id: number }>`
    insert into engine_commands (workspace_id, kind, origin, requested_at, requested_by)
    values (${workspaceId}, ${command.kind}, ${command.origin}, ${Date.now()}, ${command.by}) returning id`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/** How a command stands. */
export async function commandState(
  db: Db,
  workspaceId: number,
  id: number,
): Promise<{ state: 'waiting' | 'done' | 'failed'; error: string | null }> {
  const { rows } = await sql<{ state: 'waiting' | 'done' | 'failed'; error: string | null }>`
    select state, error from engine_commands where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
  return rows[0] ?? { state: 'failed', error: 'there is no such command' };
}

/** Puts rows that were set aside back into the inbox, to be tried again after a repair; answers how many. */
export async function retryFailed(tx: Tx, workspaceId: number): Promise<number> {
  const { rows } = await sql`
    with back as (delete from inbox_failed where workspace_id = ${workspaceId} returning items, body)
    insert into inbox (workspace_id, accepted_at, items, body)
    select ${workspaceId}, ${Date.now()}, items, body from back returning id`.execute(tx);
  return rows.length;
}
