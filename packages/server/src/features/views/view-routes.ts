import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { SavedView, ViewDraft, ViewPage, ViewPatch, ViewQuery } from '@yutang/contracts/views';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { deleteView, insertView, listViews, updateView } from './view-store.ts';

export interface ViewsDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now(): number;
}

const tags = ['views'];
// a view holds nothing of the list: who may not see the list sees nothing through it
const config = { permission: 'member' as const };

/** Lists as people want to see them again. */
export function viewRoutes(app: HttpApp, { db, now }: ViewsDeps): void {
  app.get('/api/views', {
    config,
    schema: {
      tags,
      summary: 'Saved views of a list: my own and the workspace’s',
      querystring: ViewQuery,
      response: { 200: ViewPage, ...problems },
    },
    handler: ({ principal, query }) => listViews(db, principal, query),
  });

  app.post('/api/views', {
    config,
    schema: { tags, summary: 'Save a view', body: ViewDraft, response: { 201: SavedView, ...problems } },
    handler: async ({ principal, body }, reply) => {
      assertMay(principal, body.shared);
      const view = await db.transaction().execute(async (tx) => {
        const made = await insertView(tx, principal, body, now());
        await audit(tx, principal, 'view.saved', `view:${made.id}`, { list: made.list, shared: made.shared });
        return made;
      });
      return reply.code(201).send(view);
    },
  });

  app.patch('/api/views/:id', {
    config,
    schema: {
      tags,
      summary: 'Change a view',
      params: IdParams,
      body: ViewPatch,
      response: { 200: SavedView, ...problems },
    },
    handler: ({ principal, params, body }) => {
      if (body.shared !== undefined) assertMay(principal, body.shared);
      return db.transaction().execute(async (tx) => {
        const changed = await updateView(tx, principal, params.id, body, now());
        await audit(tx, principal, 'view.changed', `view:${params.id}`, { fields: Object.keys(body).join() });
        return changed;
      });
    },
  });

  app.delete('/api/views/:id', {
    config,
    schema: { tags, summary: 'Delete a view', params: IdParams, response: { 200: Empty, ...problems } },
    handler: ({ principal, params }) =>
      db.transaction().execute(async (tx) => {
        await deleteView(tx, principal, params.id);
        await audit(tx, principal, 'view.deleted', `view:${params.id}`, {});
        return {};
      }),
  });
}

/** Who sees a part of the workspace keeps views for themselves; a key has no screen of its own. */
function assertMay({ accountId, ownStaff, within }: Principal, shared: boolean): void {
  if (shared && (ownStaff !== null || within !== null))
    throw new AppError('request.forbidden', { permission: 'views of the whole workspace' });
  if (!shared && accountId === null) throw new AppError('account.required');
}
