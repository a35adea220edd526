import { EventDelivery, EventReceipt } from '@yutang/contracts/deliveries';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Dictionary, QuarantineDraft } from '../dictionary/index.ts';
import { customerOfIdentity } from '../identity/index.ts';
import { judgeBatch } from './accept-batch.ts';
import { insertSource } from './source-store.ts';
import type { VolumeCounter } from './volume-counter.ts';

export interface PostEventsDeps {
  db: Db;
  inbox: Inbox;
  volumes: VolumeCounter;
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>;
  /** Keeps refused items, in the transaction that accepts the good ones. */
  quarantine(tx: Tx, items: readonly QuarantineDraft[]): Promise<unknown>;
  /** The workspace's clock, epoch ms. */
  clock(workspaceId: number): Promise<() => number>;
}

/** How long the answer waits for the tick, ms. */
const patienceMs = 5000;
const sourceName = 'API';

/**
 * People, events and orders from another system by an API key. The same judgement as the collector's; but the answer waits for
 * the tick and names the customers, so that the next request can tag them.
 */
export function postEventsRoutes(app: HttpApp, deps: PostEventsDeps): void {
  const { db, inbox } = deps;
  app.post('/api/events', {
    config: { permission: 'events.write' },
    schema: {
      tags: ['events'],
      summary: 'Tell of people, events and orders; answers whose they are',
      body: EventDelivery,
      response: { 201: EventReceipt, ...problems },
    },
    handler: async ({ principal: { workspaceId, label }, body, ip }, reply) => {
      const receivedAt = (await deps.clock(workspaceId))();
      await deps.dictionary.ready(workspaceId);
      const { id: sourceId, off } = await ownSource(db, workspaceId, label);
      if (off) throw new AppError('source.off', { source: sourceName });
      const holder = { workspaceId, sourceId, verified: true, channel: null };
      const delivery = { holder, type: undefined, history: false, receivedAt, ip, kept: null };
      const { collected, accepted, rejected } = judgeBatch({ batch: body.items }, delivery, deps.dictionary);
      const events = collected.body ? unpackEvents(collected.body.toString('utf8')) : [];
      const row = await db.transaction().execute(async (tx) => {
        if (collected.refused.length > 0) await deps.quarantine(tx, collected.refused);
        return events.length > 0 ? await inbox.post(tx, workspaceId, events) : null;
      });
      const refused = rejected.length;
      deps.volumes.count({ workspaceId, sourceId, at: receivedAt, accepted, refused, history: false });
      const settled = row === null || (await inbox.settled(workspaceId, row, patienceMs));
      const told = [];
      for (const { messageId, name, identities } of events) {
        const [first] = identities;
        const customer = first ? await customerOfIdentity(db, workspaceId, first) : undefined;
        told.push({ messageId, name, customer: customer ?? null });
      }
      const refusals = rejected.map(({ index, messageId, problems: why }) => ({
        index,
        messageId,
        problems: why.map(({ field, reason }) => ({ field, reason })),
      }));
      return reply.code(201).send({ accepted: told, rejected: refusals, settled });
    },
  });
}

/** The source by which the log knows what came this way: made at the first delivery, one for a workspace. */
async function ownSource(
  db: Db,
  workspaceId: number,
  createdBy: string,
): Promise<{ id: number; off: boolean }> {
  const find = async (tx: Db | Tx) => {
    const { rows } = await sql<{ id: number; off: boolean }>`
      select id, disabled_at is not null as off from sources where workspace_id = ${workspaceId} and kind = 'connector' and name = ${sourceName}
      order by id limit 1`.execute(tx);
    return rows[0];
  };
  const known = await find(db);
  if (known !== undefined) return known;
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`yutang.api-source ${workspaceId}`}, 0))`.execute(
      tx,
    );
    const keys = { keyHash: null, keyPublic: null, keyHint: null, channel: null, staleAfterMs: null };
    const made = await find(tx);
    if (made !== undefined) return made;
    const draft = { name: sourceName, kind: 'connector' as const, ...keys, createdBy };
    return { id: await insertSource(tx, workspaceId, draft), off: false };
  });
}
