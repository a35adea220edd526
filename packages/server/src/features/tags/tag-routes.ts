import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  CustomerTags,
  CustomerTagsChange,
  TagBatchDraft,
  TagBatchList,
  TagBatchResult,
  TagCoverage,
  TagDraft,
  TagGroupDraft,
  TagGroupPatch,
  TagList,
  TagMerge,
  TagPatch,
} from '@yutang/contracts/tags';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { assertWhole } from '../customers/index.ts';
import { readBatches } from './batch-store.ts';
import { askCoverage } from './coverage-question.ts';
import { readTagBook } from './tag-book.ts';
import { createTagCommands } from './tag-commands.ts';
import type { TagService, TagsDeps } from './tag-service.ts';

const tags = ['tags'];
const read = { permission: 'customers.read' as const };
const person = { permission: 'customers.write' as const };
const write = { permission: 'tags.write' as const };

/** Tags and their groups; the tags of people, one by one and many at once. */
export function tagRoutes(app: HttpApp, deps: TagsDeps, service: TagService): void {
  const { db } = deps;
  const commands = createTagCommands(deps);
  const listed = { 200: TagList, ...problems };

  app.get('/api/tags', {
    config: read,
    schema: { tags, summary: 'Tag groups and their tags', response: listed },
    handler: async ({ principal }) => ({ groups: (await readTagBook(db, principal.workspaceId)).groups }),
  });

  app.post('/api/tags', {
    config: write,
    schema: { tags, summary: 'Make a tag', body: TagDraft, response: { 201: TagList, ...problems } },
    handler: async ({ principal, body }, reply) =>
      reply.code(201).send(await commands.makeTag(principal, body)),
  });

  app.post('/api/tags/groups', {
    config: write,
    schema: {
      tags,
      summary: 'Make a tag group',
      body: TagGroupDraft,
      response: { 201: TagList, ...problems },
    },
    handler: async ({ principal, body }, reply) =>
      reply.code(201).send(await commands.makeGroup(principal, body)),
  });

  app.patch('/api/tags/groups/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Rename a tag group or change its choice',
      params: IdParams,
      body: TagGroupPatch,
      response: listed,
    },
    handler: ({ principal, params, body }) => commands.changeGroup(principal, params.id, body),
  });

  app.get('/api/tags/coverage', {
    config: { permission: 'pond.read' },
    schema: {
      tags,
      summary: 'Tagged ÷ private customers, in all, by group and by tag',
      response: { 200: TagCoverage, ...problems },
    },
    handler: async ({ principal }) => {
      assertWhole(principal);
      const { workspaceId } = principal;
      return askCoverage(db, workspaceId, (await deps.clock(workspaceId))());
    },
  });

  app.get('/api/tags/batches', {
    config: write,
    schema: { tags, summary: 'Changes of many people at once', response: { 200: TagBatchList, ...problems } },
    handler: async ({ principal }) => ({ items: await readBatches(db, principal.workspaceId) }),
  });

  app.post('/api/tags/batches', {
    config: write,
    schema: {
      tags,
      summary: 'Tag many people, by numbers or by a filter of the customer list; `dryRun` only counts',
      body: TagBatchDraft,
      response: { 200: TagBatchResult, ...problems },
    },
    handler: ({ principal, body }) => service.batch(principal, body),
  });

  app.post('/api/tags/batches/:id/undo', {
    config: write,
    schema: {
      tags,
      summary: 'Undo a change of many people, where it still stands',
      params: IdParams,
      response: { 200: TagBatchResult, ...problems },
    },
    handler: ({ principal, params }) => service.undo(principal, params.id),
  });

  app.patch('/api/tags/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Rename, describe, archive or restore a tag',
      params: IdParams,
      body: TagPatch,
      response: listed,
    },
    handler: ({ principal, params, body }) => commands.changeTag(principal, params.id, body),
  });

  app.post('/api/tags/:id/merge', {
    config: write,
    schema: {
      tags,
      summary: 'Let a tag count as another of its group, or as itself again',
      params: IdParams,
      body: TagMerge,
      response: listed,
    },
    handler: ({ principal, params, body }) => commands.merge(principal, params.id, body.into),
  });

  app.get('/api/customers/:id/tags', {
    config: read,
    schema: {
      tags,
      summary: 'The tags of a person, and every change of them',
      params: IdParams,
      response: { 200: CustomerTags, ...problems },
    },
    handler: ({ principal, params }) => service.tagsOf(principal, params.id),
  });

  app.post('/api/customers/:id/tags', {
    config: person,
    schema: {
      tags,
      summary: 'Tag a person by hand; answers the tags after it was taken in',
      params: IdParams,
      body: CustomerTagsChange,
      response: { 200: CustomerTags, ...problems },
    },
    handler: ({ principal, params, body }) => service.change(principal, params.id, body),
  });
}
