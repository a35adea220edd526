import type { PondChangePage } from '@yutang/contracts/pond';
import { pondFlags, privateState } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

type Change = PondChangePage['items'][number];

interface Row {
  at: number;
  seq: number;
  from_state: number | null;
  to_state: number | null;
  reason: Change['reason'];
  channel: string | null;
}

/** How a person's place changed, newest first. */
export async function listChanges(
  db: Db,
  workspaceId: number,
  customer: number,
  page: { limit: number; cursor: string | undefined },
): Promise<PondChangePage> {
  const after = decodeCursor(page.cursor, ['number']);
  const { rows } = await sql<Row>`
    select at, seq, from_state, to_state, reason, channel from pond_changes
    where workspace_id = ${workspaceId} and customer = ${customer} ${after ? sql`and seq < ${after[0]}` : sql``}
    order by seq desc limit ${page.limit + 1}`.execute(db);
  const { items, nextCursor } = cutPage(rows, page.limit, (row) => [row.seq]);
  const flags = (state: number | null) => (state === null ? null : pondFlags(state));
  return {
    items: items.map(({ at, seq, from_state, to_state, reason, channel }) => ({
      at,
      seq,
      from: flags(from_state),
      to: flags(to_state),
      reason,
      channel,
    })),
    nextCursor,
  };
}

/** What the pond knows of a person, for the person. */
export async function exportPond(tx: Tx, workspaceId: number, { customer, homes }: Person) {
  const { rows: changes } = await sql<Record<string, unknown>>`
    select at, from_state as "fromState", to_state as "toState", reason, channel from pond_changes
    where workspace_id = ${workspaceId} and customer = ${customer} order by seq`.execute(tx);
  const { rows: settlements } = await sql<Record<string, unknown>>`
    select at, from_channel as "fromChannel", to_channel as "toChannel", campaign from settlements
    where workspace_id = ${workspaceId} and customer = ${customer} order by at`.execute(tx);
  const { rows: steps } = await sql<Record<string, unknown>>`
    select channel, entered, at from steps where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])
    order by at`.execute(tx);
  return { changes, settlements, steps };
}

/**
 * Forgets a person; the counts lose one, and the ledger of changes says that one left. It keeps the customer's number,
 * which then names nobody, so that the flow of the past keeps its sums.
 */
export async function erasePond(
  tx: Tx,
  workspaceId: number,
  { customer, homes }: Person,
  at: number,
): Promise<void> {
  const { rows } = await sql<{ state: number; channel: string | null }>`
    delete from pond_people where workspace_id = ${workspaceId} and customer = ${customer}
    returning state, channel`.execute(tx);
  const place = rows[0];
  if (place) {
    await sql`
      update pond_counts set people = people - 1
      where workspace_id = ${workspaceId} and state = ${place.state} and channel = ${place.channel ?? ''}`.execute(
      tx,
    );
    await sql`delete from pond_counts where workspace_id = ${workspaceId} and people = 0`.execute(tx);
    await sql`
      insert into pond_changes (workspace_id, customer, seq, at, from_state, to_state, flow, reason)
      select ${workspaceId}::int, ${customer}::bigint, coalesce(max(seq), 0) + 1, ${at}::bigint, ${place.state}::smallint, null,
        ${place.state === privateState ? -1 : 0}::smallint, 'erased'
      from pond_changes where workspace_id = ${workspaceId} and customer = ${customer}`.execute(tx);
  }
  for (const table of ['steps', 'touches'] as const) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(
      tx,
    );
  }
  await sql`delete from settlements where workspace_id = ${workspaceId} and customer = ${customer}`.execute(
    tx,
  );
}
