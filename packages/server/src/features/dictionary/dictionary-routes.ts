import {
  CheckRequest,
  CheckResponse,
  Definition,
  DefinitionPut,
  DefinitionVersions,
  DictionaryPage,
  DictionaryQuery,
  DictionaryReport,
  ReportQuery,
  UnknownEvents,
} from '@yutang/contracts/dictionary';
import { pageQuery } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { checkEvent } from '@yutang/core/dictionary';
import { Type } from 'typebox';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { DictionaryCache } from './dictionary-cache.ts';
import type { DictionaryService } from './dictionary-service.ts';
import { readReport } from './problem-store.ts';

const tags = ['dictionary'];
const NameParams = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$' }),
});
const dayMs = 86_400_000;
/** Unknown names shown; a source that makes up names would fill any page. */
const mostUnknown = 500;

export interface DictionaryRoutesDeps {
  db: Db;
  cache: DictionaryCache;
  service: DictionaryService;
  now: () => number;
}

export function registerDictionaryRoutes(
  app: HttpApp,
  { db, cache, service, now }: DictionaryRoutesDeps,
): void {
  const read = { permission: 'events.read' as const };
  const write = { permission: 'dictionary.write' as const };

  app.get('/api/dictionary', {
    config: read,
    schema: {
      tags,
      summary: 'Described events',
      querystring: DictionaryQuery,
      response: { 200: DictionaryPage, ...problems },
    },
    handler: (request) => service.list(request.principal.workspaceId, request.query),
  });

  app.get('/api/dictionary/unknown', {
    config: read,
    schema: {
      tags,
      summary: 'Names that arrive and nobody described',
      response: { 200: UnknownEvents, ...problems },
    },
    handler: async (request) => {
      const items = await service.unknown(request.principal.workspaceId);
      return { items: items.slice(0, mostUnknown), nextCursor: null, total: items.length };
    },
  });

  app.get('/api/dictionary/report', {
    config: read,
    schema: {
      tags,
      summary: 'Coverage and errors per source',
      querystring: ReportQuery,
      response: { 200: DictionaryReport, ...problems },
    },
    handler: async (request) => {
      const { workspaceId } = request.principal;
      const to = now();
      const fromDay = Math.floor(to / dayMs) - (request.query.days ?? 7) + 1;
      await cache.ready(workspaceId);
      const described = cache.all(workspaceId);
      const sources = await readReport(db, workspaceId, fromDay, (name) => described.has(name));
      return { from: fromDay * dayMs, to, sources };
    },
  });

  app.post('/api/dictionary/check', {
    config: read,
    schema: {
      tags,
      summary: 'Would this event pass?',
      body: CheckRequest,
      response: { 200: CheckResponse, ...problems },
    },
    handler: async (request) => {
      const { name, properties, definition: draft } = request.body;
      const { workspaceId } = request.principal;
      await cache.ready(workspaceId);
      const definition = draft ?? cache.find(workspaceId, name)?.definition;
      const found =
        definition && definition.mode !== 'off' ? [...checkEvent(definition, { properties })] : [];
      const refused = definition?.mode === 'enforce' ? ('quarantine' as const) : ('warn' as const);
      return { verdict: found.length === 0 ? ('accept' as const) : refused, problems: found };
    },
  });

  app.get('/api/dictionary/:name', {
    config: read,
    schema: {
      tags,
      summary: 'One described event',
      params: NameParams,
      response: { 200: Definition, ...problems },
    },
    handler: (request) => service.find(request.principal.workspaceId, request.params.name),
  });

  app.put('/api/dictionary/:name', {
    config: write,
    schema: {
      tags,
      summary: 'Describe an event',
      params: NameParams,
      body: DefinitionPut,
      response: { 200: Definition, ...problems },
    },
    handler: (request) => service.put(request.principal, request.params.name, request.body),
  });

  app.delete('/api/dictionary/:name', {
    config: write,
    schema: {
      tags,
      summary: 'Delete a description, or set a standard event back',
      params: NameParams,
      response: { 204: Type.Null(), ...problems },
    },
    handler: async (request, reply) => {
      await service.remove(request.principal, request.params.name);
      return reply.code(204).send(null);
    },
  });

  app.get('/api/dictionary/:name/versions', {
    config: read,
    schema: {
      tags,
      summary: 'Who changed a description, and how',
      params: NameParams,
      querystring: Type.Object(pageQuery),
      response: { 200: DefinitionVersions, ...problems },
    },
    handler: (request) => service.versions(request.principal.workspaceId, request.params.name, request.query),
  });
}
