import type { EventRow } from './event-store.ts';

/** How a column is stored: `int` = int64 (epoch ms, minor units, ids), `flag` = truth value, `text` = UTF-8. */
export type ColumnKind = 'int' | 'flag' | 'text';

export interface EventColumn {
  name: keyof EventRow;
  kind: ColumnKind;
  nullable: boolean;
}

const column = (name: keyof EventRow, kind: ColumnKind, nullable = false): EventColumn => ({
  name,
  kind,
  nullable,
});

/** The columns of an event, in the order of every table, reader and writer: log, DuckDB, ClickHouse, exporter. */
export const eventColumns: readonly EventColumn[] = [
  column('seq', 'int'),
  column('source', 'int'),
  column('customer', 'int'),
  column('name', 'text'),
  column('family', 'text'),
  column('occurred_at', 'int'),
  column('known_at', 'int'),
  column('received_at', 'int'),
  column('history', 'flag'),
  column('amount_minor', 'int', true),
  column('cost_minor', 'int', true),
  column('channel', 'text', true),
  column('play', 'text', true),
  column('campaign', 'text', true),
  column('code', 'text', true),
  column('ticket', 'text', true),
  column('content', 'text', true),
  column('staff', 'text', true),
  column('outlet', 'text', true),
  column('order_id', 'text', true),
  column('message_id', 'text'),
  column('origin', 'int', true),
  column('props', 'text'),
  column('meta', 'text'),
];

/** What an erased event keeps, so that sums and counts stay: everything else becomes empty. */
export const keptByErasure: ReadonlySet<keyof EventRow> = new Set([
  'seq',
  'name',
  'family',
  'occurred_at',
  'known_at',
  'received_at',
  'history',
  'amount_minor',
  'cost_minor',
]);
