import type { Readable } from 'node:stream';
import { FileReading, ImportFile, ImportFiles, UploadQuery } from '@yutang/contracts/imports';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { Type } from 'typebox';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { ImportService } from './import-service.ts';

const tags = ['imports'];

/** Uploaded files. The upload's body is the file itself, streamed to disk whatever its size and content type. */
export function registerFileRoutes(app: HttpApp, service: ImportService): void {
  app.register(async (child) => {
    const scope = child as unknown as HttpApp;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post('/api/imports/files', {
      config: { permission: 'imports.write' },
      schema: {
        tags,
        summary: 'Upload a file',
        querystring: UploadQuery,
        response: { 201: ImportFile, ...problems },
      },
      handler: async (request, reply) => {
        const body = (request.body ?? request.raw) as Readable;
        const file = await service.upload(request.principal, request.query, body);
        return reply.code(201).send(file);
      },
    });
  });

  app.get('/api/imports/files', {
    config: { permission: 'imports.read' },
    schema: { tags, summary: 'Uploaded files, newest first', response: { 200: ImportFiles, ...problems } },
    handler: async ({ principal }) => {
      const items = await service.files(principal.workspaceId);
      // the first rows of a file are people's data as it came
      return {
        items: principal.masked ? items.map((file) => ({ ...file, sample: [] })) : items,
        nextCursor: null,
      };
    },
  });

  app.put('/api/imports/files/:id/reading', {
    config: { permission: 'imports.write' },
    schema: {
      tags,
      summary: 'Read an uploaded file in another encoding, with another delimiter, header or sheet',
      params: IdParams,
      body: FileReading,
      response: { 200: ImportFile, ...problems },
    },
    handler: (request) => service.readAgain(request.principal, request.params.id, request.body),
  });

  app.delete('/api/imports/files/:id', {
    config: { permission: 'imports.write' },
    schema: {
      tags,
      summary: 'Delete an uploaded file and what its imports refused',
      params: IdParams,
      response: { 204: Type.Null(), ...problems },
    },
    handler: async (request, reply) => {
      await service.removeFile(request.principal, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
