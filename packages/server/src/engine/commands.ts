import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { EventStore } from '../platform/event-store/event-store.ts';
import type { Tx } from '../platform/postgres/db.ts';
import { LeaseLost } from './lease.ts';
import { replayWorkspace } from './replay.ts';
import { openTick, type TickDeps } from './tick.ts';

interface Command {
  id: number;
  kind: 'rebuild' | 'retract';
  origin: number | null;
}

/**
 * Works the oldest waiting command of a workspace, if any: `rebuild` computes all folds anew from the log; `retract`
 * first removes the events one origin (an import) delivered. Ticks of the workspace wait meanwhile; the inbox goes on
 * accepting, and readers see the old folds until the new ones are complete.
 * @throws LeaseLost when another engine, or an erasure, has moved the generation on; the command goes on waiting.
 */
export async function runCommand(
  deps: TickDeps & { events: EventStore },
  workspaceId: number,
  generation: number,
): Promise<boolean> {
  const { rows } = await sql<Command>`
    select id, kind, origin from engine_commands
    where workspace_id = ${workspaceId} and state = 'waiting' order by id limit 1`.execute(deps.db);
  const command = rows[0];
  if (!command) return false;
  try {
    const { zone, now } = await deps.clock(workspaceId);
    // every event must be in one place before some are taken out of both
    if (command.kind === 'retract') await caughtUp(deps, workspaceId);
    await deps.db.transaction().execute(async (tx) => {
      await openTick(tx, { workspaceId, generation });
      if (command.kind === 'retract') await retract(deps, tx, workspaceId, command.origin as number);
      const { events } = await replayWorkspace(deps, tx, { workspaceId, zone });
      if (command.kind === 'retract') await announce(deps, tx, workspaceId, command.origin as number, now);
      await sql`update engine_commands set state = 'done', finished_at = ${Date.now()}, events = ${events}
        where workspace_id = ${workspaceId} and id = ${command.id}`.execute(tx);
    });
  } catch (error) {
    deps.resolver.invalidate();
    if (error instanceof LeaseLost) throw error;
    await sql`update engine_commands set state = 'failed', finished_at = ${Date.now()}, error = ${String(error)}
      where workspace_id = ${workspaceId} and id = ${command.id}`.execute(deps.db);
    throw error;
  }
  return true;
}

/** Waits until the exporter has copied the whole log; ticks are not running, so the log does not grow meanwhile. */
async function caughtUp(deps: TickDeps & { events: EventStore }, workspaceId: number): Promise<void> {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(deps.db);
  for (let tries = 0; tries < 600; tries++) {
    if ((await deps.events.watermark(workspaceId)) >= (rows[0]?.last_seq ?? 0)) return;
    await wait(100);
  }
  throw new Error('the event store does not catch up with the log; the import stays until it does');
}

/** The event store forgets first: if the transaction then fails, the command runs again and finds nothing left to forget there. */
async function retract(
  deps: { events: EventStore },
  tx: Tx,
  workspaceId: number,
  origin: number,
): Promise<void> {
  await deps.events.retract(workspaceId, origin, Number.MAX_SAFE_INTEGER);
  await sql`delete from log where workspace_id = ${workspaceId} and origin = ${origin}`.execute(tx);
}

/** Tells the log, and sends today's partition again: without the retracted evidence, moves already sent may not hold. */
async function announce(
  deps: TickDeps,
  tx: Tx,
  workspaceId: number,
  origin: number,
  now: number,
): Promise<void> {
  const draft = { name: 'Import Undone', source: 0, customer: 0, occurredAt: now, properties: { origin } };
  await sql`insert into engine_drafts (workspace_id, draft) values (${workspaceId}, ${JSON.stringify(draft)}::jsonb)`.execute(
    tx,
  );
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(tx);
  await deps.resolver.republish(tx, workspaceId, (rows[0]?.last_seq ?? 0) + 1);
}
