import { type IdParams as Id, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  QuarantineBulk,
  QuarantineBulkResult,
  QuarantineCounts,
  QuarantineItem,
  QuarantinePage,
  QuarantinePatch,
  QuarantineQuery,
} from '@yutang/contracts/quarantine';
import { AppError } from '@yutang/core/errors';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type QuarantineService, toItem } from './quarantine-service.ts';
import { countQuarantine, countReasons, countStates, readQuarantine } from './quarantine-store.ts';

const tags = ['quarantine'];
/** Items carry personal data unmasked, so reading them takes the right to correct them. */
const config = { permission: 'quarantine.write' as const };

export function registerQuarantineRoutes(app: HttpApp, db: Db, service: QuarantineService): void {
  app.get('/api/quarantine', {
    config,
    schema: {
      tags,
      summary: 'Refused items, newest first',
      querystring: QuarantineQuery,
      response: { 200: QuarantinePage, ...problems },
    },
    handler: async (request) => {
      const { workspaceId } = request.principal;
      const { limit = 50, cursor, ...filter } = request.query;
      const before = decodeCursor(cursor, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = await readQuarantine(db, workspaceId, filter, before, limit + 1);
      const page = cutPage(rows, limit, (row) => [row.id]);
      const total = await countQuarantine(db, workspaceId, filter);
      return { items: page.items.map(toItem), nextCursor: page.nextCursor, total };
    },
  });

  app.get('/api/quarantine/counts', {
    config: { permission: 'events.read' },
    schema: { tags, summary: 'How many, and why', response: { 200: QuarantineCounts, ...problems } },
    handler: async (request) => {
      const { workspaceId } = request.principal;
      const [states, reasons] = await Promise.all([
        countStates(db, workspaceId),
        countReasons(db, workspaceId, 100),
      ]);
      return { ...states, reasons };
    },
  });

  app.get('/api/quarantine/:id', {
    config,
    schema: {
      tags,
      summary: 'One refused item',
      params: IdParams,
      response: { 200: QuarantineItem, ...problems },
    },
    handler: async (request) => {
      const { id } = request.params;
      const [row] = await readQuarantine(db, request.principal.workspaceId, {}, id + 1, 1);
      if (row?.id !== id) throw new AppError('request.not-found', { what: `quarantine ${id}` });
      return toItem(row);
    },
  });

  app.patch('/api/quarantine/:id', {
    config,
    schema: {
      tags,
      summary: 'Correct an item',
      params: IdParams,
      body: QuarantinePatch,
      response: { 200: QuarantineItem, ...problems },
    },
    handler: (request) => service.correct(request.principal, request.params.id, request.body.item),
  });

  const actions = {
    replay: 'Replay an item, once',
    dismiss: 'Leave an item out',
    reopen: 'Take a dismissal back',
  } as const;
  for (const [action, summary] of Object.entries(actions) as [keyof typeof actions, string][]) {
    const run = (principal: Principal, { id }: Id) => service[action](principal, id);
    app.post(`/api/quarantine/:id/${action}`, {
      config,
      schema: { tags, summary, params: IdParams, response: { 200: QuarantineItem, ...problems } },
      handler: (request) => run(request.principal, request.params),
    });
  }

  for (const action of ['replay', 'dismiss'] as const) {
    app.post(`/api/quarantine/${action}`, {
      config,
      schema: {
        tags,
        summary: action === 'replay' ? 'Replay many items' : 'Leave many items out',
        body: QuarantineBulk,
        response: { 200: QuarantineBulkResult, ...problems },
      },
      handler: (request) => service.bulk(request.principal, action, request.body),
    });
  }
}
