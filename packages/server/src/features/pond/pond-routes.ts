import { IdParams, pageQuery } from '@yutang/contracts/page';
import {
  Conversion,
  Costs,
  PeriodQuery,
  PondChangePage,
  PondFlow,
  PondFlowQuery,
  PondOverview,
  PondParts,
  PondPartsQuery,
  PondPeople,
  PondPeopleQuery,
  PondQuery,
  SettlementPage,
  SettlementQuery,
} from '@yutang/contracts/pond';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { day } from '@yutang/core/time';
import { Type } from 'typebox';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { readActivity, readBook } from '../channels/index.ts';
import { assertWhole, customerRows, customersOf, maySeeRow, type PlayHomes } from '../customers/index.ts';
import { askConversion, type ReportInput } from './conversion-question.ts';
import { askCosts } from './cost-question.ts';
import { askFlow } from './flow-question.ts';
import { askParts } from './parts-question.ts';
import { askPeople } from './people-question.ts';
import { listChanges } from './person-changes.ts';
import { askPond } from './pond-question.ts';
import { askSettlements } from './settlement-question.ts';

export interface PondRoutesDeps {
  db: Db;
  events: EventStore;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ zone: string; currency: string }>;
  /** SQL for the homes that had an event of a play: `plays.homesOf`. */
  playHomes: PlayHomes;
}

const tags = ['pond'];

/** The pond: who is in it, who came and went, what it cost. */
export function pondRoutes(app: HttpApp, deps: PondRoutesDeps): void {
  const { db } = deps;
  const config = { permission: 'pond.read' as const };
  const now = async (workspaceId: number) => (await deps.clock(workspaceId))();

  app.get('/api/pond', {
    config,
    schema: {
      tags,
      summary: 'How many are in the pond, and where the others stand',
      querystring: PondQuery,
      response: { 200: PondOverview, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId } = principal;
      return askPond(db, workspaceId, await readBook(db, workspaceId), { scope: principal, ...query });
    },
  });

  app.get('/api/pond/parts', {
    config,
    schema: {
      tags,
      summary: 'The pool by outlet or owner',
      querystring: PondPartsQuery,
      response: { 200: PondParts, ...problems },
    },
    handler: ({ principal, query }) => askParts(db, principal.workspaceId, query.by, { scope: principal }),
  });

  app.get('/api/pond/flow', {
    config,
    schema: {
      tags,
      summary: 'Inflow and outflow with reasons',
      querystring: PondFlowQuery,
      response: { 200: PondFlow, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId } = principal;
      const { zone } = await deps.workspace(workspaceId);
      return askFlow(db, workspaceId, { query, zone, now: await now(workspaceId), scope: principal });
    },
  });

  app.get('/api/pond/people', {
    config,
    schema: {
      tags,
      summary: 'The people behind a number',
      querystring: PondPeopleQuery,
      response: { 200: PondPeople, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId, masked } = principal;
      const { zone } = await deps.workspace(workspaceId);
      const showing = { book: await readBook(db, workspaceId), now: await now(workspaceId), masked };
      const { playHomes } = deps;
      return askPeople(db, { workspaceId, query, scope: principal, showing, playHomes, zone });
    },
  });

  app.get('/api/pond/settlements', {
    config,
    schema: {
      tags,
      summary: 'First moves from a more public to a more private place',
      querystring: SettlementQuery,
      response: { 200: SettlementPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId, masked } = principal;
      const book = await readBook(db, workspaceId);
      return askSettlements(db, workspaceId, { query, book, masked, scope: principal });
    },
  });

  async function reportInput(
    principal: Principal,
    query: { from?: number; to?: number },
  ): Promise<ReportInput> {
    const { workspaceId } = principal;
    // exposures are counted by event, which no customer's outlet divides
    assertWhole(principal);
    const to = query.to ?? (await now(workspaceId)) + 1;
    const from = query.from ?? to - 30 * day;
    if (from >= to)
      throw new AppError('request.invalid', { field: 'query.from', reason: 'must be before to' });
    const book = await readBook(db, workspaceId);
    const spellings = (await readActivity(db, workspaceId)).map((row) => row.spelling);
    return { workspaceId, book, spellings, from, to };
  }

  app.get('/api/pond/conversion', {
    config,
    schema: {
      tags,
      summary: 'Settlements ÷ unique people exposed; default the last 30 days',
      querystring: PeriodQuery,
      response: { 200: Conversion, ...problems },
    },
    handler: async ({ principal, query }) => askConversion(deps, await reportInput(principal, query)),
  });

  app.get('/api/pond/costs', {
    config,
    schema: {
      tags,
      summary: 'Cost of a reach, a repeat reach and a conversion; default the last 30 days',
      querystring: PeriodQuery,
      response: { 200: Costs, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { currency } = await deps.workspace(principal.workspaceId);
      return askCosts(deps.events, { ...(await reportInput(principal, query)), currency });
    },
  });

  app.get('/api/customers/:id/pond', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: "How a person's place changed, newest first",
      params: IdParams,
      querystring: Type.Object(pageQuery, { additionalProperties: false }),
      response: { 200: PondChangePage, ...problems },
    },
    handler: async ({ principal, params, query }) => {
      const { workspaceId } = principal;
      const customer = (await customersOf(db, workspaceId, [params.id])).get(params.id);
      const [row] = customer === undefined ? [] : await customerRows(db, workspaceId, [customer]);
      if (!row || !maySeeRow(row, principal)) {
        throw new AppError('request.not-found', { what: `customer ${params.id}` });
      }
      return listChanges(db, workspaceId, row.customer, { limit: query.limit ?? 50, cursor: query.cursor });
    },
  });
}
