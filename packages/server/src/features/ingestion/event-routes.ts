import { problems } from '@yutang/contracts/problem';
import { EngineState, RecentEvents, RecentQuery, type StreamEvent } from '@yutang/contracts/sources';
import { maskProperties } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import { Type } from 'typebox';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit, maskValue } from '../workspaces/index.ts';
import { engineCommands, engineFigures, requestRebuild, retryFailed } from './engine-store.ts';
import type { LiveStream } from './live-stream.ts';
import { lastSeq, recentEvents } from './log-question.ts';

export interface EventRouteDeps {
  db: Db;
  inbox: Inbox;
  live: LiveStream;
}

/** Reading the log as it grows, and the engine's own state. */
export function eventRoutes(app: HttpApp, { db, inbox, live }: EventRouteDeps): void {
  const tags = ['events'];

  app.get(
    '/api/events/recent',
    {
      config: { permission: 'events.read' },
      schema: {
        tags,
        summary: 'Newest events of the last 7 days',
        querystring: RecentQuery,
        response: { 200: RecentEvents, ...problems },
      },
    },
    async (request) => {
      const { limit = 50, cursor, name, sourceId } = request.query;
      const before = cursor === undefined ? null : Number(cursor);
      if (before !== null && !Number.isSafeInteger(before))
        throw new AppError('request.invalid', { field: 'cursor', reason: 'is not a cursor of this list' });
      const found = await recentEvents(db, request.principal.workspaceId, {
        limit,
        before,
        name: name ?? null,
        sourceId: sourceId ?? null,
      });
      const last = found[found.length - 1];
      return {
        items: found.map(masker(request.principal)),
        nextCursor: found.length === limit && last ? String(last.seq) : null,
      };
    },
  );

  app.get(
    '/api/live',
    {
      config: { permission: 'events.read' },
      schema: { tags, summary: 'Server-sent events as they are logged', querystring: Type.Object({}) },
    },
    async (request, reply) => {
      const { workspaceId } = request.principal;
      const last = Number(request.headers['last-event-id'] || Number.NaN);
      // asked before the reply is taken out of Fastify's hands: a store that is away must still be answered for
      const since = Number.isSafeInteger(last) ? last : await lastSeq(db, workspaceId);
      reply.hijack();
      live.serve(reply.raw, workspaceId, since, masker(request.principal));
    },
  );

  const state = async (workspaceId: number): Promise<EngineState> => {
    // what waits is asked first: nothing waits and the log ends here must never be read across a tick's commit
    const backlog = await inbox.backlog(workspaceId);
    const [figures, commands] = await Promise.all([
      engineFigures(db, workspaceId),
      engineCommands(db, workspaceId),
    ]);
    return { ...figures, waitingEvents: backlog.events, oldestWaitingAt: backlog.oldestAt, commands };
  };

  app.get(
    '/api/engine',
    {
      config: { permission: 'health.read' },
      schema: {
        tags,
        summary: 'How far the engine is, and what it was asked to do',
        response: { 200: EngineState, ...problems },
      },
    },
    (request) => state(request.principal.workspaceId),
  );

  app.post(
    '/api/engine/retry-failed',
    {
      config: { permission: 'settings.write' },
      schema: {
        tags,
        summary: 'Try again what the engine could not digest and set aside',
        response: { 200: EngineState, ...problems },
      },
    },
    async ({ principal }) => {
      await db.transaction().execute(async (tx) => {
        const rows = await retryFailed(tx, principal.workspaceId);
        await audit(tx, principal, 'engine.failed-retried', 'engine', { rows });
      });
      return state(principal.workspaceId);
    },
  );

  app.post(
    '/api/engine/rebuild',
    {
      config: { permission: 'settings.write' },
      schema: {
        tags,
        summary: 'Compute every fold anew from the log',
        response: { 202: EngineState, ...problems },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      await db.transaction().execute(async (tx) => {
        const id = await requestRebuild(tx, principal.workspaceId, principal.label);
        await audit(tx, principal, 'engine.rebuild-requested', `command:${id}`);
      });
      return reply.code(202).send(await state(principal.workspaceId));
    },
  );
}

/** Hides personal values from a principal that may not see them. */
function masker(principal: Principal): (event: StreamEvent) => StreamEvent {
  if (!principal.masked) return (event) => event;
  return (event) => ({
    ...event,
    identities: event.identities.map((identity) => ({
      ...identity,
      value: maskValue(identity.namespace, identity.value),
    })),
    // a value that was barred from linking is somebody's phone or address, under a key that does not say so
    properties:
      event.family === 'system' && 'namespace' in event.properties ? {} : maskProperties(event.properties),
    context: {},
  });
}
