import { eventTypeOf } from '@yutang/core/webhooks';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import type { TakenDelivery } from './delivery-store.ts';

interface LogRow {
  source: number;
  customer: number;
  name: string;
  family: string;
  occurred_at: number;
  received_at: number;
  amount_minor: number | null;
  channel: string | null;
  play: string | null;
  campaign: string | null;
  code: string | null;
  staff: string | null;
  outlet: string | null;
  order_id: string | null;
  message_id: string;
  origin: number | null;
  props: string;
  meta: string;
  currency: string;
}

/** What a delivery is about. */
export type DeliverySubject = Pick<TakenDelivery, 'workspaceId' | 'seq' | 'name' | 'derived'> & {
  id: number;
};

/**
 * What `webhook-id` says. It comes from the event's place in the log, so it is the same at every attempt, for every webhook of
 * the workspace and when it is sent again by hand: a receiver that has seen it has seen the event.
 */
export function messageIdOf({ workspaceId, seq, derived, id }: DeliverySubject): string {
  if (seq === 0) return `msg_${workspaceId}_test_${id}`;
  return `msg_${workspaceId}_${seq}${derived ? '_created' : ''}`;
}

/** What is sent to try a webhook. `at`: epoch ms. */
export function testBody(name: string, at: number): string {
  return JSON.stringify({
    type: eventTypeOf(name, true),
    timestamp: new Date(at).toISOString(),
    data: { event: name, note: 'A test from Yutang. Nothing has happened.' },
  });
}

/** The body of a message as the log has its event; null when it is not there any more, or nobody's since an erasure. */
export async function eventBody(db: Db, subject: DeliverySubject): Promise<string | null> {
  const { rows } = await sql<LogRow>`
    select l.source, l.customer, l.name, l.family, l.occurred_at, l.received_at, l.amount_minor, l.channel, l.play, l.campaign,
      l.code, l.staff, l.outlet, l.order_id, l.message_id, l.origin, l.props, l.meta, w.currency
    from log l join workspaces w on w.id = l.workspace_id
    where l.workspace_id = ${subject.workspaceId} and l.seq = ${subject.seq} and l.message_id <> ''`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return null;
  const meta = JSON.parse(row.meta) as { identities?: [string, string, boolean][] };
  return JSON.stringify({
    type: eventTypeOf(subject.name, subject.derived || row.origin === null),
    timestamp: new Date(row.occurred_at).toISOString(),
    data: {
      event: subject.name,
      seq: subject.seq,
      customer: row.customer || null,
      identities: (meta.identities ?? []).map(([namespace, value, verified]) => ({
        namespace,
        value,
        verified,
      })),
      ...(subject.derived
        ? { by: row.name }
        : {
            family: row.family,
            amountMinor: row.amount_minor,
            currency: row.amount_minor === null ? null : row.currency,
            orderId: row.order_id,
            properties: JSON.parse(row.props) as Record<string, unknown>,
          }),
      channel: row.channel,
      play: row.play,
      campaign: row.campaign,
      code: row.code,
      staff: row.staff,
      outlet: row.outlet,
      sourceId: row.origin,
      messageId: row.message_id,
      occurredAt: row.occurred_at,
      receivedAt: row.received_at,
    },
  });
}
