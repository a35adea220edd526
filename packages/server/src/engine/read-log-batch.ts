import type pg from 'pg';
import { eventColumns } from '../platform/event-store/event-columns.ts';
import type { AppendBatch, EventRow, MoveRow } from '../platform/event-store/event-store.ts';

export interface LogBatch extends AppendBatch {
  /** Where the log ended at that moment. */
  lastSeq: number;
}

const columns = eventColumns.map(({ name }) => name).join(', ');
// Text as it comes, parsed below by position: 24 look-ups of a parser by type, per row, are a third of the time.
const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;

/** Reads the next rows of the log and the moves that belong to them, as of one instant. */
export async function readLogBatch(
  client: pg.Client,
  workspaceId: number,
  watermark: number,
  limit: number,
): Promise<LogBatch> {
  await client.query('begin isolation level repeatable read read only');
  try {
    const ask = async (text: string, values: number[]): Promise<(string | null)[][]> =>
      (await client.query({ text, values, rowMode: 'array', types: asText })).rows as (string | null)[][];
    const [end] = await ask('select last_seq from engine_state where workspace_id = $1', [workspaceId]);
    const found = await ask(
      `select ${columns} from log where workspace_id = $1 and seq > $2 order by seq limit $3`,
      [workspaceId, watermark, limit],
    );
    const lastSeq = Number(end?.[0] ?? 0);
    const rows = found.map(eventOf);
    // Rows of an undone import are gone from the log: the end counts, not the last row.
    const upTo = rows.length < limit ? Math.max(lastSeq, watermark) : (rows.at(-1) as EventRow).seq;
    const moved = await ask(
      `select home, customer, seq from moves
       where workspace_id = $1 and seq > $2 and seq <= $3 and previous <> 0 order by seq`,
      [workspaceId, watermark, upTo],
    );
    const moves = moved.map(
      ([home, customer, seq]): MoveRow => ({
        source: Number(home),
        customer: Number(customer),
        seq: Number(seq),
      }),
    );
    return { rows, moves, upTo, lastSeq };
  } finally {
    await client.query('commit');
  }
}

const intOrNull = (text: string | null): number | null => (text === null ? null : +text);

function eventOf(row: (string | null)[]): EventRow {
  return {
    seq: +(row[0] as string),
    source: +(row[1] as string),
    customer: +(row[2] as string),
    name: row[3] as string,
    family: row[4] as string,
    occurred_at: +(row[5] as string),
    known_at: +(row[6] as string),
    received_at: +(row[7] as string),
    history: row[8] === 't',
    amount_minor: intOrNull(row[9] as string | null),
    cost_minor: intOrNull(row[10] as string | null),
    channel: row[11] as string | null,
    play: row[12] as string | null,
    campaign: row[13] as string | null,
    code: row[14] as string | null,
    ticket: row[15] as string | null,
    content: row[16] as string | null,
    staff: row[17] as string | null,
    outlet: row[18] as string | null,
    order_id: row[19] as string | null,
    message_id: row[20] as string,
    origin: intOrNull(row[21] as string | null),
    props: row[22] as string,
    meta: row[23] as string,
  };
}
