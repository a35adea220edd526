import { CustomerPage } from '@yutang/contracts/customers';
import { problems } from '@yutang/contracts/problem';
import {
  CreditPeopleQuery,
  CreditQuery,
  Credits,
  ScaleCurve,
  ScaleQuery,
  SpendByChannel,
  SpendPeriod,
} from '@yutang/contracts/spend';
import { channelName } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import { day } from '@yutang/core/time';
import { sql } from 'kysely';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import { readActivity, readBook } from '../channels/index.ts';
import { listCustomers, showCustomers } from '../customers/index.ts';
import { askBuyers, askCredits, type CreditInput } from './credit-question.ts';
import type { SpendDeps } from './spend-deps.ts';
import { askScale, askSpendByChannel, type SpendReport } from './spend-question.ts';
import { checkDays } from './spend-routes.ts';

const tags = ['spend'];
const config = { permission: 'spend.read' as const };

/** What money brought: the scale curve, the cost of a channel's people, and who is credited with orders. */
export function reportRoutes(app: HttpApp, deps: SpendDeps): void {
  const { db, events } = deps;

  async function report<Query extends { from?: string; to?: string }>(
    workspaceId: number,
    query: Query,
  ): Promise<SpendReport<Query>> {
    checkDays(query);
    const { zone, currency } = await deps.workspace(workspaceId);
    const now = (await deps.clock(workspaceId))();
    return { workspaceId, query, book: await readBook(db, workspaceId), zone, currency, now };
  }

  app.get('/api/spend/channels', {
    config,
    schema: {
      tags,
      summary: 'Spend and the cost of a new private customer by channel; default the last 90 days',
      querystring: SpendPeriod,
      response: { 200: SpendByChannel, ...problems },
    },
    handler: async ({ principal, query }) =>
      askSpendByChannel(db, await report(principal.workspaceId, query)),
  });

  app.get('/api/spend/scale', {
    config,
    schema: {
      tags,
      summary: 'Pool snapshots with the blended cost of a paid order; default the last 90 days by week',
      querystring: ScaleQuery,
      response: { 200: ScaleCurve, ...problems },
    },
    handler: async ({ principal, query }) => askScale(db, await report(principal.workspaceId, query)),
  });

  async function creditInput(
    workspaceId: number,
    query: { from?: number; to?: number },
  ): Promise<CreditInput> {
    const to = query.to ?? (await deps.clock(workspaceId))() + 1;
    const from = query.from ?? to - 30 * day;
    if (from >= to)
      throw new AppError('request.invalid', { field: 'query.from', reason: 'must be before to' });
    const spellings = (await readActivity(db, workspaceId)).map((row) => row.spelling);
    return { workspaceId, spellings, from, to };
  }

  app.get('/api/credits', {
    config,
    schema: {
      tags,
      summary:
        'Orders credited to the last touch before them, channel × content × play; default the last 30 days',
      querystring: CreditQuery,
      response: { 200: Credits, ...problems },
    },
    handler: async ({ principal: { workspaceId }, query }) => {
      const { currency } = await deps.workspace(workspaceId);
      const credits = await askCredits(events, { ...(await creditInput(workspaceId, query)), currency });
      const channel = query.channel === undefined ? undefined : channelName(query.channel);
      const items = credits.items.filter(
        (item) =>
          (channel === undefined || item.channel === channel) &&
          (query.play === undefined || item.play === query.play),
      );
      return { ...credits, items };
    },
  });

  app.get('/api/credits/people', {
    config,
    schema: {
      tags,
      summary: 'The buyers behind a cell of the credits',
      querystring: CreditPeopleQuery,
      response: { 200: CustomerPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId, masked } = principal;
      const { limit = 50, cursor, from, to, content, play } = query;
      const period = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const channel =
        query.channel === undefined || query.channel === '-' ? query.channel : channelName(query.channel);
      const cell = { channel, content, play };
      const buyers = await askBuyers(events, await creditInput(workspaceId, period), cell);
      const homes = [sql`select unnest(${integers(buyers)}::bigint[])`];
      const book = await readBook(db, workspaceId);
      const now = (await deps.clock(workspaceId))();
      const list = { workspaceId, query: {}, candidates: [], homes, scope: principal, book, now };
      const page = await listCustomers(db, list, { limit, cursor });
      return { ...page, items: await showCustomers(db, workspaceId, page.items, { book, now, masked }) };
    },
  });
}
