import {
  ConnectionPeopleQuery,
  ConnectionQuery,
  Connections,
  Pivot,
  PivotQuery,
} from '@yutang/contracts/connections';
import { CustomerPage } from '@yutang/contracts/customers';
import { problems } from '@yutang/contracts/problem';
import { day } from '@yutang/core/time';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { readBook } from '../channels/index.ts';
import { assertWhole, listCustomers, showCustomers } from '../customers/index.ts';
import { askConnections, askDirect, connectedHomes } from './connection-question.ts';
import { askPivot } from './pivot-question.ts';
import type { PondRoutesDeps } from './pond-routes.ts';

const tags = ['pond'];
const config = { permission: 'pond.read' as const };

/** How people are connected to the brand, and how channels lie. */
export function connectionRoutes(app: HttpApp, deps: PondRoutesDeps): void {
  const { db } = deps;

  app.get('/api/pond/connections', {
    config,
    schema: {
      tags,
      summary: 'Connected people by type and platform, with overlaps and growth',
      querystring: ConnectionQuery,
      response: { 200: Connections, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId } = principal;
      assertWhole(principal);
      const book = await readBook(db, workspaceId);
      const since = (await deps.clock(workspaceId))() - (query.days ?? 30) * day;
      const play = query.play === undefined ? undefined : deps.playHomes(workspaceId, query.play);
      const found = await askConnections(db, workspaceId, { book, since, play });
      return { ...found, direct: await askDirect(db, workspaceId) };
    },
  });

  app.get('/api/pond/connections/people', {
    config,
    schema: {
      tags,
      summary: 'The people of a cell of the connection matrix',
      querystring: ConnectionPeopleQuery,
      response: { 200: CustomerPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId, masked } = principal;
      const { limit = 50, cursor, type, platform, and, play } = query;
      const book = await readBook(db, workspaceId);
      const now = (await deps.clock(workspaceId))();
      const homes = [await connectedHomes(db, workspaceId, book, { type, platform })];
      if (and !== undefined) homes.push(await connectedHomes(db, workspaceId, book, { type: and }));
      if (play !== undefined) homes.push(deps.playHomes(workspaceId, play));
      const list = { workspaceId, query: {}, candidates: [], homes, scope: principal, book, now };
      const page = await listCustomers(db, list, { limit, cursor });
      return { ...page, items: await showCustomers(db, workspaceId, page.items, { book, now, masked }) };
    },
  });

  app.get('/api/pond/pivot', {
    config,
    schema: {
      tags,
      summary: 'People by two sides of the channel they came from',
      querystring: PivotQuery,
      response: { 200: Pivot, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId } = principal;
      assertWhole(principal);
      return askPivot(db, workspaceId, await readBook(db, workspaceId), query);
    },
  });
}
