import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Export, ExportList, ExportParams, ExportStart, Intake } from '@yutang/contracts/exports';
import { problems } from '@yutang/contracts/problem';
import { Type } from 'typebox';
import { packTar, tarSize } from '../../platform/files/tar.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import type { ExportService } from './export-service.ts';

const tags = ['exports'];
const config = { permission: 'exports.run' as const };

/** A whole workspace out and in. Everything personal leaves the house here: each step is in the audit log. */
export function exportRoutes(app: HttpApp, db: Db, service: ExportService): void {
  app.post('/api/exports', {
    config,
    schema: {
      tags,
      summary: 'Begin to write the whole workspace into files',
      body: ExportStart,
      response: { 202: Export, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const format = body.format ?? 'parquet';
      // the audit row goes first: an export nobody knows of must not begin
      const begun = await db.transaction().execute(async (tx) => {
        await audit(tx, principal, 'export.started', `workspace:${principal.workspaceId}`, { format });
        return service.start(principal, format);
      });
      return reply.code(202).send(begun);
    },
  });

  app.get('/api/exports', {
    config,
    schema: {
      tags,
      summary: 'Exports that run or lie ready, newest first; each is kept for a day',
      response: { 200: ExportList, ...problems },
    },
    handler: async ({ principal }) => ({ items: service.list(principal.workspaceId), nextCursor: null }),
  });

  app.get('/api/exports/:export/archive', {
    config,
    schema: {
      tags,
      summary: 'Download an export as one .tar',
      params: ExportParams,
      response: { 200: Type.Unknown({ description: 'application/x-tar' }), ...problems },
    },
    handler: async ({ principal, params }, reply) => {
      const name = params.export;
      const { folder, manifest } = service.find(principal.workspaceId, name);
      await db
        .transaction()
        .execute((tx) =>
          audit(tx, principal, 'export.downloaded', `workspace:${principal.workspaceId}`, { name }),
        );
      const entries = ['manifest.json', ...manifest.files.map((file) => file.name)].map((file) => ({
        name: file,
        path: join(folder, file),
      }));
      return reply
        .type('application/x-tar')
        .header('content-length', await tarSize(entries))
        .header('content-disposition', `attachment; filename="yutang-${name}.tar"`)
        .send(Readable.from(packTar(entries, manifest.madeAt)));
    },
  });

  app.delete('/api/exports/:export', {
    config,
    schema: {
      tags,
      summary: 'Delete an export that lies ready',
      params: ExportParams,
      response: { 204: Type.Null(), ...problems },
    },
    handler: async ({ principal, params }, reply) => {
      await service.remove(principal.workspaceId, params.export);
      return reply.code(204).send(null);
    },
  });

  app.get('/api/intake', {
    config,
    schema: {
      tags,
      summary: 'How far the export is that is taken into this workspace, or whether one can be',
      response: { 200: Intake, ...problems },
    },
    handler: ({ principal }) => service.intake(principal.workspaceId),
  });

  app.register(async (child) => {
    const scope = child as unknown as HttpApp;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post('/api/intake', {
      config,
      schema: {
        tags,
        summary: 'Take an export (.tar) into this workspace, which must be empty',
        response: { 202: Intake, ...problems },
      },
      handler: async (request, reply) => {
        const body = (request.body ?? request.raw) as Readable;
        return reply.code(202).send(await service.receive(request.principal, body));
      },
    });
  });
}
