import {
  FieldsQuery,
  Import,
  ImportFields,
  ImportPresets,
  ImportRejects,
  ImportStart,
  ImportsPage,
  ImportsQuery,
  Preview,
  PreviewRequest,
} from '@yutang/contracts/imports';
import { IdParams, pageQuery } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { importFields, presets } from '@yutang/core/imports';
import { Type } from 'typebox';
import { languageOf } from '../../platform/http/create-http-app.ts';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { ImportService } from './import-service.ts';
import { listImports } from './import-store.ts';
import { toImport, toProblem } from './import-wire.ts';
import { rejectsCsv } from './rejects-csv.ts';
import { readRejects } from './work-store.ts';

const tags = ['imports'];
const read = { permission: 'imports.read' as const };
const write = { permission: 'imports.write' as const };

export function registerImportRoutes(app: HttpApp, db: Db, service: ImportService): void {
  app.get('/api/imports/fields', {
    config: read,
    schema: {
      tags,
      summary: 'Fields columns can fill',
      querystring: FieldsQuery,
      response: { 200: ImportFields, ...problems },
    },
    handler: async (request) => ({
      items: importFields(request.query.kind).map(({ means: _, ...field }) => field),
      nextCursor: null,
    }),
  });

  app.get('/api/imports/presets', {
    config: read,
    schema: { tags, summary: 'Files that need no mapping', response: { 200: ImportPresets, ...problems } },
    handler: async () => ({
      items: presets.map(({ name, en, zh, source, spec }) => ({ name, en, zh, source, spec })),
      nextCursor: null,
    }),
  });

  app.post('/api/imports/preview', {
    config: write,
    schema: {
      tags,
      summary: 'What an import would do',
      body: PreviewRequest,
      response: { 200: Preview, ...problems },
    },
    handler: (request) =>
      service.preview(
        request.principal.workspaceId,
        request.body.fileId,
        request.body.spec,
        languageOf(request),
      ),
  });

  app.post('/api/imports', {
    config: write,
    schema: { tags, summary: 'Start an import', body: ImportStart, response: { 201: Import, ...problems } },
    handler: async (request, reply) => {
      const { fileId, spec } = request.body;
      const started = await service.start(request.principal, fileId, spec);
      return reply.code(201).send(toImport(started, languageOf(request)));
    },
  });

  app.get('/api/imports', {
    config: read,
    schema: {
      tags,
      summary: 'Imports, newest first',
      querystring: ImportsQuery,
      response: { 200: ImportsPage, ...problems },
    },
    handler: async (request) => {
      const { limit = 50, cursor } = request.query;
      const before = decodeCursor(cursor, ['number'])?.[0] ?? 2_147_483_647;
      const rows = await listImports(db, request.principal.workspaceId, before, limit + 1);
      const page = cutPage(rows, limit, (row) => [row.id]);
      return {
        items: page.items.map((row) => toImport(row, languageOf(request))),
        nextCursor: page.nextCursor,
      };
    },
  });

  app.get('/api/imports/:id', {
    config: read,
    schema: {
      tags,
      summary: 'One import and its progress',
      params: IdParams,
      response: { 200: Import, ...problems },
    },
    handler: async (request) =>
      toImport(await service.find(request.principal.workspaceId, request.params.id), languageOf(request)),
  });

  const actions = { pause: 'Pause', resume: 'Go on', undo: 'Take everything it brought back' } as const;
  for (const [action, summary] of Object.entries(actions) as [keyof typeof actions, string][]) {
    app.post(`/api/imports/:id/${action}`, {
      config: write,
      schema: { tags, summary, params: IdParams, response: { 200: Import, ...problems } },
      handler: async (request) =>
        toImport(
          await service[action](request.principal, (request.params as { id: number }).id),
          languageOf(request),
        ),
    });
  }

  app.get('/api/imports/:id/rejects', {
    config: write,
    schema: {
      tags,
      summary: 'Rows refused, in file order',
      params: IdParams,
      querystring: Type.Object(pageQuery),
      response: { 200: ImportRejects, ...problems },
    },
    handler: async (request) => {
      const { workspaceId } = request.principal;
      const { id } = await service.find(workspaceId, request.params.id);
      const { limit = 50, cursor } = request.query;
      const after = decodeCursor(cursor, ['number'])?.[0] ?? 0;
      const page = cutPage(await readRejects(db, workspaceId, id, after, limit + 1), limit, ({ line }) => [
        line,
      ]);
      const items = page.items.flatMap(({ line, problems: found, row_text: row }) =>
        found.map((problem) => ({ line, ...toProblem(problem, languageOf(request)), row })),
      );
      return { items, nextCursor: page.nextCursor };
    },
  });

  app.get('/api/imports/:id/rejects.csv', {
    config: write,
    schema: { tags, summary: 'Rows refused, as a CSV file', params: IdParams },
    handler: async (request, reply) => {
      const { workspaceId } = request.principal;
      const { id } = await service.find(workspaceId, request.params.id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="import-${id}-rejects.csv"`)
        .send(rejectsCsv(db, workspaceId, id, languageOf(request)));
    },
  });
}
