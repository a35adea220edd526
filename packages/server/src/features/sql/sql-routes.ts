import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  SavedQuery,
  SavedQueryDraft,
  SavedQueryList,
  SavedQueryPage,
  SavedQueryPatch,
  SqlAnswer,
  SqlCancelled,
  SqlCancelRequest,
  SqlExportRequest,
  SqlQueryRequest,
  SqlRunList,
  SqlRunPage,
  SqlSchema,
} from '@yutang/contracts/sql';
import type { FastifyReply } from 'fastify';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { listRuns } from './run-store.ts';
import { deleteSaved, insertSaved, listSaved, updateSaved } from './saved-query-store.ts';
import type { SqlService } from './sql-service.ts';

const tags = ['sql'];
const config = { permission: 'sql.read' } as const;

export interface SqlRoutesDeps {
  db: Db;
  service: SqlService;
  now(): number;
}

/** The analyst's door over HTTP. */
export function sqlRoutes(app: HttpApp, { db, service, now }: SqlRoutesDeps): void {
  app.get('/api/sql/schema', {
    config,
    schema: { tags, summary: 'Views, columns and limits', response: { 200: SqlSchema, ...problems } },
    handler: ({ principal }) => service.schema(principal),
  });

  app.post('/api/sql/query', {
    config,
    schema: {
      tags,
      summary: 'Run one query and answer its first rows',
      body: SqlQueryRequest,
      response: { 200: SqlAnswer, ...problems },
    },
    handler: ({ principal, body }, reply) => service.query(principal, body, goneSignal(reply)),
  });

  app.post('/api/sql/export', {
    config,
    schema: {
      tags,
      summary: 'Run one query and stream its rows as CSV or Parquet',
      body: SqlExportRequest,
    },
    handler: async ({ principal, body }, reply) => {
      let begun = false;
      const sending = service.file(principal, body, goneSignal(reply), async (pieces) => {
        begun = true;
        const type = body.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.apache.parquet';
        const stream = Readable.from(pieces, { objectMode: false });
        reply
          .type(type)
          .header('content-disposition', `attachment; filename="query.${body.format}"`)
          .send(stream);
        // a fault halfway breaks the download off: half a file never looks whole
        await finished(stream);
      });
      await sending.catch((error: unknown) => {
        if (!begun) throw error;
      });
      return reply;
    },
  });

  app.post('/api/sql/cancel', {
    config,
    schema: {
      tags,
      summary: 'Stop a run of one’s own',
      body: SqlCancelRequest,
      response: { 200: SqlCancelled, ...problems },
    },
    handler: async ({ principal, body }) => ({ stopped: service.cancel(principal, body.key) }),
  });

  app.get('/api/sql/runs', {
    config,
    schema: {
      tags,
      summary: 'Own runs, latest first',
      querystring: SqlRunList,
      response: { 200: SqlRunPage, ...problems },
    },
    handler: ({ principal, query }) => listRuns(db, principal, query),
  });

  app.get('/api/sql/queries', {
    config,
    schema: {
      tags,
      summary: 'Saved queries of the workspace',
      querystring: SavedQueryList,
      response: { 200: SavedQueryPage, ...problems },
    },
    handler: ({ principal, query }) => listSaved(db, principal, query),
  });

  app.post('/api/sql/queries', {
    config,
    schema: {
      tags,
      summary: 'Save a query',
      body: SavedQueryDraft,
      response: { 201: SavedQuery, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const saved = await db.transaction().execute(async (tx) => {
        const made = await insertSaved(tx, principal, body, now());
        await audit(tx, principal, 'sql.saved', `sql-query:${made.id}`, {});
        return made;
      });
      return reply.code(201).send(saved);
    },
  });

  app.patch('/api/sql/queries/:id', {
    config,
    schema: {
      tags,
      summary: 'Change a saved query',
      params: IdParams,
      body: SavedQueryPatch,
      response: { 200: SavedQuery, ...problems },
    },
    handler: ({ principal, params, body }) =>
      db.transaction().execute(async (tx) => {
        const changed = await updateSaved(tx, principal, params.id, body, now());
        await audit(tx, principal, 'sql.changed', `sql-query:${params.id}`, {
          fields: Object.keys(body).join(),
        });
        return changed;
      }),
  });

  app.delete('/api/sql/queries/:id', {
    config,
    schema: {
      tags,
      summary: 'Delete a saved query',
      params: IdParams,
      response: { 200: Empty, ...problems },
    },
    handler: ({ principal, params }) =>
      db.transaction().execute(async (tx) => {
        await deleteSaved(tx, principal, params.id);
        await audit(tx, principal, 'sql.deleted', `sql-query:${params.id}`, {});
        return {};
      }),
  });
}

/** Aborts when the caller has gone before the answer was sent. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
