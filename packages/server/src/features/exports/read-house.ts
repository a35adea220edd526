import { type RawBuilder, sql } from 'kysely';
import { eventColumns, keptByErasure } from '../../platform/event-store/event-columns.ts';
import type { EventRow, EventStore } from '../../platform/event-store/event-store.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { outward, quoted, type TableColumn } from './table-columns.ts';
import type { TableRule } from './workspace-tables.ts';
import { type Row, rowsAtOnce } from './write-rows.ts';

/** Where a workspace stood when its export began, in one snapshot. */
export interface Standing {
  lastSeq: number;
  lastNow: number;
  /** Accepted events that are not in the log. */
  waiting: number;
  name: string;
  zone: string;
  currency: string;
  language: string;
  settings: Record<string, unknown>;
  counts: Record<string, number>;
}

/** Reads where the workspace stands. */
export async function readStanding(tx: Tx, workspaceId: number): Promise<Standing> {
  const { rows } = await sql<Omit<Standing, 'counts'>>`
    select w.name, w.zone, w.currency, w.language, w.settings,
      coalesce((select last_seq from engine_state where workspace_id = w.id), 0)::bigint as "lastSeq",
      coalesce((select last_now from engine_state where workspace_id = w.id), 0)::bigint as "lastNow",
      coalesce((select sum(items) from inbox where workspace_id = w.id), 0)::int as waiting
    from workspaces w where w.id = ${workspaceId}`.execute(tx);
  return { ...(rows[0] as Omit<Standing, 'counts'>), counts: await readCounts(tx, workspaceId) };
}

/** What an intake is held against: counts and sums that every page is made of. */
export async function readCounts(tx: Tx, workspaceId: number): Promise<Record<string, number>> {
  const of = (table: string, what = 'count(*)') =>
    sql`(select coalesce(${sql.raw(what)}, 0)::bigint from ${sql.table(table)} where workspace_id = ${workspaceId})`;
  const { rows } = await sql<Record<string, number>>`
    select ${of('customers')} as customers, ${of('identities')} as identities, ${of('orders')} as orders,
      ${of('orders', 'sum(paid_minor)')} as "paidMinor", ${of('orders', 'sum(refunded_minor)')} as "refundedMinor",
      ${of('spend', 'sum(amount_minor)')} as "spendMinor", ${of('plays')} as plays, ${of('tags')} as tags,
      ${of('tag_changes')} as "tagChanges", ${of('pond_changes')} as "pondChanges", ${of('staff')} as staff`.execute(
    tx,
  );
  return rows[0] as Record<string, number>;
}

/** Tells apart two moments between which somebody was erased or an import was undone. */
export async function rewritesOf(tx: Tx, workspaceId: number): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select concat(
      (select count(*) from engine_commands where workspace_id = ${workspaceId} and kind = 'retract' and state = 'done'), ' ',
      (select count(*) from erasures where workspace_id = ${workspaceId})) as state`.execute(tx);
  return rows[0]?.state ?? '';
}

/** Rows of a table of the workspace, batch by batch, as the transaction sees them. */
export async function* tableRows(
  tx: Tx,
  workspaceId: number,
  table: string,
  columns: readonly TableColumn[],
  rule: TableRule,
): AsyncGenerator<Row[]> {
  const list = columns.map((column) => {
    const from = rule.instead?.[column.name];
    return outward(column, from === undefined ? undefined : `(${from})`);
  });
  const only = rule.only ? `and ${rule.only}` : '';
  yield* fetched(
    tx,
    sql`select ${sql.raw(list.join(', '))} from ${sql.raw(quoted(table))} t where t.workspace_id = ${sql.lit(workspaceId)} ${sql.raw(only)}`,
  );
}

/** Rows of a question through a cursor. */
export async function* fetched(tx: Tx, question: RawBuilder<unknown>): AsyncGenerator<Row[]> {
  await sql`declare exported no scroll cursor for ${question}`.execute(tx);
  try {
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(rowsAtOnce)} from exported`.execute(tx);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await sql`close exported`.execute(tx).catch(() => undefined);
  }
}

/**
 * The log up to `upTo`, in `seq` order: from the event store as far as it has it, from Postgres after that. `customer` is
 * today's; what a store still says of somebody who was erased is left out.
 */
export async function* eventRows(
  events: EventStore,
  tx: Tx,
  workspaceId: number,
  upTo: number,
): AsyncGenerator<EventRow[]> {
  const partition = await readPartition(tx, workspaceId);
  const erased = await readErased(tx, workspaceId);
  const watermark = Math.min(await events.watermark(workspaceId), upTo);
  const columns = eventColumns.map(({ name }) => name).join(', ');
  for (let seq = 0; seq < upTo; ) {
    const to = seq < watermark ? Math.min(seq + rowsAtOnce, watermark) : Math.min(seq + rowsAtOnce, upTo);
    const rows =
      seq < watermark
        ? await events.query<EventRow & Row>(workspaceId, {
            sql: `select ${columns} from events where seq > :seq and seq <= :to order by seq`,
            params: { seq, to },
            limit: 2 * rowsAtOnce,
            timeoutMs: 300_000,
          })
        : (
            await sql<EventRow>`select ${sql.raw(columns)} from log
              where workspace_id = ${workspaceId} and seq > ${seq} and seq <= ${to} order by seq`.execute(tx)
          ).rows;
    seq = to;
    yield rows.map((row) => {
      const known = row.seq <= (erased.get(row.source) ?? 0) ? { ...row, ...blank } : row;
      return {
        ...known,
        history: Boolean(row.history),
        customer: partition[known.source] || known.customer,
      };
    });
  }
}

/** Customer of each home, by home: 8 bytes each. */
async function readPartition(tx: Tx, workspaceId: number): Promise<Float64Array> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(home), 0)::bigint as last from identities where workspace_id = ${workspaceId}`.execute(
    tx,
  );
  const last = rows[0]?.last ?? 0;
  const customers = new Float64Array(last + 1);
  for (let after = 0; after < last; after += 100_000) {
    const found = await sql<{ home: number; customer: number }>`
      select home, customer from identities
      where workspace_id = ${workspaceId} and home > ${after} and home <= ${after + 100_000}`.execute(tx);
    for (const { home, customer } of found.rows) customers[home] = customer;
  }
  return customers;
}

/** Home → the last seq at which it was erased. */
async function readErased(tx: Tx, workspaceId: number): Promise<Map<number, number>> {
  const { rows } = await sql<{ home: number; seq: number }>`
    select home, max(up_to_seq)::bigint as seq from erasures, unnest(homes) as home
    where workspace_id = ${workspaceId} group by home`.execute(tx);
  return new Map(rows.map(({ home, seq }) => [home, seq]));
}

/** What an erasure leaves of the other columns of an event. */
const blank: Partial<EventRow> = Object.fromEntries(
  eventColumns
    .filter(({ name }) => !keptByErasure.has(name))
    .map(({ name, kind, nullable }) => {
      if (name === 'props' || name === 'meta') return [name, '{}'];
      return [name, nullable ? null : kind === 'text' ? '' : 0];
    }),
);
