import {
  AddNonLinkingValueSchema,
  ConflictListSchema,
  ConflictQuerySchema,
  CustomerIdentitiesSchema,
  DecisionResultSchema,
  MergeListSchema,
  MergeQuerySchema,
  MergeSchema,
  NonLinkingListSchema,
  NonLinkingQuerySchema,
  ResolveConflictSchema,
  UndoMergeSchema,
  UnmergeSchema,
} from '@yutang/contracts/identity';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { Type } from 'typebox';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { IdentityCommands } from './identity-commands.ts';
import { conflictPage, customerIdentities, mergePage, nonLinkingPage } from './identity-questions.ts';

export interface IdentityRoutesDeps {
  db: Db;
  commands: IdentityCommands;
  /** Whether a guide, who sees own customers only, may see this one; nobody may when it is not given. */
  maySee?: ((principal: Principal, customer: number) => Promise<boolean>) | undefined;
}

const tags = ['identity'];
const review = { permission: 'identity.review' as const };
const ConflictParams = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,15}-[0-9]{1,16}$' }) });
const decided = { 200: DecisionResultSchema, ...problems };

/** Routes for reviewing who is who. */
export function registerIdentityRoutes(app: HttpApp, { db, commands, maySee }: IdentityRoutesDeps): void {
  app.get('/api/customers/:id/identities', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'Identities of a customer, and the evidence that joined them',
      params: IdParams,
      response: { 200: CustomerIdentitiesSchema, ...problems },
    },
    handler: async ({ principal, params }) => {
      if ((principal.ownStaff ?? principal.within) !== null && !(await maySee?.(principal, params.id)))
        throw new AppError('request.not-found', { what: `customer ${params.id}` });
      return customerIdentities(db, principal, params.id);
    },
  });

  app.get('/api/identity/conflicts', {
    config: review,
    schema: {
      tags,
      summary: 'Evidence that could not be followed, for review',
      querystring: ConflictQuerySchema,
      response: { 200: ConflictListSchema, ...problems },
    },
    handler: ({ principal, query }) => conflictPage(db, principal, query),
  });

  app.post('/api/identity/conflicts/:id/resolve', {
    config: review,
    schema: {
      tags,
      summary: 'Decide a conflict: the same person, different people, or a shared value',
      params: ConflictParams,
      body: ResolveConflictSchema,
      response: decided,
    },
    handler: ({ principal, params, body }) => {
      const [a = 0, b = 0] = params.id.split('-').map(Number);
      return commands.resolve(principal, { a, b }, body.decision, body.reason ?? null);
    },
  });

  app.get('/api/identity/merges', {
    config: review,
    schema: {
      tags,
      summary: 'History of merges and unmerges, with who and why',
      querystring: MergeQuerySchema,
      response: { 200: MergeListSchema, ...problems },
    },
    handler: ({ principal, query }) => mergePage(db, principal, query),
  });

  app.post('/api/identity/merge', {
    config: review,
    schema: { tags, summary: 'Make two customers one', body: MergeSchema, response: decided },
    handler: ({ principal, body }) => commands.merge(principal, body.customers, body.reason),
  });

  app.post('/api/identity/unmerge', {
    config: review,
    schema: { tags, summary: 'Part identities from a customer', body: UnmergeSchema, response: decided },
    handler: ({ principal, body }) => commands.unmerge(principal, body.customer, body.homes, body.reason),
  });

  app.post('/api/identity/merges/:id/undo', {
    config: review,
    schema: {
      tags,
      summary: 'Undo a merge or an unmerge',
      params: IdParams,
      body: UndoMergeSchema,
      response: decided,
    },
    handler: ({ principal, params, body }) => commands.undo(principal, params.id, body.reason),
  });

  app.get('/api/identity/non-linking-values', {
    config: review,
    schema: {
      tags,
      summary: 'Values that never link anybody',
      querystring: NonLinkingQuerySchema,
      response: { 200: NonLinkingListSchema, ...problems },
    },
    handler: ({ principal, query }) => nonLinkingPage(db, principal, query),
  });

  app.post('/api/identity/non-linking-values', {
    config: review,
    schema: {
      tags,
      summary: 'Keep a value from linking (a test phone, the till)',
      body: AddNonLinkingValueSchema,
      response: decided,
    },
    handler: ({ principal, body }) =>
      commands.bar(principal, body.namespace, body.value, body.reason ?? null),
  });

  app.delete('/api/identity/non-linking-values/:id', {
    config: review,
    schema: { tags, summary: 'Let a value link again', params: IdParams, response: decided },
    handler: ({ principal, params }) => commands.allow(principal, params.id),
  });
}
